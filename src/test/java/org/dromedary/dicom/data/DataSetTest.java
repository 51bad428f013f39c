package org.dromedary.dicom.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DataSetTest {
    private final DataSet dataSet = new DataSet();

    @Test
    void elementsAscendByUnsignedTag() {
        dataSet.setBytes(Tag.DataSetTrailingPadding, Vr.OB, new byte[2]).set(Tag.PatientID, "1")
                .set(Tag.Modality, "CT");
        List<Integer> tags = new ArrayList<>();
        dataSet.forEach(element -> tags.add(element.tag()));
        assertThat(tags).containsExactly(Tag.Modality, Tag.PatientID, Tag.DataSetTrailingPadding);
    }

    @Test
    void putReplacesAndRemoveReturnsWhatWasThere() {
        dataSet.set(Tag.PatientID, "1").set(Tag.PatientID, "2");
        assertThat(dataSet.size()).isEqualTo(1);
        assertThat(dataSet.getString(Tag.PatientID)).isEqualTo("2");
        assertThat(dataSet.remove(Tag.PatientID).tag()).isEqualTo(Tag.PatientID);
        assertThat(dataSet.remove(Tag.PatientID)).isNull();
        assertThat(dataSet.isEmpty()).isTrue();
    }

    @Test
    void paddingIsNoPartOfTextValues() {
        dataSet.setBytes(Tag.PatientID, Vr.LO, "  ab  ".getBytes())
                .setBytes(Tag.StudyInstanceUID, Vr.UI, "1.2\0".getBytes());
        assertThat(dataSet.getString(Tag.PatientID)).isEqualTo("ab");
        assertThat(dataSet.getString(Tag.StudyInstanceUID)).isEqualTo("1.2");
    }

    @Test
    void leadingSpacesAndBackslashesBelongToLongText() {
        dataSet.set(Tag.ImageComments, "  a\\b ");
        assertThat(dataSet.getString(Tag.ImageComments)).isEqualTo("  a\\b");
        assertThat(dataSet.getStrings(Tag.ImageComments)).containsExactly("  a\\b");
    }

    @Test
    void emptyValuesAmongOthersStay() {
        dataSet.set(Tag.ImageType, "ORIGINAL", "", "AXIAL");
        assertThat(dataSet.getStrings(Tag.ImageType)).containsExactly("ORIGINAL", "", "AXIAL");
        assertThat(dataSet.getString(Tag.ImageType)).isEqualTo("ORIGINAL");
    }

    @Test
    void absentAndEmptyElementsHaveNoValue() {
        dataSet.set(Tag.StudyDate).set(Tag.StudyTime, "");
        assertThat(dataSet.contains(Tag.StudyDate)).isTrue();
        assertThat(dataSet.getString(Tag.StudyDate)).isNull();
        assertThat(dataSet.getString(Tag.StudyTime, "none")).isEqualTo("none");
        assertThat(dataSet.getStrings(Tag.StudyDate)).isEmpty();
        assertThat(dataSet.getString(Tag.PatientID)).isNull();
        assertThat(dataSet.getInt(Tag.Rows, 7)).isEqualTo(7);
        assertThat(dataSet.getInts(Tag.Rows)).isEmpty();
        assertThat(dataSet.getItems(Tag.ReferencedStudySequence)).isEmpty();
        assertThat(dataSet.getPersonName(Tag.PatientName)).isNull();
        assertThat(dataSet.getBytes(Tag.PixelData)).isNull();
    }

    @Test
    void numbersOfEveryVrComeBack() {
        dataSet.setInt(Tag.Rows, 65535).set(Tag.SmallestImagePixelValue, Vr.SS, "-32768")
                .setInt(Tag.InstanceNumber, -12).set(Tag.PixelSpacing, "0.5", "0.25")
                .set(0x00091001, Vr.UL, "4294967295").set(0x00091002, Vr.SV, "-9223372036854775808")
                .set(0x00091003, Vr.FD, "1.0E-3").set(0x00091004, Vr.FL, "-1.5").set(0x00091005, Vr.AT, "(0010,0020)");
        assertThat(dataSet.getInt(Tag.Rows, 0)).isEqualTo(65535);
        assertThat(dataSet.getInt(Tag.SmallestImagePixelValue, 0)).isEqualTo(-32768);
        assertThat(dataSet.getInt(Tag.InstanceNumber, 0)).isEqualTo(-12);
        assertThat(dataSet.getDouble(Tag.PixelSpacing, 0)).isEqualTo(0.5);
        assertThat(dataSet.getLong(0x00091001, 0)).isEqualTo(4294967295L);
        assertThat(dataSet.getInt(0x00091001, -1)).isEqualTo(-1);
        assertThat(dataSet.getLong(0x00091002, 0)).isEqualTo(Long.MIN_VALUE);
        assertThat(dataSet.getDouble(0x00091003, 0)).isEqualTo(0.001);
        assertThat(dataSet.getDouble(0x00091004, 0)).isEqualTo(-1.5);
        assertThat(dataSet.getString(0x00091005)).isEqualTo("00100020");
        assertThat(dataSet.getBytes(0x00091005)).containsExactly(0x10, 0x00, 0x20, 0x00);
    }

    @Test
    void numbersInTextMayBeWrittenLoosely() {
        dataSet.set(Tag.InstanceNumber, "+5 ").set(Tag.SeriesNumber, "3.0").set(Tag.AcquisitionNumber, "two")
                .set(Tag.NumberOfFrames, "1E999999999");
        assertThat(dataSet.getInt(Tag.InstanceNumber, 0)).isEqualTo(5);
        assertThat(dataSet.getInt(Tag.SeriesNumber, 0)).isEqualTo(3);
        assertThat(dataSet.getInt(Tag.AcquisitionNumber, -1)).isEqualTo(-1);
        assertThat(dataSet.getInt(Tag.NumberOfFrames, -1)).isEqualTo(-1);
    }

    @Test
    void numbersThatDoNotFitAreRefused() {
        assertThatThrownBy(() -> dataSet.setInt(Tag.Rows, 65536)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("(0028,0010)").hasMessageNotContaining("65536");
        assertThatThrownBy(() -> dataSet.set(Tag.Rows, "many")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> dataSet.set(Tag.PixelData, "x")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> dataSet.set(Tag.ImageComments, "a", "b")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void valuesArePaddedToEvenLength() {
        dataSet.set(Tag.StudyInstanceUID, "1.2").set(Tag.PatientID, "abc").setBytes(Tag.PixelData, Vr.OB, new byte[3]);
        assertThat(dataSet.getBytes(Tag.StudyInstanceUID)).containsExactly('1', '.', '2', 0);
        assertThat(dataSet.getBytes(Tag.PatientID)).containsExactly('a', 'b', 'c', ' ');
        assertThat(dataSet.getBytes(Tag.PixelData)).hasSize(4);
    }

    @Test
    void textUnderUnknownVrIsReadByTheDictionary() {
        dataSet.setBytes(Tag.StudyDescription, Vr.UN, "Chest ".getBytes());
        assertThat(dataSet.getString(Tag.StudyDescription)).isEqualTo("Chest");
    }

    @Test
    void itemsUseTheCharacterSetAroundThemUnlessTheyHaveTheirOwn() {
        DataSet plain = new DataSet();
        DataSet own = new DataSet().set(Tag.SpecificCharacterSet, "ISO_IR 144");
        DataSet deep = new DataSet();
        plain.setItems(Tag.ReferencedImageSequence, deep);
        dataSet.set(Tag.SpecificCharacterSet, "ISO_IR 192").setItems(Tag.RequestAttributesSequence, plain, own);
        assertThat(plain.characterSet().terms()).containsExactly("ISO_IR 192");
        assertThat(own.characterSet().terms()).containsExactly("ISO_IR 144");
        assertThat(deep.characterSet().terms()).containsExactly("ISO_IR 192");
        dataSet.set(Tag.SpecificCharacterSet, "ISO_IR 100");
        assertThat(deep.characterSet().terms()).containsExactly("ISO_IR 100");
    }

    @Test
    void copiesShareNoItems() {
        DataSet item = new DataSet().set(Tag.CodeValue, "A");
        dataSet.set(Tag.SpecificCharacterSet, "ISO_IR 192").setItems(Tag.ProcedureCodeSequence, item);
        DataSet copy = new DataSet(dataSet);
        item.set(Tag.CodeValue, "B");
        dataSet.remove(Tag.SpecificCharacterSet);
        DataSet copied = copy.getItems(Tag.ProcedureCodeSequence).get(0);
        assertThat(copied.getString(Tag.CodeValue)).isEqualTo("A");
        assertThat(copied.characterSet()).isEqualTo(CharacterSet.UTF_8);
    }

    @Test
    void textTheCharacterSetCannotExpressIsRefusedWithoutNamingIt() {
        assertThatThrownBy(() -> dataSet.set(Tag.PatientName, "M\u00FCller"))
                .isInstanceOf(UnencodableTextException.class)
                .hasMessageContaining("(0010,0010)").hasMessageNotContaining("ller");
    }

    @Test
    void aCopyInAnotherCharacterSetHasTheSameText() {
        DataSet japanese = new DataSet().set(Tag.SpecificCharacterSet, "", "ISO 2022 IR 87")
                .set(Tag.PatientName, "\u5C71\u7530").set(Tag.CodeMeaning, "plain");
        dataSet.set(Tag.SpecificCharacterSet, "ISO_IR 100").set(Tag.PatientName, "J\u00F6rg", "\u00C5se")
                .setItems(Tag.RequestAttributesSequence, japanese, new DataSet().set(Tag.PatientComments, "x"));
        DataSet copy = dataSet.inCharacterSet("ISO_IR 192");
        DataSet item = copy.getItems(Tag.RequestAttributesSequence).get(0);
        assertThat(copy.getStrings(Tag.PatientName)).containsExactly("J\u00F6rg", "\u00C5se");
        assertThat(item.getString(Tag.PatientName)).isEqualTo("\u5C71\u7530");
        assertThat(item.contains(Tag.SpecificCharacterSet)).isFalse();
        assertThat(dataSet.characterSet()).isEqualTo(CharacterSet.LATIN_1);
        assertThatThrownBy(() -> dataSet.inCharacterSet("ISO_IR 100")).isInstanceOf(UnencodableTextException.class)
                .hasMessageContaining("(0010,0010)");
    }

    @Test
    void neitherDataSetsNorElementsTellTheirValues() {
        dataSet.set(Tag.PatientName, "Doe^Jane");
        assertThat(dataSet.toString()).isEqualTo("1 elements");
        assertThat(dataSet.get(Tag.PatientName).toString()).isEqualTo("(0010,0010) PN 8 bytes");
    }
}
