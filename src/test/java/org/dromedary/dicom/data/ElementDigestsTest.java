package org.dromedary.dicom.data;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ElementDigestsTest {

    private static final TransferSyntax IMPLICIT = TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN;

    private static DataSet dataSet() {
        return new DataSet().set(Tag.Modality, "MR").setInt(Tag.Rows, 5).setItems(Tag.ReferencedStudySequence,
                new DataSet().set(Tag.ReferencedSOPInstanceUID, "2.25.8"));
    }

    @Test
    void encodingSaysNothing() {
        DataSet padded = dataSet().put(Element.of(Tag.PatientID, Vr.LO, Values.ascii("odd")));
        DataSet other = dataSet().put(Element.of(Tag.PatientID, Vr.LO, Values.ascii("odd ")))
                .put(dataSet().get(Tag.ReferencedStudySequence).ofUndefinedLength())
                .put(Element.of(0x00280000, Vr.UL, new byte[4]));

        assertThat(ElementDigests.of(padded).differences(ElementDigests.of(other))).isEmpty();
    }

    @Test
    void valuesVrsAndItemsCount() {
        ElementDigests due = ElementDigests.of(dataSet());

        assertThat(due.differences(ElementDigests.of(dataSet().set(Tag.Modality, "CT")))).containsExactly(Tag.Modality);
        assertThat(due.differences(ElementDigests.of(dataSet().set(Tag.Modality, Vr.LO, "MR"))))
                .containsExactly(Tag.Modality);
        assertThat(due.differences(ElementDigests.of(dataSet().setItems(Tag.ReferencedStudySequence, new DataSet()))))
                .containsExactly(Tag.ReferencedStudySequence);
        assertThat(due.differences(ElementDigests.of(new DataSet().set(Tag.Modality, "MR"))))
                .containsExactly(Tag.ReferencedStudySequence, Tag.Rows);
    }

    @Test
    void anItemMoreIsNoElementMore() {
        DataSet inOne = new DataSet().setItems(Tag.ReferencedStudySequence,
                new DataSet().set(Tag.Modality, "MR").set(Tag.PatientID, "x"));
        DataSet inTwo = new DataSet().setItems(Tag.ReferencedStudySequence, new DataSet().set(Tag.Modality, "MR"),
                new DataSet().set(Tag.PatientID, "x"));

        assertThat(ElementDigests.of(inOne).differences(ElementDigests.of(inTwo)))
                .containsExactly(Tag.ReferencedStudySequence);
    }

    @Test
    void whereTheSyntaxHasNoVrTheyAreNotCompared() {
        DataSet other = dataSet().set(Tag.Modality, Vr.LO, "MR");

        assertThat(ElementDigests.of(dataSet(), IMPLICIT).differences(ElementDigests.of(other, IMPLICIT))).isEmpty();
    }
}
