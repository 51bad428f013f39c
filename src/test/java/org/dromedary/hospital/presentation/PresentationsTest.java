package org.dromedary.hospital.presentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dromedary.dicom.data.Dictionary.tagOf;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.DataSetWriter;
import org.dromedary.dicom.data.Part10;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.TransferSyntax;
import org.dromedary.dicom.data.Uid;
import org.dromedary.dicom.data.Vr;
import org.dromedary.identity.match.csv.CsvFormatException;
import org.dromedary.testing.Peers;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PresentationsTest {

    @TempDir
    Path folder;

    private final Map<String, DataSet> heads = new HashMap<>();
    private final List<Problem> problems = new ArrayList<>();

    private DataSet image(String uid, String seriesUid) {
        DataSet head = new DataSet().set(Tag.SpecificCharacterSet, "ISO_IR 100")
                .set(Tag.SOPClassUID, Uid.CTImageStorage)
                .set(Tag.SOPInstanceUID, uid).set(Tag.SeriesInstanceUID, seriesUid).set(Tag.StudyInstanceUID, "2.25.10")
                .set(Tag.PatientName, "Prøve^Anna").set(Tag.PatientID, "T1").set(Tag.StudyDate, "20120304")
                .set(Tag.StudyTime, "101112").set(Tag.AccessionNumber, "A1").set(Tag.Modality, "CT")
                .set(Tag.PhotometricInterpretation, "MONOCHROME2").setInt(Tag.Rows, 256).setInt(Tag.Columns, 512)
                .set(Tag.PixelSpacing, "0.5", "0.5").set(Tag.RescaleSlope, "1").set(Tag.RescaleIntercept, "-1024");
        heads.put(uid, head);
        return head;
    }

    private List<DataSet> windows(String... lines) throws IOException {
        Path csv = csv("sop_instance_uid,frame,center,width,explanation,created_by,created_at", lines);
        return new Presentations(heads::get, problems::add).windows(WindowRow.in(csv));
    }

    private List<DataSet> keyImages(String... lines) throws IOException {
        Path csv = csv("document,sop_instance_uid,frame,title,description,created_by,created_at", lines);
        return new Presentations(heads::get, problems::add).keyImages(KeyImageRow.in(csv));
    }

    private Path csv(String header, String... lines) throws IOException {
        return Files.writeString(folder.resolve("rows.csv"), header + "\n" + String.join("\n", lines) + "\n");
    }

    private static DataSet item(DataSet parent, String sequence, int index) {
        return parent.getItems(tagOf(sequence)).get(index);
    }

    /** What other programs say against the object. */
    private void isValid(DataSet object) throws IOException {
        Path file = folder.resolve("object.dcm");
        Part10.write(file, object, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
        Peers.require("dciodvfy");
        assertThat(Peers.run(folder, Map.of(), "dciodvfy", file.toString()).text()).doesNotContain("Error");
        Peers.require("dcmpschk");
        if (object.getString(Tag.Modality).equals("PR")) {
            assertThat(Peers.run(folder, Map.of(), "dcmpschk", file.toString()).text()).contains("Test passed");
        }
    }

    @Nested
    class Windows {

        @Test
        void becomeAPresentationStateOfTheSameStudy() throws IOException {
            image("2.25.1", "2.25.11");

            DataSet state = windows("2.25.1,,40,400.50,Soft tissue,Nissen^Ulla,2012-03-05 09:08").get(0);

            assertThat(problems).isEmpty();
            assertThat(state.getString(Tag.SOPClassUID)).isEqualTo(Uid.GrayscaleSoftcopyPresentationStateStorage);
            assertThat(state.getString(Tag.StudyInstanceUID)).isEqualTo("2.25.10");
            assertThat(state.getString(Tag.PatientName)).isEqualTo("Prøve^Anna");
            assertThat(state.getString(Tag.RescaleIntercept)).isEqualTo("-1024");
            assertThat(state.getString(tagOf("PresentationLUTShape"))).isEqualTo("IDENTITY");
            assertThat(state.getString(tagOf("PresentationCreationTime"))).isEqualTo("090800");
            assertThat(state.getString(tagOf("ContentCreatorName"))).isEqualTo("Nissen^Ulla");
            DataSet window = item(state, "SoftcopyVOILUTSequence", 0);
            assertThat(window.getString(Tag.WindowCenter)).isEqualTo("40");
            assertThat(window.getString(Tag.WindowWidth)).isEqualTo("400.5");
            assertThat(window.contains(Tag.ReferencedImageSequence)).isFalse();
            DataSet area = item(state, "DisplayedAreaSelectionSequence", 0);
            assertThat(area.getInts(tagOf("DisplayedAreaBottomRightHandCorner"))).containsExactly(512, 256);
            assertThat(area.getStrings(tagOf("PresentationPixelSpacing"))).containsExactly("0.5", "0.5");
            isValid(state);
        }

        @Test
        void ofOneSeriesAreTogetherAndWhatHasTheSameWindowIsInOneItem() throws IOException {
            image("2.25.1", "2.25.11");
            image("2.25.2", "2.25.11").setInt(Tag.Rows, 512).remove(Tag.PixelSpacing);
            image("2.25.3", "2.25.11");

            List<DataSet> states = windows("2.25.1,,40,400,,,", "2.25.2,,40,400,,,", "2.25.3,,-600,1500,,,");

            assertThat(states).hasSize(1);
            List<DataSet> items = states.get(0).getItems(tagOf("SoftcopyVOILUTSequence"));
            assertThat(items).hasSize(2);
            assertThat(items.get(0).getItems(Tag.ReferencedImageSequence)).hasSize(2);
            assertThat(states.get(0).getItems(tagOf("DisplayedAreaSelectionSequence"))).hasSize(2);
            assertThat(item(item(states.get(0), "ReferencedSeriesSequence", 0), "ReferencedImageSequence", 2)
                    .getString(Tag.ReferencedSOPInstanceUID)).isEqualTo("2.25.3");
            isValid(states.get(0));
        }

        @Test
        void ofSeveralSeriesOrPersonsAreObjectsOfOneSeries() throws IOException {
            image("2.25.1", "2.25.11");
            image("2.25.2", "2.25.12");

            List<DataSet> states = windows("2.25.1,,40,400,,A^B,", "2.25.2,,40,400,,A^B,", "2.25.1,,50,500,,C^D,");

            assertThat(states).hasSize(3);
            assertThat(states).extracting(state -> state.getString(Tag.SeriesInstanceUID)).containsOnly(
                    states.get(0).getString(Tag.SeriesInstanceUID));
            assertThat(states).extracting(state -> state.getString(Tag.SOPInstanceUID)).doesNotHaveDuplicates();
            assertThat(states).extracting(state -> state.getInt(Tag.InstanceNumber, 0)).containsExactly(1, 2, 3);
        }

        @Test
        void ofAFrameGoBeforeThoseOfAllFrames() throws IOException {
            image("2.25.1", "2.25.11").set(Tag.SOPClassUID, Uid.MultiFrameGrayscaleWordSecondaryCaptureImageStorage)
                    .setInt(Tag.NumberOfFrames, 3);

            DataSet state = windows("2.25.1,,40,400,,,", "2.25.1,2,50,500,,,").get(0);

            assertThat(item(item(state, "SoftcopyVOILUTSequence", 0), "ReferencedImageSequence", 0)
                    .getInts(Tag.ReferencedFrameNumber)).containsExactly(1, 3);
            assertThat(item(item(state, "SoftcopyVOILUTSequence", 1), "ReferencedImageSequence", 0)
                    .getInts(Tag.ReferencedFrameNumber)).containsExactly(2);
            isValid(state);
        }

        @Test
        void ofWhiteZeroImagesAreInverse() throws IOException {
            image("2.25.1", "2.25.11").set(Tag.PhotometricInterpretation, "MONOCHROME1");

            assertThat(windows("2.25.1,,40,400,,,").get(0).getString(tagOf("PresentationLUTShape")))
                    .isEqualTo("INVERSE");
        }

        @Test
        void thatCanNotBeKeptAreTold() throws IOException {
            image("2.25.1", "2.25.11").set(Tag.PhotometricInterpretation, "RGB");
            image("2.25.2", "2.25.11");

            assertThat(windows("2.25.1,,40,400,,,", "2.25.2,2,40,400,,,", "2.25.3,,40,400,,,")).isEmpty();

            assertThat(problems).extracting(Problem::line).containsExactly(2L, 3L, 4L);
            assertThat(problems).extracting(Problem::what).satisfiesExactly(
                    what -> assertThat(what).contains("no grey image"),
                    what -> assertThat(what).contains("1 frames only"),
                    what -> assertThat(what).contains("no such object"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"NaN", "0", "0.0", "0.12345678901234567", "one", "1E999", "Infinity", "1,5"})
        void ofImagesWhoseRescaleIsNoNumberAreRefused(String slope) throws IOException {
            image("2.25.1", "2.25.11").setBytes(Tag.RescaleSlope, Vr.DS, slope.getBytes(StandardCharsets.US_ASCII));
            image("2.25.2", "2.25.11").set(Tag.RescaleIntercept, Vr.LO, slope.equals("0") ? "none" : slope + "x");

            assertThat(windows("2.25.1,,40,400,,,", "2.25.2,,40,400,,,")).isEmpty();

            assertThat(problems).extracting(Problem::what).hasSize(2)
                    .allMatch(what -> what.contains("rescale slope or intercept"));
        }

        @Test
        void ofAnImageWhoseTextCannotBeDecodedKeepItsBytes() throws IOException {
            byte[] shiftJis = {(byte) 0x83, 0x5C, (byte) 0x83, (byte) 0x8B, '^', (byte) 0x90, (byte) 0xE7};
            image("2.25.1", "2.25.11").set(Tag.SpecificCharacterSet, "ISO_IR 13")
                    .setBytes(Tag.PatientName, Vr.PN, shiftJis);

            DataSet state = windows("2.25.1,,40,400,Soft,Nissen^Ulla,", "2.25.1,,50,500,Knochenmühle,,").get(0);

            assertThat(state.getString(Tag.SpecificCharacterSet)).isEqualTo("ISO_IR 13");
            assertThat(Arrays.copyOf(state.getBytes(Tag.PatientName), shiftJis.length)).isEqualTo(shiftJis);
            assertThat(problems).extracting(Problem::line).as("a text that can't stand beside it").containsExactly(3L);
        }

        @Test
        void haveAnAspectRatioOfWholeNumbersOnly() throws IOException {
            DataSet image = image("2.25.1", "2.25.11").setBytes(tagOf("PixelAspectRatio"), Vr.IS,
                    "1.5\\1 ".getBytes(StandardCharsets.US_ASCII));
            image.remove(Tag.PixelSpacing);

            DataSet state = windows("2.25.1,,40,400,,,").get(0);

            assertThat(item(state, "DisplayedAreaSelectionSequence", 0)
                    .getStrings(tagOf("PresentationPixelAspectRatio"))).containsExactly("1", "1");
            isValid(state);
        }

        @ParameterizedTest
        @ValueSource(strings = {"2.25.1,,x,400,,,", "2.25.1,,40,0,,,", "2.25.1,0,40,400,,,", "1.2.x,,40,400,,,",
            "2.25.1,,1E300,400,,,", "2.25.1,,40,400,,,yesterday"})
        void inAFileThatIsWrongAreRefusedWithTheLine(String line) {
            assertThatThrownBy(() -> windows(line)).isInstanceOf(CsvFormatException.class)
                    .hasMessageContaining("line 2, column");
        }

        @Test
        void ofOldObjectsGetDatesOfToday() throws IOException {
            image("2.25.1", "2.25.11").set(Tag.StudyDate, "1994.11.05").set(Tag.StudyTime, "11:20:00");

            DataSet state = windows("2.25.1,,40,400,,,").get(0);

            assertThat(state.getString(tagOf("PresentationCreationDate"))).isEqualTo("19941105");
            isValid(state);
        }
    }

    @Nested
    class KeyImages {

        @Test
        void becomeADocumentThatRefersToThem() throws IOException {
            image("2.25.1", "2.25.11");
            image("2.25.2", "2.25.12").set(Tag.SOPClassUID, Uid.EnhancedCTImageStorage).setInt(Tag.NumberOfFrames, 4);

            List<DataSet> documents = keyImages("d1,2.25.1,,113004,Sårkant,Nissen^Ulla,2012-03-05",
                    "d1,2.25.2,3,For Teaching,Sårkant,Nissen^Ulla,2012-03-05");

            assertThat(documents).hasSize(1);
            DataSet document = documents.get(0);
            assertThat(document.getString(Tag.SOPClassUID)).isEqualTo(Uid.KeyObjectSelectionDocumentStorage);
            assertThat(item(document, "ConceptNameCodeSequence", 0).getString(Tag.CodeMeaning))
                    .isEqualTo("For Teaching");
            List<DataSet> content = document.getItems(Tag.ContentSequence);
            assertThat(content).extracting(one -> one.getString(Tag.ValueType))
                    .containsExactly("CODE", "PNAME", "TEXT", "IMAGE", "IMAGE");
            assertThat(content.get(2).getString(tagOf("TextValue"))).isEqualTo("Sårkant");
            assertThat(item(content.get(4), "ReferencedSOPSequence", 0).getInts(Tag.ReferencedFrameNumber))
                    .containsExactly(3);
            assertThat(item(document, "CurrentRequestedProcedureEvidenceSequence", 0)
                    .getItems(tagOf("ReferencedSeriesSequence"))).hasSize(2);
            isValid(document);
        }

        @Test
        void ofSeveralStudiesOrTitlesAreSeveralDocuments() throws IOException {
            image("2.25.1", "2.25.11");
            image("2.25.2", "2.25.12").set(Tag.StudyInstanceUID, "2.25.20");

            List<DataSet> documents = keyImages(",2.25.1,,,,,", ",2.25.2,,,,,", ",2.25.1,,For Surgery,,,");

            assertThat(documents).extracting(one -> one.getString(Tag.StudyInstanceUID))
                    .containsExactly("2.25.10", "2.25.10", "2.25.20");
        }

        @Test
        void mayBeOtherObjectsThanImages() throws IOException {
            DataSet report = image("2.25.1", "2.25.11").set(Tag.SOPClassUID, Uid.BasicTextSRStorage);
            report.remove(Tag.Rows);

            DataSet document = keyImages(",2.25.1,,,,,").get(0);

            assertThat(item(document, "ContentSequence", 0).getString(Tag.ValueType)).isEqualTo("COMPOSITE");
            isValid(document);
        }

        @Test
        void withAnUnknownTitleAreRefused() {
            assertThatThrownBy(() -> keyImages(",2.25.1,,113001,,,")).isInstanceOf(CsvFormatException.class)
                    .hasMessageContaining("line 2, column title");
        }
    }

    @Test
    void sameRowsMakeTheSameObjects() throws IOException {
        image("2.25.1", "2.25.11");
        String row = "2.25.1,,40,400,Lung,A^B,2012-03-05 09:08";

        byte[] first = DataSetWriter.encode(windows(row).get(0), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
        byte[] again = DataSetWriter.encode(windows(row).get(0), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
        String other = windows(row.replace("40,", "41,")).get(0).getString(Tag.SOPInstanceUID);

        assertThat(again).isEqualTo(first);
        assertThat(other).isNotEqualTo(windows(row).get(0).getString(Tag.SOPInstanceUID));
    }
}
