package org.dromedary.objects.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Tag;
import org.dromedary.objects.rules.RuleResult.Applied;
import org.dromedary.objects.rules.RuleResult.Verdict;
import org.junit.jupiter.api.Test;

/** Rules in their order, versions, and the record of what was changed. */
class RuleSetTest {

    @Test
    void objectThatNoRuleHoldsForIsTheSameObject() {
        DataSet object = Rules.object();
        RuleResult result = Rules.apply(Rules.one("{ modality: MR }", "[set: { StudyDescription: X }]"), object);
        assertThat(result.head()).isSameAs(object);
        assertThat(result.applied()).isEmpty();
        assertThat(result.verdict()).isEqualTo(Verdict.SEND);
    }

    @Test
    void changedObjectTellsWhatWasThereBefore() {
        DataSet object = Rules.object();
        RuleResult result = Rules.apply(Rules.one("{ modality: CT }", "[set: { StudyDescription: Head }]"), object);
        assertThat(result.applied()).containsExactly(new Applied("one", List.of(Tag.StudyDescription)));
        assertThat(result.head().getString(Tag.StudyDescription)).isEqualTo("Head");
        assertThat(object.getString(Tag.StudyDescription)).isEqualTo("Thorax");
        DataSet item = result.head().getItems(Tag.OriginalAttributesSequence).get(0);
        DataSet before = item.getItems(Tag.ModifiedAttributesSequence).get(0);
        assertThat(before.getBytes(Tag.StudyDescription)).isEqualTo(object.getBytes(Tag.StudyDescription));
        assertThat(item.getString(Tag.AttributeModificationDateTime)).isEqualTo("20260301120000+0000");
        assertThat(result.head().getItems(Tag.ContributingEquipmentSequence).get(0)
                .getString(Tag.ContributionDescription)).endsWith(": one");
    }

    @Test
    void laterRulesSeeWhatEarlierOnesLeft() {
        RuleSet rules = RuleSet.parse("""
                rules:
                  - {name: first, why: A, when: {modality: CT}, do: [set: {StationName: NEW}]}
                  - {name: second, why: B, when: {station: NEW}, do: quarantine}
                """, null);
        RuleResult result = Rules.apply(rules, Rules.object());
        assertThat(result.verdict()).isEqualTo(Verdict.QUARANTINE);
        assertThat(result.rule()).isEqualTo("second");
        assertThat(result.reason()).isEqualTo("B");
    }

    @Test
    void valueThatCharacterSetCantHoldIsNeverSetInPart() {
        DataSet object = Rules.object();
        RuleResult result = Rules.apply(Rules.one("always", "[set: {PatientID: X, InstitutionName: Łódź}]"), object);
        assertThat(result.verdict()).isEqualTo(Verdict.QUARANTINE);
        assertThat(result.reason()).contains("(0008,0080)", "ISO_IR 100").doesNotContain("Łódź");
        assertThat(result.head()).isSameAs(object);
    }

    @Test
    void ledgersFormIsTheSameRuleSet() {
        RuleSet rules = Rules.one("{ modality: CT }", "dropObject");
        RuleSet read = RuleSet.decode(rules.content());
        assertThat(read.version()).isEqualTo(rules.version()).hasSize(12);
        assertThat(read.text()).isEqualTo(rules.text());
        assertThat(Rules.one("{ modality: MR }", "dropObject").version()).isNotEqualTo(rules.version());
        assertThatThrownBy(() -> RuleSet.decode(new byte[] {1, 2, 3})).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void noRulesAreEmpty() {
        assertThat(RuleSet.NONE.isEmpty()).isTrue();
        DataSet object = Rules.object();
        assertThat(Rules.apply(RuleSet.NONE, object).head()).isSameAs(object);
    }
}
