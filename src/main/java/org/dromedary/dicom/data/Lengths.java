package org.dromedary.dicom.data;

import java.util.IdentityHashMap;
import java.util.Map;

/** How long elements are in an encoding (PS3.5 §7.1, §7.5); each data set is measured once. */
final class Lengths {
    private static final int ITEM = 8;
    private static final int MAX_SHORT_LENGTH = 0xFFFE;

    private final Encoding encoding;
    private final Map<DataSet, Long> measured = new IdentityHashMap<>();

    Lengths(Encoding encoding) {
        this.encoding = encoding;
    }

    /** All elements, without the header of an item. */
    long of(DataSet dataSet) {
        Long known = measured.get(dataSet);
        if (known == null) {
            long length = 0;
            for (Element element : dataSet) {
                length += of(element);
            }
            known = length;
            measured.put(dataSet, known);
        }
        return known;
    }

    /** The items of a sequence with their headers and delimiters, without the sequence's own. */
    long ofItems(Element element) {
        long length = 0;
        for (DataSet item : element.items()) {
            length += of(item) + (item.hasUndefinedLength() ? 2 * ITEM : ITEM);
        }
        return length;
    }

    /** A group length with the value that is right here. */
    Element groupLength(DataSet dataSet, Element stated) {
        int group = Tag.group(stated.tag());
        long length = 0;
        for (Element element : dataSet) {
            if (Tag.group(element.tag()) == group && element != stated) {
                length += of(element);
            }
        }
        byte[] value = new byte[4];
        for (int i = 0; i < 4; i++) {
            value[i] = (byte) (length >> 8 * i);
        }
        return Element.of(stated.tag(), stated.vr(), value);
    }

    /** In a private group it may be under VR UN. */
    static boolean isGroupLength(Element element) {
        return Tag.isGroupLength(element.tag()) && (element.vr() == Vr.UL || element.vr() == Vr.UN)
                && element.length() == 4;
    }

    static boolean hasLongForm(Element element) {
        return switch (element.form()) {
            case FOREIGN_SHORT -> false;
            case FOREIGN_LONG -> true;
            default -> element.vr().hasLongForm();
        };
    }

    static boolean isTooLong(Element element, Encoding encoding) {
        return encoding.explicitVr() && !hasLongForm(element) && element.length() > MAX_SHORT_LENGTH;
    }

    static int checked(int tag, long length) throws DicomFormatException {
        if (length > 0xFFFFFFFEL) {
            throw new DicomFormatException("Sequence too long for a defined length", 0, tag);
        }
        return (int) length;
    }

    private long of(Element element) {
        boolean longForm = encoding.explicitVr() && (hasLongForm(element) || isTooLong(element, encoding));
        long header = longForm ? 12 : 8;
        if (element.isSequence()) {
            Lengths inner = element.isUnknownSequence() && encoding.explicitVr()
                    ? new Lengths(Encoding.IMPLICIT) : this;
            return header + inner.ofItems(element) + (element.hasUndefinedLength() ? ITEM : 0);
        }
        if (element.isEncapsulated()) {
            long length = (encoding.explicitVr() ? 12 : 8) + ITEM;
            for (byte[] fragment : element.fragments()) {
                length += ITEM + even(fragment.length);
            }
            return length;
        }
        return header + even(element.length());
    }

    private static long even(int length) {
        return length + (length & 1L);
    }
}
