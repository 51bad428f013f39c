package org.dromedary.dicom.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.dromedary.dicom.codec.frame.CodecException;
import org.dromedary.dicom.data.DicomFormatException;
import org.dromedary.dicom.data.Part10;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.TransferSyntax;
import org.dromedary.testing.Corpus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The corpus' images are read, and come back from every lossless syntax as they were. */
class CorpusPixelsTest {

    private static final TransferSyntax EXPLICIT = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;
    /** Bytes of files; larger ones add time and no formats. */
    private static final long SMALL = 40_000;

    @TempDir
    Path folder;

    @Test
    void allButVideosAndOneThatHoldsNoImageAreDecoded() throws IOException {
        List<String> refused = new ArrayList<>();
        int read = 0;
        for (Path file : Corpus.files("dicom/transfer-syntax")) {
            try {
                TestImages.transcode(file, folder.resolve("plain.dcm"), EXPLICIT);
                read++;
            } catch (CodecException e) {
                refused.add(Corpus.nameOf(file).replaceAll(".*/", ""));
            }
        }
        assertThat(refused).containsExactlyInAnyOrder("syn-hevc-main51.dcm", "syn-mpeg2-mpml.dcm",
                "syn-mpeg4-hp41.dcm", "syn-mpeg4-hp41-fragmented.dcm",
                "dcm4che--will-jxl.dcm", // JPEG XL
                "gcp-adapter--example3.dcm"); // its only fragment is a list of elements, no codestream
        assertThat(read).isGreaterThan(80);
    }

    @Test
    void smallImagesGoIntoEveryLosslessSyntaxAndBack() throws IOException {
        int images = 0;
        for (Path file : Corpus.files("dicom")) {
            if (!file.toString().contains("/broken/") && file.toFile().length() < SMALL) {
                images += thereAndBack(file);
            }
        }
        assertThat(images).isGreaterThan(50);
    }

    private int thereAndBack(Path file) throws IOException {
        Path plain = folder.resolve("plain.dcm");
        Path encoded = folder.resolve("encoded.dcm");
        String digest;
        try {
            digest = TestImages.transcode(file, plain, EXPLICIT).pixelSha256();
        } catch (CodecException | DicomFormatException e) {
            return 0;
        }
        if (digest == null) {
            return 0;
        }
        int ways = 0;
        for (TransferSyntax syntax : TestImages.ENCAPSULATED) {
            if (Transcoder.refusal(Part10.readHead(plain), EXPLICIT, syntax) == null && isImage(plain)) {
                String way = Corpus.nameOf(file) + " in " + syntax.name();
                assertThat(TestImages.transcode(plain, encoded, syntax).pixelSha256()).as(way).isEqualTo(digest);
                Path back = folder.resolve("back.dcm");
                assertThat(TestImages.transcode(encoded, back, EXPLICIT).pixelSha256()).as(way).isEqualTo(digest);
                ways++;
            }
        }
        return ways > 0 ? 1 : 0;
    }

    private static boolean isImage(Path file) throws IOException {
        return Part10.read(file).contains(Tag.PixelData);
    }

    @Test
    void brokenFilesEndInOneOfTwoExceptionsOrAreConverted() throws IOException {
        int refused = 0;
        for (Path file : Corpus.files("dicom/broken")) {
            try {
                TestImages.transcode(file, folder.resolve("out.dcm"), TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN);
            } catch (CodecException | DicomFormatException e) {
                assertThat(e.getMessage()).isNotBlank().hasSizeLessThan(300);
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(15);
    }
}
