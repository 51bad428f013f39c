package org.dromedary.objects.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.DataSetReader;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.TransferSyntax;
import org.dromedary.dicom.data.Uid;
import org.dromedary.dicom.data.Vr;
import org.dromedary.objects.rules.RuleResult.Verdict;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Every action, where it acts and where it refuses. */
class ActionTest {

    private static RuleResult result(String action, DataSet object) {
        return Rules.apply(Rules.one("always", action), object);
    }

    private static void refuses(String action, DataSet object, String... words) {
        RuleResult result = result(action, object);
        assertThat(result.verdict()).isEqualTo(Verdict.QUARANTINE);
        assertThat(result.reason()).contains(words);
        assertThat(result.head()).isSameAs(object);
    }

    @Nested
    class Values {

        @Test
        void setWritesSeveralAttributesAndValues() {
            DataSet after = Rules.after("[set: { StudyDescription: Kopf, ImageType: [DERIVED, SECONDARY],"
                    + " SeriesNumber: 9, AccessionNumber: '' }]");
            assertThat(after.getString(Tag.StudyDescription)).isEqualTo("Kopf");
            assertThat(after.getStrings(Tag.ImageType)).containsExactly("DERIVED", "SECONDARY");
            assertThat(after.getInt(Tag.SeriesNumber, 0)).isEqualTo(9);
            assertThat(after.get(Tag.AccessionNumber).isEmpty()).isTrue();
        }

        @Test
        void setReachesEveryItemAndMakesTheNextOne() {
            DataSet after = Rules.after("[set: { 'RequestAttributesSequence[*].AccessionNumber': A1,"
                    + " 'RequestAttributesSequence[3].AccessionNumber': A3,"
                    + " 'RequestAttributesSequence[9].AccessionNumber': A9 }]");
            List<DataSet> items = after.getItems(Tag.RequestAttributesSequence);
            assertThat(items).extracting(item -> item.getString(Tag.AccessionNumber)).containsExactly("A1", "A1", "A3");
            assertThat(after.getItems(Tag.OriginalAttributesSequence).get(0).getItems(Tag.ModifiedAttributesSequence)
                    .get(0).getItems(Tag.RequestAttributesSequence)).hasSize(2);
        }

        @Test
        void setWritesAPrivateAttributeIntoABlockOfItsCreator() {
            DataSet object = Rules.object().set(0x00190010, Vr.LO, "OTHER");
            DataSet after = result("[set: { '(0019,\"MINE\",01)': { vr: LO, value: a } }]", object).head();
            assertThat(after.getString(0x00190011)).isEqualTo("MINE");
            assertThat(after.getString(0x00191101)).isEqualTo("a");
            DataSet before = after.getItems(Tag.OriginalAttributesSequence).get(0)
                    .getItems(Tag.ModifiedAttributesSequence).get(0);
            assertThat(before.getString(0x00190011)).isEqualTo("MINE");
            assertThat(before.get(0x00191101).isEmpty()).isTrue();
        }

        @Test
        void sameValueIsNoChange() {
            DataSet object = Rules.object();
            assertThat(result("[set: { StudyDescription: Thorax, SeriesNumber: 7 }]", object).head()).isSameAs(object);
        }

        @Test
        void copyTakesTheFirstValueThatThereIs() {
            DataSet after = Rules.after(
                    "[copy: { from: 'RequestAttributesSequence[*].RequestedProcedureID', to: StudyID }]");
            assertThat(after.getString(Tag.StudyID)).isEqualTo("R1");
            DataSet object = Rules.object();
            assertThat(result("[copy: { from: AccessionNumber, to: StudyID }]", object).head()).isSameAs(object);
        }

        @Test
        void copyOfWhatDoesNotFitIsRefused() {
            DataSet object = Rules.object().set(Tag.ImageComments, "a comment of more than 16 characters");
            refuses("[copy: { from: ImageComments, to: AccessionNumber }]", object, "(0008,0050)", "16 characters");
        }

        @Test
        void appendAddsAValueOnce() {
            DataSet after = Rules.after("[append: { ImageType: MPR }]");
            assertThat(after.getStrings(Tag.ImageType)).containsExactly("ORIGINAL", "PRIMARY", "AXIAL", "MPR");
            DataSet object = Rules.object();
            assertThat(result("[append: { ImageType: AXIAL }]", object).head()).isSameAs(object);
        }

        @Test
        void appendLengthensTextBehindASeparatorOnce() {
            String action = "[append: { StudyDescription: { value: alt, separator: ' / ' } }]";
            DataSet after = Rules.after(action);
            assertThat(after.getString(Tag.StudyDescription)).isEqualTo("Thorax / alt");
            assertThat(result(action, after).head()).isSameAs(after);
        }

        @Test
        void replaceUsesGroups() {
            DataSet after = Rules.after("[replace: { attribute: PatientID, regex: '^P-(\\d+)$', with: '00$1' }]");
            assertThat(after.getString(Tag.PatientID)).isEqualTo("004711");
            refuses("[replace: { attribute: StationName, regex: '.', with: '$0$0$0$0$0$0' }]", Rules.object(),
                    "(0008,1010)", "16 characters");
        }

        @Test
        void splitNameLeavesNamesWithComponents() {
            assertThat(split("Quendel, Ottilie Maria")).isEqualTo("Quendel^Ottilie Maria");
            assertThat(split("Quendel Ottilie")).isEqualTo("Quendel^Ottilie");
            assertThat(split("Quendel")).isEqualTo("Quendel");
            assertThat(split("Quendel^Otti, lie")).isEqualTo("Quendel^Otti, lie");
            String action = "[splitName: { attribute: PatientName, order: [given, middle, family] }]";
            DataSet object = Rules.object().set(Tag.PatientName, "Ottilie M von Quendel");
            assertThat(result(action, object).head().getString(Tag.PatientName)).isEqualTo("von Quendel^Ottilie^M");
        }

        private String split(String name) {
            return result("[splitName: PatientName]", Rules.object().set(Tag.PatientName, name)).head()
                    .getString(Tag.PatientName);
        }

        @Test
        void hashIsKeyedAndTheSameForTheSameValue() throws Exception {
            RuleSet rules = Rules.one("always", "[ { hash: { attribute: PatientID, key: trial } },"
                    + " { hash: { attribute: FrameOfReferenceUID, key: trial, as: uid } } ]");
            DataSet object = Rules.object().set(Tag.FrameOfReferenceUID, "2.25.9");
            DataSet one = hashed(rules, object, "0123456789abcdef");
            assertThat(one.getString(Tag.PatientID)).matches("[0-9a-f]{16}");
            assertThat(Uid.isValid(one.getString(Tag.FrameOfReferenceUID))).isTrue();
            assertThat(one.getString(Tag.FrameOfReferenceUID)).startsWith("2.25.").isNotEqualTo("2.25.9");
            assertThat(hashed(rules, object, "0123456789abcdef").getString(Tag.PatientID))
                    .isEqualTo(one.getString(Tag.PatientID));
            assertThat(hashed(rules, object, "another-secret-x").getString(Tag.PatientID))
                    .isNotEqualTo(one.getString(Tag.PatientID));
            assertThat(rules.apply(object, Rules.CONTEXT).reason()).contains("hash-keys.trial.secret");
        }

        private DataSet hashed(RuleSet rules, DataSet object, String secret) throws Exception {
            return rules.apply(object, Rules.CONTEXT.withKeys(Map.of("trial", secret))).head();
        }
    }

    @Nested
    class Forms {

        @Test
        void removeTakesElementsOutOfItemsToo() {
            DataSet after = Rules.after("[remove: [InstitutionName, 'RequestAttributesSequence[2].RequestedProcedureID'"
                    + "]]");
            assertThat(after.contains(Tag.InstitutionName)).isFalse();
            assertThat(after.getItems(Tag.RequestAttributesSequence)).extracting(DataSet::size).containsExactly(1, 0);
        }

        @Test
        void fixVrKeepsTheBytes() {
            DataSet object = Rules.object().set(0x00290010, Vr.LO, "MAKER")
                    .setBytes(0x00291001, Vr.UN, "12.5".getBytes(StandardCharsets.US_ASCII))
                    .setBytes(Tag.SliceThickness, Vr.UN, "2.0 ".getBytes(StandardCharsets.US_ASCII));
            DataSet after = result("[ { fixVr: { '(0029,\"MAKER\",01)': DS } }, { fixVr: SliceThickness } ]", object)
                    .head();
            assertThat(after.get(0x00291001).vr()).isEqualTo(Vr.DS);
            assertThat(after.get(Tag.SliceThickness).vr()).isEqualTo(Vr.DS);
            assertThat(after.getBytes(0x00291001)).isEqualTo(object.getBytes(0x00291001));
            refuses("[fixVr: { '(0029,\"MAKER\",01)': DA }]", object, "(0029,1001)", "VR DA");
        }

        @Test
        void fixVrMakesASequenceUnderUnknownVrKnown() throws Exception {
            byte[] bytes = {0x40, 0, 0x75, 0x02, 'U', 'N', 0, 0, 8, 0, 0, 0, -2, -1, 0, -32, 0, 0, 0, 0};
            DataSet object = Rules.object().put(new DataSetReader(bytes, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN)
                    .read().get(Tag.RequestAttributesSequence));
            assertThat(object.get(Tag.RequestAttributesSequence).isUnknownSequence()).isTrue();
            DataSet after = result("[fixVr: RequestAttributesSequence]", object).head();
            assertThat(after.get(Tag.RequestAttributesSequence).isUnknownSequence()).isFalse();
            assertThat(after.getItems(Tag.RequestAttributesSequence)).hasSize(1);
        }

        @Test
        void characterSetIsDeclaredWhereTheBytesAreTextInIt() {
            DataSet object = Rules.object().setBytes(Tag.InstitutionName, Vr.LO,
                    "Mühle".getBytes(StandardCharsets.UTF_8));
            DataSet after = result("[characterSet: ISO_IR 192]", object).head();
            assertThat(after.getString(Tag.InstitutionName)).isEqualTo("Mühle");
            assertThat(after.getBytes(Tag.InstitutionName)).isEqualTo(object.getBytes(Tag.InstitutionName));
            refuses("[characterSet: ISO_IR 192]", Rules.object(), "(0008,0080)", "ISO_IR 192");
        }

        @Test
        void recodeKeepsTheText() {
            DataSet after = Rules.after("[recode: ISO_IR 192]");
            assertThat(after.getString(Tag.SpecificCharacterSet)).isEqualTo("ISO_IR 192");
            assertThat(after.getString(Tag.InstitutionName)).isEqualTo("Haus am Mühlbach");
            assertThat(after.getBytes(Tag.InstitutionName)).hasSize(18);
            refuses("[recode: ISO_IR 144]", Rules.object(), "(0008,0080)", "ISO_IR 144");
        }

        @Test
        void recodeAssumesACharacterSetWhereNoneIsDeclaredOnlyIfToldTo() {
            DataSet object = Rules.object();
            object.remove(Tag.SpecificCharacterSet);
            refuses("[recode: ISO_IR 192]", object, "(0008,0080)");
            assertThat(result("[recode: { to: ISO_IR 192, assume: ISO_IR 100 }]", object).head()
                    .getString(Tag.InstitutionName)).isEqualTo("Haus am Mühlbach");
        }

        @Test
        void recodeIsRefusedWhereTextFollowsThePixels() throws Exception {
            RuleSet rules = Rules.one("always", "[recode: ISO_IR 192]");
            assertThat(rules.apply(Rules.object(), Rules.CONTEXT.withRest(() -> true)).verdict())
                    .isEqualTo(Verdict.QUARANTINE);
            assertThat(rules.apply(Rules.object(), Rules.CONTEXT.withRest(() -> false)).verdict())
                    .isEqualTo(Verdict.SEND);
        }
    }

    @Nested
    class Decisions {

        @Test
        void decisionsKeepTheObjectAsItWasAndSayWhy() {
            for (Map.Entry<String, Verdict> decision : Map.of("dropObject", Verdict.DROP_OBJECT, "quarantine",
                    Verdict.QUARANTINE, "skipStudy", Verdict.SKIP_STUDY).entrySet()) {
                DataSet object = Rules.object();
                RuleResult result = result("[ { set: { StationName: X } }, " + decision.getKey() + " ]", object);
                assertThat(result.verdict()).isEqualTo(decision.getValue());
                assertThat(result.head()).isSameAs(object);
                assertThat(result.rule()).isEqualTo("one");
                assertThat(result.reason()).isEqualTo("For a test");
                assertThat(result.isChanged()).isFalse();
            }
        }
    }
}
