package org.dromedary.hospital.reports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dromedary.dicom.data.Dictionary.tagOf;

import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.Map;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.DataSetWriter;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.TransferSyntax;
import org.dromedary.dicom.data.Uid;
import org.dromedary.hospital.hl7.Hl7Charsets;
import org.dromedary.hospital.reports.ReportText.Section;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportObjectTest {

    private static final String HEAD = "MSH|^~\\&|RIS|HOSP|NEW|HOSP|20240201||ORU^R01|M1|P|2.5.1|||||UNICODE UTF-8\r"
            + "PID|1||7\rOBR|1|O1|A1|CT^Chest CT^L||||||||||||||||||20240201100000|||F|||||||1&Læge&Åse\r";

    private static ReportMessage message(String text) throws Exception {
        return new ReportMessage(text.getBytes(StandardCharsets.UTF_8),
                new Hl7Charsets(StandardCharsets.ISO_8859_1, false));
    }

    private static DataSet object(String text, String modality) throws Exception {
        DataSet study = new DataSet().set(Tag.SpecificCharacterSet, "ISO_IR 192").set(Tag.StudyInstanceUID, "1.2.3")
                .set(Tag.AccessionNumber, "A1").set(Tag.PatientName, "Mørk^Åse");
        return ReportObject.of(message(text), new ReportObject.Identity(modality, "1.2.4", "1.2.5"), study, "da",
                LocalDateTime.of(2024, 2, 3, 4, 5, 6));
    }

    @Test
    void textIsPutTogetherBySectionWithItsLineBreaks() throws Exception {
        ReportText text = new ReportText(message(HEAD
                + "OBX|1|FT|59776-5^Findings^LN||First\\.br\\second \\F\\ \\X41\\~third||||||F\r"
                + "NTE|1||A remark\rOBX|2|TX|X^Klinisk anamnese||Cough||||||F\r"
                + "OBX|3|TX|CT&IMP^x||Nothing||||||F\rOBX|4|TX|Y||Deleted||||||D\rOBX|5|CE|Z||C1^Nodule^L||||||F\r"));
        assertThat(text.sections()).containsExactly(Map.entry(Section.HISTORY, "Cough"),
                Map.entry(Section.FINDINGS, "First\r\nsecond | A\r\nthird\r\nA remark\r\nC1 Nodule L"),
                Map.entry(Section.IMPRESSION, "Nothing"));
        assertThat(text.pdf()).isEmpty();
    }

    @Test
    void pdfIsTakenFromWhatIsOne() throws Exception {
        String ed = HEAD + "OBX|1|ED|P||RIS^AP^%s^Base64^%s||||||F\r";
        assertThat(new ReportText(message(ed.formatted("PDF", "JVBERi0xLjQK"))).pdf())
                .hasValue("%PDF-1.4\n".getBytes(StandardCharsets.US_ASCII));
        assertThat(new ReportText(message(ed.formatted("PDF", "bm9uZQ=="))).pdf()).isEmpty();
        assertThat(new ReportText(message(ed.formatted("PDF", "!"))).pdf()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"F, COMPLETE, FINAL, VERIFIED", "C, COMPLETE, FINAL, VERIFIED", "P, PARTIAL, PRELIMINARY, UNVERIFIED"})
    void flagsFollowTheStatusOfTheReport(String status, String completion, String preliminary, String verification)
            throws Exception {
        DataSet object = object(HEAD.replace("|F|||||||1&", "|" + status + "|||||||1&") + "OBX|1|TX|R||x||||||F\r",
                "SR");
        assertThat(object.getString(tagOf("CompletionFlag"))).isEqualTo(completion);
        assertThat(object.getString(tagOf("PreliminaryFlag"))).isEqualTo(preliminary);
        assertThat(object.getString(tagOf("VerificationFlag"))).isEqualTo(verification);
    }

    @Test
    void verifiedWithoutANameIsNotSaid() throws Exception {
        DataSet object = object(HEAD.replace("1&Læge&Åse", "") + "OBX|1|TX|R||x||||||F\r", "SR");
        assertThat(object.getString(tagOf("VerificationFlag"))).isEqualTo("UNVERIFIED");
        assertThat(object.contains(tagOf("VerifyingObserverSequence"))).isFalse();
    }

    @Test
    void objectIsABasicTextSrOfItsStudyAndTheSameEachTime() throws Exception {
        String text = HEAD + "OBX|1|TX|R||Lungs: æøå||||||F\r";
        DataSet object = object(text, "SR");
        assertThat(object.getString(Tag.SOPClassUID)).isEqualTo(Uid.BasicTextSRStorage);
        assertThat(object.getString(Tag.StudyInstanceUID)).isEqualTo("1.2.3");
        assertThat(object.getString(Tag.ContentDate)).isEqualTo("20240201");
        assertThat(object.getItems(tagOf("VerifyingObserverSequence")).get(0)
                .getString(tagOf("VerifyingObserverName"))).isEqualTo("Læge^Åse");
        assertThat(DataSetWriter.encode(object, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN))
                .isEqualTo(DataSetWriter.encode(object(text, "SR"), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN));
    }

    @Test
    void pdfKeepsItsLengthThoughItIsPadded() throws Exception {
        DataSet object = object(HEAD + "OBX|1|ED|P||RIS^AP^PDF^Base64^JVBERi0xLjQK||||||F\r", "DOC");
        assertThat(object.getString(Tag.SOPClassUID)).isEqualTo(Uid.EncapsulatedPDFStorage);
        assertThat(object.getBytes(Tag.EncapsulatedDocument)).hasSize(10).startsWith("%PDF-1.4\n".getBytes());
        assertThat(object.getInt(tagOf("EncapsulatedDocumentLength"), 0)).isEqualTo(9);
    }
}
