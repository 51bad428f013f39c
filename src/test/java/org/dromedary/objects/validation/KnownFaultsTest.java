package org.dromedary.objects.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.dromedary.dicom.codec.Transcoder;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Part10;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.TransferSyntax;
import org.dromedary.dicom.data.Uid;
import org.dromedary.dicom.data.Vr;
import org.dromedary.objects.validation.Finding.Grade;
import org.dromedary.testing.Corpus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What toolkits stumble over is found, and by default counted only. */
class KnownFaultsTest {

    private static final int NAME = Tag.PatientName;

    @TempDir
    Path folder;

    private static DataSet object() {
        return new DataSet().set(Tag.SOPClassUID, Uid.BasicTextSRStorage).set(Tag.SOPInstanceUID, "2.25.4711")
                .set(Tag.StudyInstanceUID, "2.25.11").set(Tag.SeriesInstanceUID, "2.25.12").set(Tag.Modality, "SR");
    }

    private List<String> found(DataSet object) throws IOException {
        Path file = folder.resolve("object.dcm");
        Part10.write(file, object, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
        return found(file);
    }

    private static List<String> found(Path file) throws IOException {
        return new ObjectValidator(ValidationSettings.DEFAULT).check(file, null).stream().map(Finding::code).toList();
    }

    private static byte[] bytes(String latin1) {
        return latin1.getBytes(StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest
    @CsvSource({"vm-violations-unflagged, VALUE_COUNT", "sop-instance-uid-two-values, UID_INVALID",
        "group-0000-in-data-set, GROUP_FORBIDDEN", "group-0002-in-data-set, GROUP_FORBIDDEN",
        "groups-0001-0003-0005-0006-ffff, GROUP_FORBIDDEN", "pixel-data-with-vr-US, PIXEL_DATA_VR",
        "pixel-data-16-bit-with-vr-OB, PIXEL_DATA_VR", "rle-cut-in-last-run, FRAME_CUT",
        "charset-windows-1252-as-latin-1, CHARACTER_SET_WRONG", "charset-terminal-escape, CHARACTER_SET_WRONG",
        "charset-escape-unknown, CHARACTER_SET_WRONG", "charset-utf8-with-code-extensions, CHARACTER_SET_COMBINED",
        "pn-six-components-four-groups, NAME_INVALID", "empty-first-fragment, FRAGMENT_EMPTY"})
    void knownFilesHaveTheirFinding(String name, String code) throws IOException {
        Path file = Corpus.root().resolveSibling("cases").resolve("files").resolve(name + ".dcm");
        assumeTrue(Files.exists(file), "No cases beside the corpus");

        assertThat(found(file)).contains(code);
        assertThat(new ObjectValidator(ValidationSettings.DEFAULT).check(file, null)).filteredOn(
                finding -> !finding.code().equals("UID_MISSING")).noneMatch(
                finding -> finding.grade() == Grade.QUARANTINE);
    }

    @Test
    void aSoundObjectHasNone() throws IOException {
        assertThat(found(object().set(NAME, "Invented^Person^^Dr^").set(Tag.ImageType, "ORIGINAL", "PRIMARY")
                .set(0x00200037, "1", "0", "0", "0", "1", "0"))).isEmpty();
    }

    @Test
    void valuesAreCountedByTheDictionary() throws IOException {
        assertThat(found(object().set(0x00200037, "1", "0", "0"))).contains("VALUE_COUNT");
        assertThat(found(object().set(Tag.StudyDate, "20200101", "20200102"))).contains("VALUE_COUNT");
        assertThat(found(object().setInt(Tag.Rows, 1, 2))).contains("VALUE_COUNT");
        assertThat(found(object().set(0x00283002, Vr.US, "256", "0"))).contains("VALUE_COUNT");
        assertThat(found(object().setItems(Tag.ReferencedStudySequence,
                new DataSet().set(Tag.ReferencedSOPInstanceUID, "2.25.1", "2.25.2")))).contains("VALUE_COUNT");
    }

    @Test
    void spacesAroundUidsAreSeenAtEveryLevel() throws IOException {
        assertThat(found(object().setBytes(Tag.StudyInstanceUID, Vr.UI, bytes("2.25.11 ")))).contains("UID_SPACES");
        assertThat(found(object().setBytes(Tag.SOPInstanceUID, Vr.UI, bytes(" 2.25.4711")))).contains("UID_SPACES");
        assertThat(found(object().setItems(Tag.ReferencedStudySequence, new DataSet().setBytes(
                Tag.ReferencedSOPInstanceUID, Vr.UI, bytes("2.25.80 "))))).contains("UID_SPACES");
    }

    @Test
    void forbiddenGroupsAreSeenInItems() throws IOException {
        for (int tag : new int[] {0x00010010, 0x00030010, 0x00050010, 0x00070010, 0xFFFF0010, 0x00041220}) {
            assertThat(found(object().setItems(Tag.ReferencedStudySequence,
                    new DataSet().setBytes(tag, Vr.LO, bytes("text"))))).as(Tag.toString(tag))
                    .contains("GROUP_FORBIDDEN");
        }
    }

    @Test
    void escapeSequencesMustBeDeclared() throws IOException {
        byte[] kanji = bytes("Yamada^Tarou=\u001B$B;3ED\u001B(B^\u001B$BB@O:\u001B(B");
        assertThat(found(object().set(Tag.SpecificCharacterSet, "", "ISO 2022 IR 87").setBytes(NAME, Vr.PN, kanji)))
                .isEmpty();
        assertThat(found(object().set(Tag.SpecificCharacterSet, "", "ISO 2022 IR 149").setBytes(NAME, Vr.PN, kanji)))
                .contains("CHARACTER_SET_WRONG");
        assertThat(found(object().setBytes(NAME, Vr.PN, kanji))).contains("CHARACTER_SET_MISSING");
        assertThat(found(object().set(Tag.SpecificCharacterSet, "ISO_IR 192").setBytes(NAME, Vr.PN, kanji)))
                .contains("CHARACTER_SET_WRONG");
        assertThat(found(object().setBytes(Tag.Modality, Vr.CS, bytes("S\u001BR ")))).contains("VALUE_CHARACTERS");
    }

    @Test
    void characterSetsThatStandAloneDo() throws IOException {
        assertThat(found(object().set(Tag.SpecificCharacterSet, "ISO_IR 192", "ISO 2022 IR 87")))
                .contains("CHARACTER_SET_COMBINED");
        assertThat(found(object().set(Tag.SpecificCharacterSet, "ISO 2022 IR 6", "GB18030")))
                .contains("CHARACTER_SET_COMBINED");
        assertThat(found(object().set(Tag.SpecificCharacterSet, "ISO_IR 100", "ISO 2022 IR 87")))
                .contains("CHARACTER_SET_COMBINED");
        assertThat(found(object().set(Tag.SpecificCharacterSet, "ISO 2022 IR 100", "ISO 2022 IR 144"))).isEmpty();
    }

    @Test
    void aPaletteMustHaveTheBytesOfItsEntries() throws IOException {
        assertThat(found(palette(8, 4))).doesNotContain("PALETTE_INVALID");
        assertThat(found(palette(16, 8))).doesNotContain("PALETTE_INVALID");
        assertThat(found(palette(8, 8))).as("8 bits in words, as old objects have them")
                .doesNotContain("PALETTE_INVALID");
        assertThat(found(palette(16, 4))).contains("PALETTE_INVALID");
        assertThat(found(palette(8, 10))).contains("PALETTE_INVALID");
    }

    private static DataSet palette(int bits, int bytes) {
        DataSet image = object().set(Tag.SOPClassUID, Uid.SecondaryCaptureImageStorage)
                .set(Tag.PhotometricInterpretation, "PALETTE COLOR").setInt(Tag.SamplesPerPixel, 1)
                .setInt(Tag.Rows, 1).setInt(Tag.Columns, 2).setInt(Tag.BitsAllocated, 8).setInt(Tag.BitsStored, 8)
                .setInt(Tag.HighBit, 7).setInt(Tag.PixelRepresentation, 0);
        for (int i = 0; i < 3; i++) {
            image.setInt(Tag.RedPaletteColorLookupTableDescriptor + i, 4, 0, bits)
                    .setBytes(Tag.RedPaletteColorLookupTableData + i, Vr.OW, new byte[bytes]);
        }
        return image.setBytes(Tag.PixelData, Vr.OB, new byte[2]);
    }

    /** Slides and enhanced MR have millions of elements; memory is the limit, not their number. */
    @Test
    void anEnhancedObjectOfFortyThousandFramesIsExaminedAndConverted() throws IOException {
        int frames = 40_000;
        List<DataSet> groups = new ArrayList<>(frames);
        for (int i = 0; i < frames; i++) {
            DataSet position = new DataSet().set(0x00200032, "0", "0", Integer.toString(i));
            DataSet content = new DataSet().setInt(0x00209157, 1, i + 1).setInt(0x00209128, i).set(0x00209056, "1");
            DataSet timing = new DataSet().setBytes(0x00180080, Vr.DS, bytes("10")).set(0x00180081, "2");
            groups.add(new DataSet().setItems(0x00209113, position).setItems(0x00209111, content)
                    .setItems(0x00189112, timing, timing, timing).setItems(0x00289145, new DataSet()
                    .set(Tag.RescaleSlope, "1").set(Tag.RescaleIntercept, "0").set(0x00281054, "US")));
        }
        Path file = folder.resolve("enhanced.dcm");
        Part10.write(file, object().set(Tag.SOPClassUID, Uid.EnhancedMRImageStorage).setItems(0x52009230, groups),
                TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
        Path to = folder.resolve("implicit.dcm");

        assertThat(found(file)).doesNotContain("DATA_SET_UNREADABLE", "LIMIT_EXCEEDED");
        new Transcoder().transcode(file, to, TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN, Transcoder.Options.DEFAULT);
        assertThat(Part10.readHead(to).getItems(0x52009230)).hasSize(frames);
    }
}
