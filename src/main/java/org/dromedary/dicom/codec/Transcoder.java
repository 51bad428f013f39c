package org.dromedary.dicom.codec;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.dromedary.dicom.codec.frame.CodecException;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.DicomFormatException;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.TransferSyntax;
import org.dromedary.dicom.data.Uid;

/**
 * Brings objects from one transfer syntax into another (PS3.5 §10), frame by frame, and proves that their samples are
 * the same. Nothing but what the change of syntax demands is changed. Safe for use by several threads.
 */
public final class Transcoder {

    /**
     * @param verify  frames that were encoded losslessly are decoded again and compared with the original samples
     * @param lossy   JPEG Baseline may be a target
     * @param quality of JPEG Baseline, from 1 to 100
     */
    public record Options(boolean verify, boolean lossy, int quality) {
        public static final Options DEFAULT = new Options(true, false);

        public Options(boolean verify, boolean lossy) {
            this(verify, lossy, 90);
        }
    }

    /**
     * What came out.
     *
     * @param dataSetLength bytes
     * @param dataSetSha256 of the data set as written, in hexadecimal
     * @param pixelSha256   of all samples: little endian, by pixel, extended to Bits Allocated, chrominance in full;
     *                      the same in every lossless syntax; null for objects without pixels or with a video
     * @param notes         what is worth knowing and no error, without values of attributes
     */
    public record Result(String transferSyntaxUid, long dataSetLength, String dataSetSha256, String pixelSha256,
            List<String> notes) {
    }

    /**
     * Writes the object of one file into another, by way of a temporary file beside it that is renamed in the end but
     * not forced to disk. A file that is in that syntax already is copied, byte for byte, once its frames are read.
     *
     * @throws DicomFormatException if the file is damaged
     * @throws CodecException       if its pixels can't be decoded, or not be encoded in that syntax without a change
     */
    public Result transcode(Path from, Path to, TransferSyntax syntax, Options options) throws IOException {
        try (ObjectFile file = ObjectFile.open(from)) {
            check(file, syntax, options);
            Transcoding transcoding = new Transcoding(from, file, syntax, options);
            return stays(file, syntax) ? transcoding.copy(to) : transcoding.write(to);
        }
    }

    private static void check(ObjectFile file, TransferSyntax syntax, Options options) throws IOException {
        if (file.head().isEmpty()) {
            throw new DicomFormatException("The data set is empty", file.offset(), 0);
        }
        int first = file.head().iterator().next().tag();
        if (first >>> 16 == 0x0002) {
            throw new DicomFormatException("File meta information within the data set", file.offset(), first);
        }
        boolean fragments = file.hasFragments();
        if (fragments && !file.syntax().encapsulated()) {
            throw new CodecException("Pixel Data (7FE0,0010) is encapsulated, but the transfer syntax is "
                    + file.syntax().name());
        }
        if (stays(file, syntax)) {
            return;
        }
        boolean plain = file.syntax().encapsulated() && !fragments;
        if (plain && file.pixels() != null && file.pixels().tag() == Tag.PixelData) {
            checkPlain(file);
        }
        String refusal = Refusals.of(file.head(), plain ? TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN : file.syntax(),
                syntax);
        if (refusal == null && syntax.encapsulated()) {
            boolean image = file.pixels() != null && file.pixels().tag() == Tag.PixelData;
            boolean lossy = syntax.uid().equals(Uid.JPEGBaseline8Bit) && !options.lossy();
            refusal = !image ? Refusals.noImage(syntax)
                    : lossy ? syntax.name() + " loses information, which has to be asked for" : null;
        }
        if (refusal != null) {
            throw new CodecException(refusal);
        }
    }

    /**
     * A value of defined length under a syntax with fragments: pixels only where it has their length, no codestream.
     */
    private static void checkPlain(ObjectFile file) throws IOException {
        long needed = ImageHeader.of(file.head()).nativeBytes();
        long excess = file.pixels().length() - needed;
        if (excess < 0 || excess > 1 || Codecs.shownBy(file.peek(Codecs.HEADERS)).isPresent()) {
            throw new CodecException("Pixel Data (7FE0,0010) is a value of " + file.pixels().length() + " bytes under "
                    + file.syntax().name() + ", which are not the " + needed + " bytes of its pixels");
        }
    }

    /** Whether the file already is as it shall be, what it says of itself included. */
    private static boolean stays(ObjectFile file, TransferSyntax syntax) {
        boolean fragments = file.hasFragments();
        boolean right = file.pixels() == null || fragments == syntax.encapsulated();
        return right && file.syntax().equals(syntax)
                && file.meta().transferSyntaxUid().equals(syntax.uid());
    }

    /**
     * Why an object with that head can't be brought from one syntax into the other, in words for a person; null if it
     * may be tried, which can still fail for its pixels.
     */
    public static String refusal(DataSet head, TransferSyntax from, TransferSyntax to) {
        return from.uid().equals(to.uid()) ? null : Refusals.of(head, from, to);
    }
}
