package org.dromedary.dicom.data;

/** Is told what a {@link DataSetReader} meets, in the order of the bytes, before it may fail over what comes next. */
public interface ReadListener {
    ReadListener NONE = new ReadListener() { };

    /**
     * The header of an element; its value, items or fragments follow.
     *
     * @param depth  0 in the outermost level
     * @param offset of the header, as {@link DataSetReader#offset()}
     * @param vr     two letters as encoded, those of the dictionary in implicit VR
     * @param length in bytes, -1 if undefined
     */
    default void element(int depth, long offset, int tag, String vr, long length) {
    }

    /** The value of the element that was told last; not called for sequences and fragments. */
    default void value(int depth, Element element) {
    }

    /** An item of the sequence, or a fragment; {@code depth} is that of the elements in it. */
    default void item(int depth, long offset, long length) {
    }

    /** Something that the standard forbids was taken. */
    default void irregular(Leniency leniency, int tag, long offset) {
    }

    /** The same listener for a part that is read on its own and begins at that offset. */
    default ReadListener from(long start) {
        ReadListener whole = this;
        return this == NONE ? NONE : new ReadListener() {
            @Override
            public void element(int depth, long offset, int tag, String vr, long length) {
                whole.element(depth, start + offset, tag, vr, length);
            }

            @Override
            public void value(int depth, Element element) {
                whole.value(depth, element);
            }

            @Override
            public void item(int depth, long offset, long length) {
                whole.item(depth, start + offset, length);
            }

            @Override
            public void irregular(Leniency leniency, int tag, long offset) {
                whole.irregular(leniency, tag, start + offset);
            }
        };
    }
}
