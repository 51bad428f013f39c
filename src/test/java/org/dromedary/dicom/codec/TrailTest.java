package org.dromedary.dicom.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.dromedary.dicom.codec.frame.CodecException;
import org.dromedary.dicom.codec.frame.PixelFormat;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Part10;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.TransferSyntax;
import org.dromedary.dicom.data.Vr;
import org.dromedary.objects.validation.Finding;
import org.dromedary.objects.validation.Finding.Grade;
import org.dromedary.objects.validation.ObjectValidator;
import org.dromedary.objects.validation.ValidationSettings;
import org.dromedary.testing.Corpus;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What lies behind Pixel Data, or in it, and is none of the object's: left out and noted, by all who read it alike. */
class TrailTest {

    private static final PixelFormat FORMAT = PixelFormat.of(5, 4, 1, 8, false, "MONOCHROME2");
    private static final TransferSyntax EXPLICIT = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;
    private static final TransferSyntax IMPLICIT = TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN;
    private static final int DELIMITER = 8;

    @TempDir
    Path folder;
    private Path target;

    static List<TransferSyntax> syntaxes() {
        return List.of(EXPLICIT, IMPLICIT, TransferSyntax.EXPLICIT_VR_BIG_ENDIAN, TransferSyntax.RLE_LOSSLESS);
    }

    private Path image(TransferSyntax syntax, boolean tail) throws IOException {
        Path plain = folder.resolve("plain.dcm");
        DataSet image = TestImages.image(FORMAT, 1, TestImages.cells(FORMAT, 1))
                .set(Tag.StudyInstanceUID, "2.25.11").set(Tag.SeriesInstanceUID, "2.25.12");
        if (tail) {
            image.setBytes(0xFFFCFFFC, Vr.OB, new byte[6]);
        }
        TestImages.write(plain, image, EXPLICIT);
        Path file = folder.resolve("sound.dcm");
        TestImages.transcode(plain, file, syntax);
        target = folder.resolve("target.dcm");
        return file;
    }

    private Path with(Path file, byte[] behind) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        byte[] all = Arrays.copyOf(bytes, bytes.length + behind.length);
        System.arraycopy(behind, 0, all, bytes.length, behind.length);
        return Files.write(folder.resolve("longer.dcm"), all);
    }

    private static Stream<byte[]> trails() {
        List<byte[]> trails = new ArrayList<>();
        for (int zeros = 1; zeros <= 21; zeros++) {
            trails.add(new byte[zeros]);
        }
        trails.add("This image was exported by nobody.\r\n".getBytes(StandardCharsets.US_ASCII));
        trails.add("x".getBytes(StandardCharsets.US_ASCII));
        return trails.stream();
    }

    private static String code(byte[] trail) {
        return trail[0] == 0 ? "TRAILING_ZEROS" : "TRAILING_BYTES";
    }

    private static List<Finding> findings(Path file) throws IOException {
        return new ObjectValidator(ValidationSettings.DEFAULT).examine(file, null).findings();
    }

    @ParameterizedTest
    @MethodSource("syntaxes")
    void whatFollowsTheLastElementIsLeftOutAndNoted(TransferSyntax from) throws IOException {
        for (boolean tail : List.of(false, true)) {
            for (TransferSyntax to : List.of(EXPLICIT, IMPLICIT, TransferSyntax.JPEG_LS_LOSSLESS)) {
                if (to.equals(from)) {
                    continue;
                }
                Path sound = image(from, tail);
                Transcoder.Result expected = TestImages.transcode(sound, target, to);
                for (byte[] trail : (Iterable<byte[]>) trails()::iterator) {
                    Path longer = with(sound, trail);
                    Transcoder.Result result = TestImages.transcode(longer, target, to);
                    assertThat(result.dataSetSha256()).isEqualTo(expected.dataSetSha256());
                    assertThat(result.notes()).anyMatch(note -> note.startsWith("leaves out " + trail.length + " "));
                    assertThat(findings(longer)).anyMatch(finding -> finding.code().equals(code(trail)));
                    assertThat(findings(target)).noneMatch(finding -> finding.code().equals(code(trail)));
                }
            }
        }
    }

    @Test
    void secondFileBehindTheFirstIsLeftOut() throws IOException {
        Path sound = image(EXPLICIT, false);
        String expected = TestImages.transcode(sound, target, IMPLICIT).dataSetSha256();
        Path both = with(sound, Files.readAllBytes(sound));
        Transcoder.Result result = TestImages.transcode(both, target, IMPLICIT);
        assertThat(result.dataSetSha256()).isEqualTo(expected);
        assertThat(result.notes()).anyMatch(note -> note.contains("bytes that are no element"));
        assertThat(findings(both)).anyMatch(finding -> finding.code().equals("TRAILING_BYTES"));
    }

    @Test
    void elementThatIsCutOffIsNoTrail() throws IOException {
        Path sound = image(EXPLICIT, true);
        byte[] bytes = Files.readAllBytes(sound);
        Path cut = Files.write(folder.resolve("cut.dcm"), Arrays.copyOf(bytes, bytes.length - 2));
        assertThatThrownBy(() -> TestImages.transcode(cut, target, IMPLICIT)).hasMessageContaining("early");
        assertThat(findings(cut)).anyMatch(finding -> finding.code().equals("FILE_TRUNCATED"));
    }

    @Test
    void zerosInPlaceOfTheDelimiterEndTheFragments() throws IOException {
        Path sound = image(TransferSyntax.RLE_LOSSLESS, false);
        String expected = TestImages.transcode(sound, target, EXPLICIT).pixelSha256();
        byte[] bytes = Files.readAllBytes(sound);
        for (int zeros = 0; zeros <= 17; zeros++) {
            byte[] padded = Arrays.copyOf(Arrays.copyOf(bytes, bytes.length - DELIMITER),
                    bytes.length - DELIMITER + zeros);
            Path file = Files.write(folder.resolve("padded.dcm"), padded);
            assertThat(TestImages.transcode(file, target, EXPLICIT).pixelSha256()).isEqualTo(expected);
            assertThat(Part10.read(target).contains(0)).isFalse();
            assertThat(findings(file)).as(zeros + " zeros").extracting(Finding::code)
                    .contains("FRAGMENTS_UNENDED");
            assertThat(findings(file)).noneMatch(finding -> finding.grade() == Grade.QUARANTINE);
        }
        byte[] broken = bytes.clone();
        Arrays.fill(broken, bytes.length - DELIMITER, bytes.length, (byte) 0);
        Path file = with(Files.write(folder.resolve("broken.dcm"), broken), new byte[] {0, 0, 1, 0});
        assertThatThrownBy(() -> TestImages.transcode(file, target, EXPLICIT)).hasMessageContaining("(0000,0000)");
    }

    @Test
    void secondDelimiterEndsNothingAndIsLeftOut() throws IOException {
        Path sound = image(TransferSyntax.RLE_LOSSLESS, false);
        String expected = TestImages.transcode(sound, target, EXPLICIT).dataSetSha256();
        byte[] bytes = Files.readAllBytes(sound);
        Path twice = with(sound, Arrays.copyOfRange(bytes, bytes.length - DELIMITER, bytes.length));
        assertThat(TestImages.transcode(twice, target, EXPLICIT).dataSetSha256()).isEqualTo(expected);
        assertThat(findings(twice)).extracting(Finding::code).contains("DELIMITER_STRAY");
        assertThat(findings(twice)).noneMatch(finding -> finding.grade() == Grade.QUARANTINE);
    }

    @Test
    void delimiterOfNothingDoesNotEndTheHead() throws IOException {
        Path sound = image(EXPLICIT, false);
        String expected = TestImages.transcode(sound, target, IMPLICIT).dataSetSha256();
        byte[] bytes = Files.readAllBytes(sound);
        int at = (int) Part10.readMeta(sound).dataSetOffset();
        byte[] stray = {(byte) 0xFE, (byte) 0xFF, (byte) 0xDD, (byte) 0xE0, 0, 0, 0, 0};
        byte[] all = new byte[bytes.length + stray.length];
        // Behind the first element, SOP Class UID.
        int first = at + 8 + (bytes[at + 6] & 0xFF);
        System.arraycopy(bytes, 0, all, 0, first);
        System.arraycopy(stray, 0, all, first, stray.length);
        System.arraycopy(bytes, first, all, first + stray.length, bytes.length - first);
        Path file = Files.write(folder.resolve("stray.dcm"), all);
        assertThat(Part10.readHead(file).getString(Tag.SOPInstanceUID)).isNotNull();
        assertThat(TestImages.transcode(file, target, IMPLICIT).dataSetSha256()).isEqualTo(expected);
        assertThat(findings(file)).extracting(Finding::code).contains("DELIMITER_STRAY")
                .doesNotContain("UID_MISSING", "DATA_SET_UNREADABLE");
    }

    @Test
    void plainPixelDataStaysByteForByteWhateverIsSaidOfIt() throws IOException {
        byte[] value = new byte[80];
        new Random(3).nextBytes(value);
        PixelFormat bits = new PixelFormat(5, 7, 1, 1, 1, 0, false, false, "MONOCHROME2");
        for (DataSet image : List.of(TestImages.image(FORMAT, 0, value), TestImages.image(FORMAT, 3, value),
                TestImages.image(FORMAT, 9, value), TestImages.image(bits, 3, value),
                TestImages.image(FORMAT, 1, value).setInt(Tag.BitsAllocated, 12))) {
            Path plain = TestImages.write(folder.resolve("odd.dcm"), image, EXPLICIT);
            target = folder.resolve("target.dcm");
            for (TransferSyntax to : TestImages.NATIVE) {
                TestImages.transcode(plain, target, to);
                Path back = folder.resolve("back.dcm");
                TestImages.transcode(target, back, EXPLICIT);
                assertThat(Part10.read(back).getBytes(Tag.PixelData)).isEqualTo(value);
            }
        }
    }

    @Test
    void framesWithGapsAreNotEncoded() throws IOException {
        byte[] value = new byte[78];
        PixelFormat odd = PixelFormat.of(5, 5, 1, 8, false, "MONOCHROME2");
        Path plain = TestImages.write(folder.resolve("gaps.dcm"), TestImages.image(odd, 3, value), EXPLICIT);
        target = folder.resolve("target.dcm");
        assertThatThrownBy(() -> TestImages.transcode(plain, target, TransferSyntax.RLE_LOSSLESS))
                .isInstanceOf(CodecException.class).hasMessageContaining("3 bytes more than 3 frames");
        TestImages.transcode(plain, target, IMPLICIT);
        assertThat(Part10.read(target).getBytes(Tag.PixelData)).isEqualTo(value);
    }

    @Test
    void knownFilesOfThisKindAreConverted() throws IOException {
        Path cases = Corpus.find().map(corpus -> corpus.resolveSibling("cases").resolve("files")).orElse(folder);
        Assumptions.assumeTrue(Files.isDirectory(cases) && !cases.equals(folder), "No cases beside the corpus");
        target = folder.resolve("target.dcm");
        for (String name : List.of("zeros-04-behind-pixels-refused", "zeros-08-behind-pixels-become-an-element",
                "zeros-12-behind-fragments-refused", "fragments-no-delimiter-4-zeros",
                "fragments-no-delimiter-8-zeros", "stray-sequence-delimiter-outermost",
                "stray-item-delimiter-outermost-sr", "two-files-concatenated", "frames-0-native", "alloc-12-packed",
                "ybr-full-422-native-odd-columns", "onebit-frames-byte-padded", "onebit-jpeg2000",
                "icon-jpeg-in-jpeg2000-object", "un-sequence-first-length-spells-LO",
                "vr-differs-numbers-to-implicit")) {
            Path file = cases.resolve(name + ".dcm");
            TransferSyntax from = Part10.readMeta(file).transferSyntax();
            TestImages.transcode(file, target, from.equals(EXPLICIT) ? IMPLICIT : EXPLICIT);
            assertThat(Part10.read(target).contains(0)).as(name).isFalse();
            assertThat(findings(file)).as(name).noneMatch(finding -> finding.grade() == Grade.QUARANTINE);
        }
    }
}
