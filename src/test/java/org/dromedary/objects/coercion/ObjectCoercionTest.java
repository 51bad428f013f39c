package org.dromedary.objects.coercion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.DataSetReader;
import org.dromedary.dicom.data.DataSetWriter;
import org.dromedary.dicom.data.Element;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.TransferSyntax;
import org.dromedary.dicom.data.Vr;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ObjectCoercionTest {

    private static final List<String> KEEP = List.of();

    private final DataSet object = new DataSet().set(Tag.SpecificCharacterSet, "ISO_IR 100")
            .set(Tag.SOPInstanceUID, "1.2.3").set(Tag.StudyInstanceUID, "1.2")
            .set(Tag.AccessionNumber, "OLD-1").set(Tag.InstitutionName, "Krankenhaus Süd")
            .set(Tag.PatientName, "Müller^Jürgen").set(Tag.PatientID, "OLD-4711").set(Tag.PatientBirthDate, "19681016")
            .set(Tag.PatientSex, "M");

    private static DataSet id(String id) {
        return new DataSet().set(Tag.SpecificCharacterSet, "ISO_IR 192").set(Tag.PatientID, id);
    }

    private static Optional<DataSet> apply(DataSet object, Coercion coercion) throws IOException {
        return ObjectCoercion.of(object, coercion, () -> false);
    }

    private DataSet changed(Coercion coercion) throws IOException {
        DataSet changed = apply(object, coercion).orElseThrow();
        byte[] bytes = DataSetWriter.encode(changed, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
        return new DataSetReader(bytes, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN).read();
    }

    private static DataSet before(DataSet changed) {
        List<DataSet> items = changed.getItems(Tag.OriginalAttributesSequence);
        return items.get(items.size() - 1).getItems(Tag.ModifiedAttributesSequence).get(0);
    }

    @Test
    void objectSaysWhatThePlanSays() throws IOException {
        DataSet changed = changed(Coercions.of(Coercions.target()));
        assertThat(changed.getString(Tag.PatientID)).isEqualTo("NEW-4711");
        assertThat(changed.getString(Tag.IssuerOfPatientID)).isEqualTo("HOSPITAL");
        assertThat(changed.getString(Tag.PatientName)).isEqualTo("Østergård^Åse=王^小");
        assertThat(changed.getString(Tag.PatientSex)).isEqualTo("F");
        assertThat(changed.getString(Tag.AccessionNumber)).isEqualTo("NEWACC-1");
        assertThat(changed.getItems(Tag.IssuerOfAccessionNumberSequence).get(0).getString(Tag.LocalNamespaceEntityID))
                .isEqualTo("RIS");
        assertThat(changed.getString(Tag.InstitutionName)).isEqualTo("Krankenhaus Süd");
        assertThat(changed.getString(Tag.SpecificCharacterSet)).isEqualTo("ISO_IR 192");
        assertThat(changed.getString(Tag.SOPInstanceUID)).isEqualTo("1.2.3");
    }

    @Test
    void whatWasThereBeforeIsKeptAndNothingElse() throws IOException {
        DataSet changed = changed(Coercions.of(Coercions.target()));
        DataSet item = changed.getItems(Tag.OriginalAttributesSequence).get(0);
        assertThat(item.getString(Tag.AttributeModificationDateTime)).isEqualTo("20240229120000.000000+0000");
        assertThat(item.getString(Tag.ModifyingSystem)).isEqualTo("DROMEDARY");
        assertThat(item.getString(Tag.SourceOfPreviousValues)).isEqualTo("OLDPACS");
        assertThat(item.getString(Tag.ReasonForTheAttributeModification)).isEqualTo("COERCE");
        DataSet before = before(changed);
        assertThat(before).extracting(Element::tag).containsExactly(Tag.SpecificCharacterSet, Tag.AccessionNumber,
                Tag.IssuerOfAccessionNumberSequence, Tag.PatientName, Tag.PatientID, Tag.IssuerOfPatientID,
                Tag.PatientSex, Tag.OtherPatientIDsSequence);
        assertThat(before.getString(Tag.PatientName)).isEqualTo("Müller^Jürgen");
        assertThat(before.getBytes(Tag.PatientName)).isEqualTo(object.getBytes(Tag.PatientName));
        assertThat(before.getString(Tag.PatientID)).isEqualTo("OLD-4711");
        assertThat(before.get(Tag.IssuerOfPatientID).isEmpty()).isTrue();
        assertThat(before.get(Tag.OtherPatientIDsSequence).isEmpty()).isTrue();
    }

    @Test
    void objectThatIsAsThePlanWantsStaysAsItIs() throws IOException {
        DataSet same = new DataSet().set(Tag.SpecificCharacterSet, "ISO_IR 192").set(Tag.PatientID, "OLD-4711 ")
                .set(Tag.PatientName, "Müller^Jürgen^^").set(Tag.PatientBirthDate, "19681016");
        assertThat(apply(object, Coercions.of(same))).isEmpty();
    }

    @Test
    void sourceIsNotTouched() throws IOException {
        byte[] bytes = DataSetWriter.encode(object, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
        changed(Coercions.of(Coercions.target()));
        assertThat(DataSetWriter.encode(object, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN)).isEqualTo(bytes);
    }

    @Test
    void secondCoercionAddsAnItemOfItsOwn() throws IOException {
        DataSet once = changed(Coercions.of(Coercions.target()));
        DataSet twice = apply(once, Coercions.of(id("NEWER"), List.of("ISO_IR 192"), List.of(), 2)).orElseThrow();
        assertThat(twice.getItems(Tag.OriginalAttributesSequence)).hasSize(2);
        assertThat(twice.getItems(Tag.OriginalAttributesSequence).get(0).getItems(Tag.ModifiedAttributesSequence).get(0)
                .getString(Tag.PatientName)).isEqualTo("Müller^Jürgen");
        assertThat(before(twice).getString(Tag.PatientID)).isEqualTo("NEW-4711");
        assertThat(twice.getItems(Tag.ContributingEquipmentSequence)).hasSize(2);
        assertThat(twice.getItems(Tag.OtherPatientIDsSequence)).extracting(item -> item.getString(Tag.PatientID))
                .containsExactly("OLD-4711", "NEW-4711");
    }

    @Test
    void contributingEquipmentIsNamedOnDemandOnly() throws IOException {
        Coercion all = Coercions.of(id("X"));
        assertThat(changed(all).getItems(Tag.ContributingEquipmentSequence).get(0)
                .getItems(Tag.PurposeOfReferenceCodeSequence).get(0).getString(Tag.CodeValue)).isEqualTo("109103");
        Coercion bare = new Coercion(1, id("X"), all.modified(), "D", "", "CORRECT", KEEP, List.of(), false, false);
        DataSet changed = changed(bare);
        assertThat(changed.contains(Tag.ContributingEquipmentSequence)).isFalse();
        assertThat(changed.contains(Tag.OtherPatientIDsSequence)).isFalse();
        assertThat(changed.getItems(Tag.OriginalAttributesSequence).get(0).get(Tag.SourceOfPreviousValues).isEmpty())
                .isTrue();
    }

    @Test
    void coercionComesBackFromTheLedgerAsItWas() {
        Coercion coercion = Coercions.of(Coercions.target(), List.of("", "ISO 2022 IR 87"), List.of("ISO_IR 100"), 7);
        Coercion read = Coercion.decode(coercion.encode());
        assertThat(read.encode()).isEqualTo(coercion.encode());
        assertThat(read.characterSet()).containsExactly("", "ISO 2022 IR 87");
        assertThat(read.planVersion()).isEqualTo(7);
        assertThat(read.target().getString(Tag.PatientName)).isEqualTo("Østergård^Åse=王^小");
        assertThat(read.changesLike(coercion.at("20250101"))).isTrue();
        assertThat(read.changesLike(Coercions.of(id("X")))).isFalse();
        assertThatThrownBy(() -> Coercion.decode(new byte[] {1, 2, 3})).isInstanceOf(IllegalArgumentException.class);
    }

    @Nested
    class PatientIds {

        @Test
        void replacedIdGoesToTheOtherIdsWithItsIssuer() throws IOException {
            object.set(Tag.IssuerOfPatientID, "OLDHOSP").setItems(Tag.IssuerOfPatientIDQualifiersSequence,
                    new DataSet().set(Tag.UniversalEntityID, "1.2.9"));
            DataSet changed = changed(Coercions.of(Coercions.target()));
            DataSet other = changed.getItems(Tag.OtherPatientIDsSequence).get(0);
            assertThat(other.getString(Tag.PatientID)).isEqualTo("OLD-4711");
            assertThat(other.getString(Tag.IssuerOfPatientID)).isEqualTo("OLDHOSP");
            assertThat(other.getItems(Tag.IssuerOfPatientIDQualifiersSequence)).hasSize(1);
            assertThat(other.getString(Tag.TypeOfPatientID)).isEqualTo("TEXT");
            assertThat(changed.contains(Tag.IssuerOfPatientIDQualifiersSequence)).isFalse();
            assertThat(before(changed).getItems(Tag.IssuerOfPatientIDQualifiersSequence).get(0)
                    .getString(Tag.UniversalEntityID)).isEqualTo("1.2.9");
        }

        @Test
        void idThatIsKnownIsNotAddedTwice() throws IOException {
            object.setItems(Tag.OtherPatientIDsSequence, new DataSet().set(Tag.PatientID, "OLD-4711"));
            assertThat(changed(Coercions.of(id("X"))).getItems(Tag.OtherPatientIDsSequence)).hasSize(1);
        }

        @Test
        void newIdWithoutIssuerDoesNotKeepTheOldOne() throws IOException {
            object.set(Tag.IssuerOfPatientID, "OLDHOSP");
            DataSet changed = changed(Coercions.of(id("X")));
            assertThat(changed.contains(Tag.IssuerOfPatientID)).isFalse();
            assertThat(before(changed).getString(Tag.IssuerOfPatientID)).isEqualTo("OLDHOSP");
        }

        @Test
        void issuerStaysWithAnIdThatStays() throws IOException {
            object.set(Tag.IssuerOfPatientID, "OLDHOSP");
            assertThat(apply(object, Coercions.of(id("OLD-4711")))).isEmpty();
        }

        @Test
        void issuerThatWasMissingIsNoOtherId() throws IOException {
            DataSet target = id("OLD-4711").set(Tag.IssuerOfPatientID, "HOSPITAL");
            DataSet changed = changed(Coercions.of(target));
            assertThat(changed.contains(Tag.OtherPatientIDsSequence)).isFalse();
            assertThat(changed.getString(Tag.IssuerOfPatientID)).isEqualTo("HOSPITAL");
        }

        @Test
        void sequenceUnderAnUnknownVrIsKept() throws IOException {
            byte[] item = DataSetWriter.encode(new DataSet().setItems(Tag.OtherPatientIDsSequence,
                    new DataSet().set(Tag.PatientID, "OLDEST")), TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN);
            object.put(Element.of(Tag.OtherPatientIDsSequence, Vr.UN,
                    Arrays.copyOfRange(item, 8, item.length)));
            assertThat(changed(Coercions.of(id("X"))).getItems(Tag.OtherPatientIDsSequence))
                    .extracting(other -> other.getString(Tag.PatientID)).containsExactly("OLDEST", "OLD-4711");
        }

        @Test
        void whatIsNoSequenceIsNotTouched() {
            object.put(Element.of(Tag.OriginalAttributesSequence, Vr.UN, new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10}));
            assertThatThrownBy(() -> apply(object, Coercions.of(id("X")))).isInstanceOf(CoercionException.class)
                    .extracting(e -> ((CoercionException) e).reason()).isEqualTo(CoercionException.CANNOT_READ);
        }
    }

    @Nested
    class Orders {

        @Test
        void requestsOfTheOldAccessionFollow() throws IOException {
            object.setItems(Tag.RequestAttributesSequence,
                    new DataSet().set(Tag.AccessionNumber, "OLD-1").set(Tag.RequestedProcedureID, "P1"),
                    new DataSet().set(Tag.AccessionNumber, "OTHER"));
            DataSet changed = changed(Coercions.of(Coercions.target()));
            List<DataSet> requests = changed.getItems(Tag.RequestAttributesSequence);
            assertThat(requests.get(0).getString(Tag.AccessionNumber)).isEqualTo("NEWACC-1");
            assertThat(requests.get(0).getString(Tag.RequestedProcedureID)).isEqualTo("P1");
            assertThat(requests.get(0).getItems(Tag.IssuerOfAccessionNumberSequence)).hasSize(1);
            assertThat(requests.get(1).getString(Tag.AccessionNumber)).isEqualTo("OTHER");
            assertThat(before(changed).getItems(Tag.RequestAttributesSequence)).hasSize(2)
                    .first().satisfies(item -> assertThat(item.getString(Tag.AccessionNumber)).isEqualTo("OLD-1"));
        }

        @Test
        void plannedRequestGoesIntoTheItemOfTheOrder() throws IOException {
            DataSet target = Coercions.target();
            DataSet request = new DataSet();
            target.setItems(Tag.RequestAttributesSequence, request);
            request.set(Tag.AccessionNumber, "NEWACC-1").set(Tag.RequestedProcedureID, "RP-9")
                    .set(Tag.RequestedProcedureDescription, "CT Schädel");
            object.setItems(Tag.RequestAttributesSequence, new DataSet().set(Tag.AccessionNumber, "OLD-1")
                    .set(Tag.ScheduledProcedureStepID, "S1"));
            DataSet item = changed(Coercions.of(target)).getItems(Tag.RequestAttributesSequence).get(0);
            assertThat(item.getString(Tag.RequestedProcedureID)).isEqualTo("RP-9");
            assertThat(item.getString(Tag.RequestedProcedureDescription)).isEqualTo("CT Schädel");
            assertThat(item.getString(Tag.ScheduledProcedureStepID)).isEqualTo("S1");
            object.remove(Tag.RequestAttributesSequence);
            assertThat(changed(Coercions.of(target)).getItems(Tag.RequestAttributesSequence)).hasSize(1);
        }

        @Test
        void issuerOfAnotherAccessionGoes() throws IOException {
            object.setItems(Tag.IssuerOfAccessionNumberSequence, new DataSet().set(Tag.LocalNamespaceEntityID, "OLD"));
            DataSet target = new DataSet().set(Tag.SpecificCharacterSet, "ISO_IR 192").set(Tag.AccessionNumber, "N");
            DataSet changed = changed(Coercions.of(target));
            assertThat(changed.contains(Tag.IssuerOfAccessionNumberSequence)).isFalse();
            assertThat(before(changed).getItems(Tag.IssuerOfAccessionNumberSequence)).hasSize(1);
        }
    }

    @Nested
    class CharacterSets {

        @Test
        void keptCharacterSetTakesWhatItHas() throws IOException {
            DataSet changed = changed(Coercions.of(Coercions.target("Bär^Änne"), KEEP, List.of(), 1));
            assertThat(changed.getString(Tag.SpecificCharacterSet)).isEqualTo("ISO_IR 100");
            assertThat(changed.getString(Tag.PatientName)).isEqualTo("Bär^Änne");
            assertThat(before(changed).contains(Tag.SpecificCharacterSet)).isFalse();
            assertThat(before(changed).getString(Tag.PatientName)).isEqualTo("Müller^Jürgen");
        }

        @Test
        void nameThatTheKeptCharacterSetLacksIsAnError() {
            assertThatThrownBy(() -> changed(Coercions.of(Coercions.target(), KEEP, List.of(), 1)))
                    .isInstanceOf(CoercionException.class).hasMessageContaining("(0010,0010)")
                    .hasMessageNotContaining("stergård")
                    .extracting(e -> ((CoercionException) e).reason()).isEqualTo(CoercionException.CANNOT_ENCODE);
        }

        @Test
        void textThatItsCharacterSetDoesNotExplainStays() throws IOException {
            object.set(Tag.SpecificCharacterSet, "ISO_IR 192");
            DataSet changed = changed(Coercions.of(id("X"), List.of("GB18030"), List.of(), 1));
            assertThat(changed.getString(Tag.SpecificCharacterSet)).isEqualTo("ISO_IR 192");
            assertThat(changed.getBytes(Tag.InstitutionName)).isEqualTo(object.getBytes(Tag.InstitutionName));
            assertThat(changed.getString(Tag.PatientID)).isEqualTo("X");
        }

        @Test
        void undeclaredTextIsUnderstoodAsAssumed() throws IOException {
            object.remove(Tag.SpecificCharacterSet);
            assertThatThrownBy(() -> changed(Coercions.of(Coercions.target()))).isInstanceOf(CoercionException.class);
            DataSet changed = changed(Coercions.of(Coercions.target(), List.of("ISO_IR 192"),
                    List.of("ISO_IR 100"), 1));
            assertThat(changed.getString(Tag.InstitutionName)).isEqualTo("Krankenhaus Süd");
            assertThat(before(changed).get(Tag.SpecificCharacterSet).isEmpty()).isTrue();
            assertThat(before(changed).getBytes(Tag.PatientName)).isEqualTo(object.getBytes(Tag.PatientName));
        }

        @Test
        void textBehindThePixelsKeepsTheCharacterSet() throws IOException {
            DataSet changed = ObjectCoercion.of(object, Coercions.of(id("X")), () -> true).orElseThrow();
            assertThat(changed.getString(Tag.SpecificCharacterSet)).isEqualTo("ISO_IR 100");
        }

        @Test
        void itemWithACharacterSetOfItsOwnKeepsIt() throws IOException {
            DataSet item = new DataSet().set(Tag.SpecificCharacterSet, "ISO_IR 144").set(Tag.CodeMeaning, "Люкceмбypг");
            object.setItems(Tag.PurposeOfReferenceCodeSequence, item);
            DataSet kept = changed(Coercions.of(Coercions.target()))
                    .getItems(Tag.PurposeOfReferenceCodeSequence).get(0);
            assertThat(kept.getBytes(Tag.CodeMeaning)).isEqualTo(item.getBytes(Tag.CodeMeaning));
            assertThat(kept.getString(Tag.CodeMeaning)).isEqualTo("Люкceмбypг");
        }
    }
}
