package org.dromedary.dicom.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.dromedary.dicom.data.Part10;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.TransferSyntax;
import org.dromedary.dicom.data.Uid;
import org.dromedary.testing.Corpus;
import org.dromedary.testing.Peers;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Images of the corpus, by DCMTK and GDCM on one side and by us on the other: what they decode is what we decode,
 * and what we encode they decode to the same samples.
 */
class PeerPixelsIT {

    private static final TransferSyntax EXPLICIT = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;

    /** Bytes of files that are also encoded, in five ways; larger ones add time and no formats. */
    private static final long NOT_LARGE = 200_000;

    /** What GDCM 3.0 does not read in any syntax, with its reason. */
    private static final Set<String> GDCM_REFUSES = Set.of(
            "dcmqi--sparse-labelmap-noppv.dcm", // Label Map Segmentation, which it does not know
            "dcmqi--sparse-labelmap-ppv5.dcm",
            "highdicom--seg_image_sm_control_labelmap_palette_color.dcm",
            "fo-dicom--GH355.dcm", // private SOP class
            "retired-nm.dcm", // aborts on the retired SOP class
            "dicomParser--CT0012.fragmented_no_bot_jpeg_ls.80.dcm", // JPEG-LS in several fragments
            "dicomParser--CT0012.fragmented_no_bot_jpeg_ls.81.dcm",
            "pylibjpeg-data--966.dcm"); // JPEG 2000 with Bits Stored beyond what it takes

    @TempDir
    Path folder;
    private final Set<String> refusedByGdcm = new TreeSet<>();
    private int compared;

    @BeforeEach
    void peers() {
        Peers.require("dcmdjpls");
        Peers.require("gdcmconv");
    }

    @Test
    void theyDecodeWhatWeDecode() throws IOException {
        for (Path file : images()) {
            Path ours = folder.resolve("ours.dcm");
            TestImages.transcode(file, ours, EXPLICIT);
            TransferSyntax syntax = Part10.readMeta(file).transferSyntax();
            if (!syntax.equals(EXPLICIT)) {
                compare(file, ours, file, syntax);
            }
        }
        assertThat(compared).isGreaterThan(180);
        assertThat(refusedByGdcm).isSubsetOf(GDCM_REFUSES);
    }

    @Test
    void theyDecodeWhatWeEncode() throws IOException {
        for (Path file : images()) {
            if (Files.size(file) > NOT_LARGE) {
                continue;
            }
            Path ours = folder.resolve("ours.dcm");
            TestImages.transcode(file, ours, EXPLICIT);
            for (TransferSyntax syntax : TestImages.ENCAPSULATED) {
                if (Transcoder.refusal(Part10.readHead(ours), EXPLICIT, syntax) == null) {
                    Path encoded = folder.resolve("encoded.dcm");
                    TestImages.transcode(ours, encoded, syntax);
                    compare(file, ours, encoded, syntax);
                }
            }
        }
        assertThat(compared).isGreaterThan(600);
        assertThat(refusedByGdcm).isSubsetOf(GDCM_REFUSES);
    }

    private static List<Path> images() throws IOException {
        List<Path> images = new ArrayList<>();
        for (Path file : Corpus.files("dicom")) {
            if (!Corpus.nameOf(file).matches("dicom/(broken|filesets)/.*|.*syn-(mpeg|hevc).*|.*(will-jxl|example3).*")
                    && Part10.readHead(file).contains(Tag.BitsStored) && hasPixels(file)) {
                images.add(file);
            }
        }
        return images;
    }

    private static boolean hasPixels(Path file) throws IOException {
        try (ObjectFile object = ObjectFile.open(file)) {
            return object.pixels() != null && object.pixels().tag() == Tag.PixelData
                    && object.head().contains(Tag.Rows);
        }
    }

    private void compare(Path original, Path ours, Path encoded, TransferSyntax syntax) throws IOException {
        String name = original.getFileName().toString();
        List<String> dcmtk = dcmtk(syntax.uid());
        if (!dcmtk.isEmpty()) {
            List<String> command = new ArrayList<>(dcmtk);
            Path plain = folder.resolve("dcmtk.dcm");
            command.addAll(List.of(encoded.toString(), plain.toString()));
            assertThat(run(command)).as("%s reads %s", dcmtk.get(0), name).isZero();
            assertSame(name + " by " + dcmtk.get(0) + " from " + syntax.name(), ours, plain);
        }
        boolean high = syntax.uid().startsWith(Uid.HTJ2KLossless) || syntax.deflated();
        if (!high) {
            Path plain = folder.resolve("gdcm.dcm");
            Files.deleteIfExists(plain);
            if (run(List.of("gdcmconv", "--raw", encoded.toString(), plain.toString())) != 0) {
                refusedByGdcm.add(name);
            } else {
                assertSame(name + " by gdcmconv from " + syntax.name(), ours, plain);
            }
        }
    }

    /** Samples are the same, or all cells are: GDCM takes Bits Stored from JPEG 2000 codestreams. */
    private void assertSame(String what, Path ours, Path theirs) throws IOException {
        Path copy = folder.resolve("copy.dcm");
        String digest = TestImages.transcode(ours, copy, EXPLICIT).pixelSha256();
        String other = TestImages.transcode(theirs, copy, EXPLICIT).pixelSha256();
        if (!digest.equals(other)) {
            assertThat(TestImages.pixels(theirs, Integer.MAX_VALUE)).as(what)
                    .isEqualTo(TestImages.pixels(ours, Integer.MAX_VALUE));
        }
        compared++;
    }

    private int run(List<String> command) throws IOException {
        return Peers.run(folder, Map.of(), command.toArray(String[]::new)).exitValue();
    }

    /** Which program of DCMTK decodes that syntax, colour left as it is coded. */
    private static List<String> dcmtk(String syntax) {
        return switch (syntax) {
            case Uid.JPEGBaseline8Bit, Uid.JPEGExtended12Bit, Uid.JPEGLossless, Uid.JPEGLosslessSV1,
                    Uid.JPEGSpectralSelectionNonHierarchical68, Uid.JPEGFullProgressionNonHierarchical1012 ->
                List.of("dcmdjpeg", "+cn");
            case Uid.JPEGLSLossless, Uid.JPEGLSNearLossless -> List.of("dcmdjpls");
            case Uid.RLELossless -> List.of("dcmdrle");
            case Uid.ImplicitVRLittleEndian, Uid.ExplicitVRBigEndian, Uid.DeflatedExplicitVRLittleEndian ->
                List.of("dcmconv", "+te");
            default -> List.of();
        };
    }
}
