package org.dromedary.dicom.data;

import java.io.IOException;

/**
 * Takes the tag, VR and length of an element (PS3.5 §7.1).
 *
 * <pre>
 * implicit VR            tag 4 | length 4
 * explicit VR            tag 4 | VR 2 | length 2
 * explicit VR, long form tag 4 | VR 2 | 0 0 | length 4
 * item, delimiter        tag 4 | length 4
 * </pre>
 */
final class HeaderReader {
    private static final int SHORT = 8;
    private static final int LONG = 12;

    private final ByteSource source;
    private final Tolerance tolerance;

    /** Records that something irregular was taken, or refuses it. */
    interface Tolerance {
        void take(Leniency leniency, String problem, int tag) throws DicomFormatException;
    }

    /** @param length {@code 0xFFFFFFFF} if undefined */
    record Header(int tag, Vr vr, int vrCode, Element.Form form, long length) {
        /** As encoded, or of the dictionary in implicit VR. */
        String vrLetters() {
            return "" + (char) (vrCode >> 8) + (char) (vrCode & 0xFF);
        }

        /** -1 if undefined. */
        long statedLength() {
            return length == 0xFFFFFFFFL ? -1 : length;
        }
    }

    HeaderReader(ByteSource source, Tolerance tolerance) {
        this.source = source;
        this.tolerance = tolerance;
    }

    Header read(Scope scope) throws IOException {
        boolean big = scope.encoding().bigEndian();
        int tag = source.has(4) ? source.tag(0, big) : 0;
        require(SHORT, tag, scope);
        if (!scope.encoding().explicitVr() || Tag.group(tag) == 0xFFFE) {
            return implicit(tag, source.u32(4, big), scope);
        }
        int code = source.u16(4, true);
        Vr vr = Vr.ofCode(code);
        if (vr == null) {
            return foreign(tag, code, scope);
        }
        if (!vr.hasLongForm()) {
            return taken(SHORT, tag, vr, code, Element.Form.USUAL, source.u16(6, big));
        }
        require(LONG, tag, scope);
        if (source.u16(6, big) != 0) {
            tolerance.take(Leniency.NONZERO_RESERVED, "Reserved bytes are not zero", tag);
        }
        return taken(LONG, tag, vr, code, Element.Form.USUAL, source.u32(8, big));
    }

    /**
     * An element whose VR nobody knows. Two letters are a VR of the future or a mistake: its length has 32 bits if the
     * two bytes behind it are zero, as for all VRs to come (PS3.5 §7.1.2), unless what follows them looks like the
     * next element with a VR; else 16 bits. No letters, and zeros at the end of what then is a length below 64 KiB:
     * the element is encoded in implicit VR.
     */
    private Header foreign(int tag, int code, Scope scope) throws IOException {
        boolean big = scope.encoding().bigEndian();
        boolean letters = isPrintable(code >> 8) && isPrintable(code & 0xFF);
        if (!letters && source.u16(6, big) == 0) {
            tolerance.take(Leniency.IMPLICIT_ELEMENT, "No VR", tag);
            return implicit(tag, source.u32(4, big), scope);
        }
        tolerance.take(Leniency.UNKNOWN_VR, "Unknown VR", tag);
        boolean zeros = source.u16(6, big) == 0 && scope.end() - source.offset() >= LONG && source.has(LONG);
        if (zeros && !isNextElement(tag, big)) {
            return taken(LONG, tag, Vr.UN, code, Element.Form.FOREIGN_LONG, source.u32(8, big));
        }
        return taken(SHORT, tag, Vr.UN, code, Element.Form.FOREIGN_SHORT, source.u16(6, big));
    }

    private boolean isNextElement(int tag, boolean big) throws IOException {
        return source.has(SHORT + 6) && Vr.ofCode(source.u16(SHORT + 4, true)) != null
                && Integer.compareUnsigned(source.tag(SHORT, big), tag) > 0;
    }

    private static boolean isPrintable(int letter) {
        return letter > ' ' && letter < 0x7F;
    }

    private Header implicit(int tag, long length, Scope scope) throws IOException {
        Vr vr = scope.vrOf(tag);
        return taken(SHORT, tag, vr, vr.code(), Element.Form.USUAL, length);
    }

    private Header taken(int bytes, int tag, Vr vr, int code, Element.Form form, long length) throws IOException {
        source.take(bytes, tag);
        return new Header(tag, vr, code, form, length);
    }

    private void require(int bytes, int tag, Scope scope) throws IOException {
        if (scope.end() - source.offset() < bytes || !source.has(bytes)) {
            throw new DicomFormatException("Ends within the header of an element", source.offset(), tag);
        }
    }
}
