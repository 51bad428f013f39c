package org.dromedary.objects.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.DataSetReader;
import org.dromedary.dicom.data.DataSetWriter;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.TransferSyntax;
import org.dromedary.dicom.data.Vr;
import org.dromedary.objects.rules.RuleResult.Verdict;

/** What holds for all rules and objects. */
class RulePropertiesTest {

    private static final TransferSyntax SYNTAX = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;
    private static final List<String> ACTIONS = List.of("set: { SeriesDescription: Knie, SeriesNumber: 3 }",
            "set: { 'RequestAttributesSequence[1].AccessionNumber': A }", "append: { ImageType: MPR }",
            "append: { StudyDescription: { value: x, separator: ' ' } }", "remove: InstitutionName",
            "copy: { from: PatientID, to: StudyID }", "recode: ISO_IR 192", "splitName: PatientName",
            "replace: { attribute: StationName, regex: '^C', with: K }", "fixVr: StationName",
            "set: { '(0019,\"MAKER\",01)': { vr: SH, value: a } }", "upgradeSopClass");

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.strings().withCharRange(' ', '~').withCharRange('\u00A0', '\u00FF').excludeChars('\\')
                .ofMaxLength(16);
    }

    @Provide
    Arbitrary<List<String>> actions() {
        return Arbitraries.of(ACTIONS).list().ofMinSize(1).ofMaxSize(4);
    }

    @Provide
    Arbitrary<DataSet> objects() {
        Arbitrary<byte[]> bytes = Arbitraries.bytes().array(byte[].class).ofMaxSize(12);
        return Combinators.combine(texts(), texts(), bytes, Arbitraries.of(Vr.UN, Vr.LO, Vr.OB)).as(
                (name, description, odd, vr) -> Rules.object().set(Tag.PatientName, Vr.LO, name)
                        .set(Tag.StudyDescription, Vr.UT, description).setBytes(Tag.StationName, vr, odd));
    }

    @Property(tries = 300)
    void rulesThatHoldForNothingChangeNoByte(@ForAll("objects") DataSet object, @ForAll("actions") List<String> actions)
            throws Exception {
        byte[] before = DataSetWriter.encode(object, SYNTAX);
        DataSet read = new DataSetReader(before, SYNTAX).read();
        RuleResult result = Rules.apply(rules("{ modality: XX }", actions), read);
        assertThat(result.head()).isSameAs(read);
        assertThat(DataSetWriter.encode(result.head(), SYNTAX)).isEqualTo(before);
    }

    @Property(tries = 300)
    void rulesActTwiceAsTheyActOnce(@ForAll("objects") DataSet object, @ForAll("actions") List<String> actions) {
        RuleSet rules = rules("always", actions);
        byte[] before = DataSetWriter.encode(object, SYNTAX);
        RuleResult once = Rules.apply(rules, object);
        assertThat(DataSetWriter.encode(object, SYNTAX)).isEqualTo(before);
        if (once.verdict() == Verdict.SEND) {
            RuleResult twice = Rules.apply(rules, once.head());
            assertThat(twice.verdict()).as("%s", twice.reason()).isEqualTo(Verdict.SEND);
            assertThat(twice.applied()).isEmpty();
            assertThat(twice.head()).isSameAs(once.head());
        } else {
            assertThat(once.verdict()).isEqualTo(Verdict.QUARANTINE);
            assertThat(once.head()).isSameAs(object);
        }
    }

    @Property(tries = 300)
    void noTextMakesARuleFileFailOtherwiseThanDeclared(@ForAll("texts") String key, @ForAll("texts") String value) {
        String yaml = "rules:\n- name: a\n  why: b\n  when: {" + key + "}\n  do: [{" + value + "}]\n";
        try {
            RuleSet.parse(yaml, null);
        } catch (RuleException e) {
            assertThat(e.errors()).isNotEmpty().allMatch(error -> error.matches("(?s)rules\\.yaml:\\d+: .+"));
        }
    }

    private static RuleSet rules(String when, List<String> actions) {
        return Rules.one(when, "[ " + String.join(", ", actions.stream()
                .map(action -> action.contains(":") ? "{ " + action + " }" : action).toList()) + " ]");
    }
}
