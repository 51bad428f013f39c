package org.dromedary.dicom.data;

import java.util.Arrays;
import java.util.List;

/**
 * One data element (PS3.5 §7.1): a tag, a VR and either bytes, items (SQ) or fragments (encapsulated Pixel Data).
 * It never changes, though its items can; the byte arrays it hands out are its own and must not be written to.
 */
public final class Element {
    private static final byte[] NO_BYTES = {};

    /** How the element was encoded where that is not evident from its contents, so that it can be written the same. */
    enum Form {
        USUAL,
        /** A sequence of undefined length. */
        UNDEFINED_LENGTH,
        /** A sequence of undefined length under VR UN, its items in implicit VR little endian (PS3.5 §6.2.2). */
        UNKNOWN_SEQUENCE,
        /** The same of defined length: known to be a sequence by the dictionary alone. */
        UNKNOWN_ITEMS,
        /** A VR of two unknown letters, with a length of 16 bits. */
        FOREIGN_SHORT,
        /** A VR of two unknown letters, with a length of 32 bits. */
        FOREIGN_LONG
    }

    private final int tag;
    private final Vr vr;
    private final Form form;
    private final int vrCode;
    private final byte[] value;
    private final List<?> parts;

    Element(int tag, Vr vr, Form form, int vrCode, byte[] value, List<?> parts) {
        this.tag = tag;
        this.vr = vr;
        this.form = form;
        this.vrCode = vrCode;
        this.value = value;
        this.parts = parts;
    }

    /** An element of these bytes, numbers little endian; the array is kept, not copied. */
    public static Element of(int tag, Vr vr, byte[] littleEndianValue) {
        if (vr == Vr.SQ) {
            throw new IllegalArgumentException("A sequence has items, not bytes: " + Tag.toString(tag));
        }
        return new Element(tag, vr, Form.USUAL, vr.code(), littleEndianValue, List.of());
    }

    /** A sequence of defined length. */
    public static Element ofItems(int tag, List<DataSet> items) {
        return ofItems(tag, items, Form.USUAL);
    }

    static Element ofItems(int tag, List<DataSet> items, Form form) {
        return new Element(tag, Vr.SQ, form, Vr.SQ.code(), NO_BYTES, List.copyOf(items));
    }

    /** Encapsulated Pixel Data (PS3.5 §A.4), the basic offset table, possibly empty, first. */
    public static Element ofFragments(int tag, Vr vr, List<byte[]> fragments) {
        return new Element(tag, vr, Form.UNDEFINED_LENGTH, vr.code(), NO_BYTES, List.copyOf(fragments));
    }

    static Element ofForeign(int tag, int vrCode, Form form, byte[] value) {
        return new Element(tag, Vr.UN, form, vrCode, value, List.of());
    }

    public int tag() {
        return tag;
    }

    /**
     * UN where the encoded VR was UN or two letters that are no VR; SQ for every sequence. Values are understood by
     * {@link #knownVr()}.
     */
    public Vr vr() {
        return vr;
    }

    /** The value as stored, numbers little endian, possibly padded; empty for sequences and fragments. */
    public byte[] bytes() {
        return value;
    }

    /** Bytes in {@link #bytes()}. */
    public int length() {
        return value.length;
    }

    /** Whether it has neither bytes nor items nor fragments. */
    public boolean isEmpty() {
        return value.length == 0 && parts.isEmpty();
    }

    /** The items of a sequence, else none; the list is unmodifiable, the items are not. */
    @SuppressWarnings("unchecked")
    public List<DataSet> items() {
        return vr == Vr.SQ ? (List<DataSet>) parts : List.of();
    }

    /** The fragments of encapsulated Pixel Data, the basic offset table first, else none. */
    @SuppressWarnings("unchecked")
    public List<byte[]> fragments() {
        return isEncapsulated() ? (List<byte[]>) parts : List.of();
    }

    public boolean isSequence() {
        return vr == Vr.SQ;
    }

    public boolean isEncapsulated() {
        return vr != Vr.SQ && form == Form.UNDEFINED_LENGTH;
    }

    /** Whether it is a sequence that was encoded under VR UN and is written so again (PS3.5 §6.2.2). */
    public boolean isUnknownSequence() {
        return form == Form.UNKNOWN_SEQUENCE || form == Form.UNKNOWN_ITEMS;
    }

    boolean hasUndefinedLength() {
        return form == Form.UNDEFINED_LENGTH || form == Form.UNKNOWN_SEQUENCE;
    }

    Form form() {
        return form;
    }

    int vrCode() {
        return vrCode;
    }

    /**
     * The VR by which the value can be understood: a known element under UN has that of the dictionary, its bytes
     * little endian whatever the transfer syntax (PS3.5 §6.2.2). Of US and SS it is US: {@link DataSet#knownVr} can
     * tell.
     */
    public Vr knownVr() {
        return vr == Vr.UN ? Dictionary.vrOf(tag) : vr;
    }

    /** The same sequence, of undefined length; its encoding under VR UN, if it has that, stays. */
    public Element ofUndefinedLength() {
        return isUnknownSequence() ? new Element(tag, vr, Form.UNKNOWN_SEQUENCE, vrCode, value, parts)
                : new Element(tag, vr, Form.UNDEFINED_LENGTH, vrCode, value, parts);
    }

    Element withItems(List<DataSet> items) {
        return new Element(tag, vr, form, vrCode, value, List.copyOf(items));
    }

    /** Whether both have the same bytes; false for sequences and fragments that are not empty. */
    boolean hasValueOf(Element other) {
        return Arrays.equals(value, other.value) && parts.isEmpty() && other.parts.isEmpty();
    }

    /** Tag, VR and length; never the value, which may tell of a patient. */
    @Override
    public String toString() {
        String extent = isSequence() ? parts.size() + " items"
                : isEncapsulated() ? parts.size() + " fragments" : value.length + " bytes";
        return Tag.toString(tag) + " " + vr + " " + extent;
    }
}
