package org.dromedary.dicom.data;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Where a data set ends although bytes follow: behind Pixel Data some archives leave zeros, text, or another file. The
 * one judge of it for all that read a data set to its end.
 */
public final class Trail {

    /** Bytes by which what is left over is told. */
    public static final int LOOK_AT = 256;

    /** Where the prefix of a file stands (PS3.10 §7.1). */
    private static final int PREFIX = 128;

    private Trail() {
    }

    /**
     * Whether the bytes ahead are an element, with a VR where there has to be one: in order, whether it is whole or
     * not, or one that the dictionary knows and that ends within the data set; or a delimiter of nothing.
     *
     * @param last tag of the element before
     * @param end  where the data set ends, as an offset of the source
     */
    static boolean isElement(ByteSource source, Encoding encoding, int last, long end) throws IOException {
        if (!source.has(8)) {
            return false;
        }
        int tag = source.tag(0, encoding.bigEndian());
        long length = source.u32(4, encoding.bigEndian());
        if (Tag.group(tag) == 0xFFFE) {
            return (tag == Tag.ItemDelimitationItem || tag == Tag.SequenceDelimitationItem) && length == 0;
        }
        boolean known = tag != 0 && Dictionary.keywordOf(tag) != null;
        boolean inOrder = Integer.compareUnsigned(tag, last) > 0;
        int header = 8;
        if (encoding.explicitVr()) {
            Vr vr = Vr.ofCode(source.u16(4, true));
            if (vr == null) {
                boolean letters = isCapital(source.u8(4)) && isCapital(source.u8(5));
                return letters ? inOrder : known && source.offset() + header + length <= end;
            }
            if (vr.hasLongForm() && !source.has(12)) {
                return inOrder;
            }
            header = vr.hasLongForm() ? 12 : 8;
            length = vr.hasLongForm() ? source.u32(8, encoding.bigEndian()) : source.u16(6, encoding.bigEndian());
        }
        boolean fits = length != 0xFFFFFFFFL && source.offset() + header + length <= end;
        return inOrder || known && fits;
    }

    /**
     * Whether bytes that are no element were never part of the data set: zeros, text, or another file. Of an object
     * that has its Pixel Data nothing else can be missed; of another one the rest may be it, with a damaged header.
     *
     * @param first as many of them as there are, up to {@link #LOOK_AT}
     */
    public static boolean isLeftOver(byte[] first) {
        boolean zeros = true;
        boolean text = true;
        for (byte b : first) {
            zeros &= b == 0;
            text &= b >= ' ' && b < 0x7F || b == '\r' || b == '\n' || b == '\t' || b == '\f' || b == 0x1A;
        }
        boolean file = first.length >= PREFIX + 4 && new String(first, PREFIX, 4, StandardCharsets.ISO_8859_1)
                .equals("DICM");
        return zeros || text || file;
    }

    private static boolean isCapital(int letter) {
        return letter >= 'A' && letter <= 'Z';
    }
}
