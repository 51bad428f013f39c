package org.dromedary.dicom.codec;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.dromedary.dicom.codec.frame.PixelFormat;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.TransferSyntax;
import org.dromedary.dicom.data.Uid;
import org.dromedary.dicom.data.Vr;

/** Keeps the description of pixels true when their encoding changes (PS3.3 §C.7.6.3, §C.7.6.1.1.5, PS3.5 §8). */
final class ImageChanges {

    private static final int PIXEL_GROUP_LENGTH = 0x7FE00000;
    private static final String LOSSY = "01";
    private static final String ORIGINAL = "ORIGINAL";

    /** Lossy Image Compression Method (0028,2114), PS3.3 §C.7.6.1.1.5.1. */
    private static final Map<String, String> METHODS = Map.ofEntries(
            Map.entry(Uid.JPEGBaseline8Bit, "ISO_10918_1"),
            Map.entry(Uid.JPEGExtended12Bit, "ISO_10918_1"),
            Map.entry(Uid.JPEGSpectralSelectionNonHierarchical68, "ISO_10918_1"),
            Map.entry(Uid.JPEGFullProgressionNonHierarchical1012, "ISO_10918_1"),
            Map.entry(Uid.JPEGLSNearLossless, "ISO_14495_1"),
            Map.entry(Uid.JPEG2000, "ISO_15444_1"),
            Map.entry(Uid.JPEG2000MC, "ISO_15444_1"),
            Map.entry(Uid.HTJ2K, "ISO_15444_15"));

    /** All that it may change. */
    static final List<Integer> TAGS = List.of(Tag.ImageType, Tag.PlanarConfiguration, Tag.PhotometricInterpretation,
            Tag.HighBit, Tag.LossyImageCompression, Tag.LossyImageCompressionRatio, Tag.LossyImageCompressionMethod,
            Tag.ExtendedOffsetTable, Tag.ExtendedOffsetTableLengths);

    private ImageChanges() {
    }

    /** Offset tables and the group's length belong to the old encoding. */
    static void dropTables(DataSet head) {
        head.remove(PIXEL_GROUP_LENGTH);
        head.remove(Tag.ExtendedOffsetTable);
        head.remove(Tag.ExtendedOffsetTableLengths);
    }

    /** @param written how the cells lie once they are written, by pixel */
    static void describe(DataSet head, PixelFormat written) {
        if (!written.photometric().equals(head.getString(Tag.PhotometricInterpretation, written.photometric()))) {
            head.set(Tag.PhotometricInterpretation, written.photometric());
        }
        if (head.getInt(Tag.SamplesPerPixel, 1) > 1 && head.getInt(Tag.PlanarConfiguration, -1) != 0) {
            head.setInt(Tag.PlanarConfiguration, 0);
        }
        if (head.contains(Tag.HighBit) && head.getInt(Tag.HighBit, -1) != written.highBit()) {
            head.setInt(Tag.HighBit, written.highBit());
        }
    }

    /**
     * Marks an image whose source was lossy and didn't say so; marks that are there stay.
     *
     * @param codestream of the first frame
     * @param ratio      native bytes to encoded bytes
     */
    static void keepLossyMarks(DataSet head, TransferSyntax source, byte[] codestream, double ratio,
            List<String> notes) {
        boolean marked = LOSSY.equals(head.getString(Tag.LossyImageCompression));
        if (!marked && METHODS.containsKey(source.uid()) && Lossiness.of(codestream)) {
            notes.add("marked as lossy: the source was in " + source.name() + " and didn't say so");
            markLossy(head, source, ratio);
        }
    }

    /** An image that loses information now is derived, and its marks tell (PS3.3 §C.7.6.1.1.2, §C.7.6.1.1.5). */
    static void deriveLossy(DataSet head, TransferSyntax target, double ratio) {
        String type = text(head, Tag.ImageType);
        if (type.startsWith(ORIGINAL)) {
            put(head, Tag.ImageType, Vr.CS, "DERIVED" + type.substring(ORIGINAL.length()));
        }
        markLossy(head, target, ratio);
    }

    /** One more step of lossy compression: its ratio and method come behind those of earlier ones. */
    private static void markLossy(DataSet head, TransferSyntax syntax, double ratio) {
        head.set(Tag.LossyImageCompression, LOSSY);
        append(head, Tag.LossyImageCompressionRatio, Vr.DS, String.format(Locale.ROOT, "%.2f", ratio));
        append(head, Tag.LossyImageCompressionMethod, Vr.CS, METHODS.get(syntax.uid()));
    }

    private static void append(DataSet head, int tag, Vr vr, String value) {
        String values = text(head, tag);
        put(head, tag, vr, values.isEmpty() ? value : values + "\\" + value);
    }

    /** Byte for byte, whatever an object has there. */
    private static String text(DataSet head, int tag) {
        byte[] value = head.getBytes(tag);
        return value == null ? "" : new String(value, StandardCharsets.ISO_8859_1).strip();
    }

    private static void put(DataSet head, int tag, Vr vr, String text) {
        head.setBytes(tag, vr, text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
