package org.dromedary.dicom.data;

/** Text that a Specific Character Set cannot express (PS3.5 §6.1); names the element, never the text. */
public final class UnencodableTextException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String terms;
    private final int tag;

    UnencodableTextException(String terms) {
        this(terms, Dictionary.UNKNOWN_TAG);
    }

    private UnencodableTextException(String terms, int tag) {
        super("Text cannot be encoded in character set '" + terms + "'"
                + (tag == Dictionary.UNKNOWN_TAG ? "" : ", element " + Tag.toString(tag)));
        this.terms = terms;
        this.tag = tag;
    }

    UnencodableTextException in(int element) {
        return new UnencodableTextException(terms, element);
    }

    /** The defined terms, separated by backslashes as in (0008,0005). */
    public String terms() {
        return terms;
    }

    /** The element whose value it was, or {@link Dictionary#UNKNOWN_TAG}. */
    public int tag() {
        return tag;
    }
}
