package org.dromedary.dicom.data;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DictionaryTest {
    @Test
    void vrAndKeywordComeFromTheStandard() {
        assertThat(Dictionary.vrOf(Tag.PatientName)).isEqualTo(Vr.PN);
        assertThat(Dictionary.vrOf(Tag.CommandGroupLength)).isEqualTo(Vr.UL);
        assertThat(Dictionary.vrOf(Tag.TransferSyntaxUID)).isEqualTo(Vr.UI);
        assertThat(Dictionary.vrOf(Tag.DataSetTrailingPadding)).isEqualTo(Vr.OB);
        assertThat(Dictionary.keywordOf(0x00100010)).isEqualTo("PatientName");
        assertThat(Dictionary.tagOf("PatientName")).isEqualTo(0x00100010);
        assertThat(Dictionary.tagOf("DataSetTrailingPadding")).isEqualTo(0xFFFCFFFC);
        assertThat(Dictionary.tagOf("NoSuchKeyword")).isEqualTo(Dictionary.UNKNOWN_TAG);
    }

    @Test
    void repeatingGroupsAreFoundUnderAnyOfTheirGroups() {
        assertThat(Dictionary.keywordOf(0x60023000)).isEqualTo("OverlayData");
        assertThat(Dictionary.vrOf(0x601E0010)).isEqualTo(Vr.US);
        assertThat(Dictionary.keywordOf(0x50040010)).isEqualTo("NumberOfPoints");
        assertThat(Dictionary.keywordOf(0x00203178)).isEqualTo("SourceImageIDs");
        assertThat(Dictionary.keywordOf(Tag.PixelData)).isEqualTo("PixelData");
    }

    @Test
    void oddGroupsOfRepeatingOnesArePrivate() {
        assertThat(Dictionary.keywordOf(0x60013000)).isNull();
        assertThat(Dictionary.vrOf(0x60013000)).isEqualTo(Vr.UN);
    }

    @Test
    void privateElementsAreUnknownButTheirCreatorsAreNot() {
        assertThat(Dictionary.vrOf(0x00091001)).isEqualTo(Vr.UN);
        assertThat(Dictionary.vrOf(0x00090010)).isEqualTo(Vr.LO);
        assertThat(Dictionary.vrOf(0x00090000)).isEqualTo(Vr.UL);
        assertThat(Dictionary.vrOf(0x00091001, "ACME")).isEqualTo(Vr.UN);
    }

    @Test
    void pixelRepresentationDecidesBetweenUsAndSs() {
        assertThat(Dictionary.vrOf(Tag.SmallestImagePixelValue)).isEqualTo(Vr.US);
        assertThat(Dictionary.vrOf(Tag.SmallestImagePixelValue, 1, 16)).isEqualTo(Vr.SS);
        assertThat(Dictionary.vrOf(Tag.PixelData, 1, 8)).isEqualTo(Vr.OW);
        assertThat(Dictionary.vrOf(Tag.WaveformData, 0, 8)).isEqualTo(Vr.OB);
        assertThat(Dictionary.vrOf(Tag.LUTData)).isEqualTo(Vr.OW);
    }

    @Test
    void storageClassesIncludeRetiredOnesButNotServices() {
        assertThat(Dictionary.storageSopClasses())
                .contains(Uid.CTImageStorage, Uid.UltrasoundImageStorageRetired, Uid.EncapsulatedPDFStorage,
                        "1.2.840.10008.5.1.4.1.1.3", "1.2.840.10008.5.1.4.1.1.5")
                .doesNotContain(Uid.Verification, Uid.StorageCommitmentPushModel, Uid.MediaStorageDirectoryStorage)
                .hasSizeGreaterThan(150);
        assertThat(Dictionary.isStorageSopClass("1.2.3")).isFalse();
        assertThat(Dictionary.isRetired(Uid.UltrasoundImageStorageRetired)).isTrue();
        assertThat(Dictionary.isRetired(Uid.UltrasoundImageStorage)).isFalse();
    }
}
