package org.dromedary.dicom.data;

import java.io.IOException;

/** How elements are laid out: with a VR or without, and in which byte order (PS3.5 §7.1, §7.3). */
record Encoding(boolean explicitVr, boolean bigEndian) {
    static final Encoding IMPLICIT = new Encoding(false, false);
    static final Encoding EXPLICIT = new Encoding(true, false);
    static final Encoding EXPLICIT_BIG_ENDIAN = new Encoding(true, true);

    private static final int FIRST_HEADER = 8;
    private static final int VR_IN_HEADER = 6;

    static Encoding of(TransferSyntax syntax) {
        return !syntax.explicitVr() ? IMPLICIT : syntax.bigEndian() ? EXPLICIT_BIG_ENDIAN : EXPLICIT;
    }

    /** The plain syntax of this encoding. */
    TransferSyntax syntax() {
        return !explicitVr ? TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN
                : bigEndian ? TransferSyntax.EXPLICIT_VR_BIG_ENDIAN : TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;
    }

    /**
     * The encoding of an item under VR UN: implicit VR little endian (PS3.5 §6.2.2), and another one only if what
     * follows the first element bears it out. A length such as 20300 spells the VR LO.
     */
    static Encoding shownByUnknownItem(ByteSource source) throws IOException {
        Encoding shown = IMPLICIT.shownBy(source);
        Vr vr = shown.explicitVr() ? Vr.ofCode(source.u16(4, true)) : null;
        if (vr == null || vr.hasLongForm()) {
            // Those with a long form would be odd lengths.
            return shown;
        }
        int next = FIRST_HEADER + source.u16(6, shown.bigEndian());
        if (next + VR_IN_HEADER > ByteSource.LOOK_AHEAD || !source.has(next + VR_IN_HEADER)) {
            return shown;
        }
        boolean follows = Tag.group(source.tag(next, shown.bigEndian())) == 0xFFFE
                || Vr.ofCode(source.u16(next + 4, true)) != null;
        return follows ? shown : IMPLICIT;
    }

    /**
     * The encoding that the element ahead shows, this one if it shows none. Two letters of a VR behind the tag mean
     * explicit VR: as an implicit length they would be thousands of bytes for what is a short element at the start of
     * a data set. No letters at all mean implicit VR if the four bytes are a length below 64 KiB. A group that is
     * smaller when read the other way round shows the byte order.
     */
    Encoding shownBy(ByteSource source) throws IOException {
        if (!source.has(FIRST_HEADER)) {
            return this;
        }
        if (Vr.ofCode(source.u16(4, true)) != null) {
            boolean big = source.u8(0) == 0 && source.u8(1) != 0;
            boolean little = source.u8(0) != 0 && source.u8(1) == 0;
            return big ? EXPLICIT_BIG_ENDIAN : little ? EXPLICIT : explicitVr ? this : EXPLICIT;
        }
        boolean letters = Character.isLetter(source.u8(4)) && Character.isLetter(source.u8(5));
        boolean shortLength = source.u32(4, false) < 0x10000;
        boolean known = Dictionary.vrOf(source.tag(0, false)) != Vr.UN;
        return shortLength && known && !letters ? IMPLICIT : this;
    }
}
