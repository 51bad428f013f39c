package org.dromedary.operate.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dromedary.dicom.data.Dictionary.tagOf;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Element;
import org.dromedary.dicom.data.Part10;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.TransferSyntax;
import org.dromedary.dicom.data.Uid;
import org.dromedary.dicom.data.Vr;
import org.dromedary.testing.Corpus;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands for files, without a server: validate, dump, presentation make. */
class FileToolsTest {

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int execute(Object... arguments) {
        return Dromedary.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true))
                .execute(Arrays.stream(arguments).map(Object::toString).toArray(String[]::new));
    }

    private Path write(String name, DataSet dataSet, TransferSyntax syntax) throws IOException {
        Path file = folder.resolve(name);
        Part10.write(file, dataSet, syntax);
        return file;
    }

    private Path write(String name, DataSet dataSet) throws IOException {
        return write(name, dataSet, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    }

    private static DataSet image() {
        return new DataSet().set(Tag.SOPClassUID, Uid.CTImageStorage).set(Tag.SOPInstanceUID, "2.25.1")
                .set(Tag.StudyInstanceUID, "2.25.2").set(Tag.SeriesInstanceUID, "2.25.3").set(Tag.Modality, "CT")
                .set(Tag.PatientName, "Test^Anna").setInt(Tag.SamplesPerPixel, 1)
                .set(Tag.PhotometricInterpretation, "MONOCHROME2").setInt(Tag.Rows, 2).setInt(Tag.Columns, 2)
                .setInt(Tag.BitsAllocated, 8).setInt(Tag.BitsStored, 8).setInt(Tag.HighBit, 7)
                .setInt(Tag.PixelRepresentation, 0).setBytes(Tag.PixelData, Vr.OB, new byte[] {1, 2, 3, 4});
    }

    @Nested
    class Validate {

        @Test
        void soundFilesEndWithZero() throws IOException {
            write("a.dcm", image());

            assertThat(execute("validate", folder)).isZero();
            assertThat(out.toString()).isEqualToIgnoringNewLines("1 file(s), 0 with findings, 0 for quarantine");
        }

        @Test
        void eachFindingIsALineThatSaysWhatToDo() throws IOException {
            Files.createDirectories(folder.resolve("below"));
            Path file = write("below/a.dcm", image().setInt(Tag.NumberOfFrames, 2));

            assertThat(execute("validate", "--profile", "strict", folder)).isEqualTo(2);
            assertThat(out.toString()).startsWith(file + ": quarantine PIXEL_DATA_SHORT: ")
                    .contains("4 bytes instead of 8").contains("To do: fetch it again");
        }

        @Test
        void whatTheSourceMayHaveIsNoQuarantine() throws IOException {
            write("a.dcm", image().setInt(Tag.NumberOfFrames, 2));

            assertThat(execute("validate", folder)).isZero();
            assertThat(out.toString()).contains("confirm PIXEL_DATA_SHORT: ");
        }

        @Test
        void gradesOfAFileWin() throws IOException {
            write("a.dcm", image().setInt(Tag.NumberOfFrames, 2));
            Path grades = Files.writeString(folder.resolve("g.yaml"), "grades: {PIXEL_DATA_SHORT: record}");

            assertThat(execute("validate", "--grades", grades, folder.resolve("a.dcm"))).isZero();
            assertThat(out.toString()).contains("record PIXEL_DATA_SHORT");
        }

        @Test
        void wrongGradesAreRefusedWithTheLine() throws IOException {
            Path grades = Files.writeString(folder.resolve("g.yaml"), "grades:\n  NO_SUCH: record\n");

            assertThat(execute("validate", "--grades", grades, folder)).isEqualTo(1);
            assertThat(err.toString()).contains("line 2: there is no finding NO_SUCH");
        }

        @Test
        void missingPathIsNamed() {
            assertThat(execute("validate", folder.resolve("none"))).isEqualTo(1);
            assertThat(err.toString()).contains("There is no file or folder");
        }

        @Test
        void jsonIsAnObjectAFinding() throws IOException {
            write("a.dcm", image().set(Tag.StudyDate, "1"));

            assertThat(execute("validate", "--json", folder)).isZero();
            assertThat(out.toString()).startsWith("{\"file\":").contains("\"code\":\"DATE_INVALID\"");
        }
    }

    @Nested
    class Dump {

        @Test
        void linesShowTagVrLengthValueAndKeyword() throws IOException {
            Path file = write("a.dcm", image().setItems(tagOf("ReferencedStudySequence"),
                    new DataSet().set(Tag.ReferencedSOPInstanceUID, "2.25.9")));

            assertThat(execute("dump", file)).isZero();
            assertThat(out.toString().lines()).contains("(0010,0010) PN     10 [Test^Anna]  PatientName",
                    "(0028,0010) US      2 2  Rows", "  (0008,1155) UI      6 [2.25.9]  ReferencedSOPInstanceUID",
                    "(7FE0,0010) OB      4 01 02 03 04  PixelData");
        }

        @Test
        void tagsDepthAndLengthLimitWhatIsShown() throws IOException {
            Path file = write("a.dcm", image().setItems(tagOf("ReferencedStudySequence"),
                    new DataSet().set(Tag.Rows, "9")));

            assertThat(execute("dump", "--tag", "Rows", "--tag", "0010,0010", "--depth", "0", "--max-length", "4",
                    file)).isZero();
            assertThat(out.toString().lines().skip(1)).containsExactly("(0010,0010) PN     10 [Test]...  PatientName",
                    "(0028,0010) US      2 2  Rows");
        }

        @Test
        void fragmentsAreShownWithTheirPlace() throws IOException {
            DataSet image = image().put(Element.ofFragments(Tag.PixelData, Vr.OB,
                    List.of(new byte[0], new byte[] {1, 2}, new byte[] {3, 4})));

            assertThat(execute("dump", write("a.dcm", image, TransferSyntax.JPEG_BASELINE))).isZero();
            assertThat(out.toString()).contains("fragment 2 at byte").contains("# 2 fragments of 4 bytes together");
        }

        @Test
        void controlCharactersAreVisible() throws IOException {
            Path file = write("a.dcm", image().set(Tag.PatientName, Vr.PN, "Test\u001B[2J\r\nAnna"));

            execute("dump", file);
            assertThat(out.toString()).contains("[Test\\u001B[2J\\u000D\\u000AAnna]");
        }

        @Test
        void damagedFileIsListedAsFarAsItGoes() throws IOException {
            byte[] whole = Files.readAllBytes(write("a.dcm", image()));
            Path file = Files.write(folder.resolve("cut.dcm"), Arrays.copyOf(whole, whole.length - 60));

            assertThat(execute("dump", file)).isEqualTo(2);
            assertThat(out.toString()).contains("PatientName").contains("# Error: ");
        }

        @Test
        void everyFileOfTheCorpusEndsWithAListing() {
            for (Path file : Corpus.files("dicom/broken")) {
                out.getBuffer().setLength(0);

                assertThat(execute("dump", file)).as(file.getFileName().toString()).isIn(0, 2);
                assertThat(out.toString()).as(file.getFileName().toString()).isNotEmpty();
            }
            assertThat(err.toString()).isEmpty();
        }

        @Test
        void missingFileAndUnknownElementAreNamed() throws IOException {
            assertThat(execute("dump", folder.resolve("none"))).isEqualTo(1);
            assertThat(execute("dump", "--tag", "NoSuchKeyword", write("a.dcm", image()))).isEqualTo(2);
            assertThat(err.toString()).contains("There is no file").contains("There is no element NoSuchKeyword");
        }
    }

    @Nested
    class PresentationMake {

        @Test
        void objectsAreWrittenAndRowsThatCanNotBeUsedNamed() throws IOException {
            Path images = Files.createDirectories(folder.resolve("in"));
            write("in/a.dcm", image());
            Path windows = Files.writeString(folder.resolve("w.csv"),
                    "sop_instance_uid,center,width\n2.25.1,40,400\n2.25.99,40,400\n");
            Path keys = Files.writeString(folder.resolve("k.csv"), "sop_instance_uid\n2.25.1\n");
            Path to = folder.resolve("out");

            assertThat(execute("presentation", "make", "--windows", windows, "--key-images", keys, images, to))
                    .isEqualTo(2);
            assertThat(out.toString().lines().map(line -> Path.of(line).getFileName().toString().substring(0, 2)))
                    .containsExactly("PR", "KO");
            assertThat(err.toString()).contains("w.csv, line 3: 2.25.99: there is no such object");
            for (String line : out.toString().lines().toList()) {
                assertThat(Part10.readHead(Path.of(line)).getString(Tag.StudyInstanceUID)).isEqualTo("2.25.2");
            }
        }

        @Test
        void wrongCsvIsRefused() throws IOException {
            Path windows = Files.writeString(folder.resolve("w.csv"), "uid,center,width\n2.25.1,40,400\n");

            assertThat(execute("presentation", "make", "--windows", windows, folder, folder.resolve("out")))
                    .isEqualTo(1);
            assertThat(err.toString()).contains("there is no column sop_instance_uid");
        }
    }
}
