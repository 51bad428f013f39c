package org.dromedary.operate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Part10;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.TransferSyntax;
import org.dromedary.dicom.data.Uid;
import org.dromedary.dicom.data.Vr;
import org.dromedary.testing.Corpus;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class TranscodeCommandTest {

    @TempDir
    Path folder;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Path image;

    @BeforeEach
    void writeImage() throws IOException {
        image = folder.resolve("in/below/image.dcm");
        Files.createDirectories(image.getParent());
        DataSet object = new DataSet().set(Tag.SOPClassUID, Uid.SecondaryCaptureImageStorage)
                .set(Tag.SOPInstanceUID, "2.25.1").set(Tag.PatientName, "Beispiel^Berta")
                .setInt(Tag.SamplesPerPixel, 1).set(Tag.PhotometricInterpretation, "MONOCHROME2")
                .setInt(Tag.Rows, 16).setInt(Tag.Columns, 16).setInt(Tag.BitsAllocated, 8).setInt(Tag.BitsStored, 8)
                .setInt(Tag.HighBit, 7).setInt(Tag.PixelRepresentation, 0)
                .setBytes(Tag.PixelData, Vr.OB, new byte[256]);
        Part10.write(image, object, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    }

    private int run(Object... arguments) {
        String[] words = new String[arguments.length];
        for (int i = 0; i < words.length; i++) {
            words[i] = arguments[i].toString();
        }
        return new CommandLine(new TranscodeCommand()).setOut(new PrintWriter(out)).setErr(new PrintWriter(err))
                .execute(words);
    }

    @ParameterizedTest
    @CsvSource({"jpeg-ls,1.2.840.10008.1.2.4.80", "JPEGLSLossless,1.2.840.10008.1.2.4.80",
        "RLE,1.2.840.10008.1.2.5", "implicit,1.2.840.10008.1.2", "deflated,1.2.840.10008.1.2.1.99",
        "big-endian,1.2.840.10008.1.2.2", "j2k,1.2.840.10008.1.2.4.90", "htj2k,1.2.840.10008.1.2.4.201",
        "1.2.840.10008.1.2.4.70,1.2.840.10008.1.2.4.70"})
    void oneFileBecomesOneFile(String name, String uid) throws IOException {
        Path target = folder.resolve("out.dcm");
        assertThat(run("--to", name, image, target)).as(err::toString).isZero();
        assertThat(Part10.readMeta(target).transferSyntaxUid()).isEqualTo(uid);
        assertThat(err.toString() + out).isEmpty();
    }

    @Test
    void foldersKeepTheirShape() throws IOException {
        Files.copy(image, folder.resolve("in/second.dcm"));
        assertThat(run("--to", "rle", folder.resolve("in"), folder.resolve("out"))).isZero();
        assertThat(folder.resolve("out/below/image.dcm")).exists();
        assertThat(folder.resolve("out/second.dcm")).exists();
        try (var files = Files.list(folder.resolve("out"))) {
            assertThat(files).hasSize(2);
        }
    }

    @Test
    void filesOfOneNameAreNotWrittenOverOneAnother() throws IOException {
        Path other = Files.createDirectories(folder.resolve("other")).resolve("image.dcm");
        Files.copy(image, other);
        assertThat(run("--to", "rle", image, other, folder.resolve("out"))).isEqualTo(2);
        assertThat(err.toString()).contains(other.toString()).contains("same name").hasLineCount(1);
    }

    @Test
    void eachFileThatCantBeConvertedIsOneLineAndTheRestIs() throws IOException {
        Files.writeString(folder.resolve("in/a.txt"), "no object at all");
        Files.write(folder.resolve("in/b.dcm"), Arrays.copyOf(Files.readAllBytes(image), 500));
        assertThat(run("--to", "jpeg-lossless", folder.resolve("in"), folder.resolve("out"))).isEqualTo(2);
        assertThat(err.toString().lines()).hasSize(2).allMatch(line -> line.contains("in/"))
                .noneMatch(line -> line.contains("Exception") || line.contains("Beispiel"));
        assertThat(folder.resolve("out/below/image.dcm")).exists();
        assertThat(folder.resolve("out/b.dcm")).doesNotExist();
    }

    @Test
    void lossyIsOnlyDoneWhenAskedFor() {
        Path target = folder.resolve("out.dcm");
        assertThat(run("--to", "jpeg-baseline", image, target)).isEqualTo(2);
        assertThat(err.toString()).contains("asked for");
        assertThat(run("--to", "jpeg-baseline", "--lossy", "--quality", "70", image, target)).isZero();
        assertThat(target).exists();
    }

    @Test
    void aFileIsNotWrittenOverItself() throws IOException {
        byte[] before = Files.readAllBytes(image);
        assertThat(run("--to", "rle", image, image)).isEqualTo(2);
        assertThat(run("--to", "rle", folder.resolve("in"), folder.resolve("in"))).isEqualTo(2);
        assertThat(image).hasBinaryContent(before);
        assertThat(run("--to", "rle", folder.resolve("nowhere"), folder.resolve("out"))).isEqualTo(2);
        assertThat(err.toString()).contains("over itself").contains("there is no file");
    }

    @Test
    void wrongNamesAreExplained() {
        assertThat(run("--to", "jpeg-3000", image, folder.resolve("out.dcm"))).isEqualTo(2);
        assertThat(err.toString()).contains("jpeg-3000").contains("jpeg-ls, j2k, htj2k");
    }

    @Test
    void everyBrokenFileOfTheCorpusIsALineOrAFile() throws IOException {
        Path broken = Corpus.file("dicom/broken");
        assertThat(run("--to", "explicit", broken, folder.resolve("out"))).isEqualTo(2);
        long files = Corpus.files("dicom/broken").size();
        long written;
        try (var paths = Files.walk(folder.resolve("out"))) {
            written = paths.filter(Files::isRegularFile).count();
        }
        assertThat(err.toString().lines()).hasSize((int) (files - written))
                .noneMatch(line -> line.contains("Exception") || line.contains("at org."));
    }
}
