package org.dromedary.objects.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.Vr;
import org.dromedary.objects.rules.RuleResult.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every condition, with an object that it holds for and one that it does not hold for. */
class ConditionTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{ modality: CT } | true",
        "{ modality: MR } | false",
        "{ modality: [MR, CT] } | true",
        "{ Modality: { equals: CT } } | true",
        "{ '(0008,0060)': CT } | true",
        "{ station: CT7 } | true",
        "{ sopClass: CTImageStorage } | true",
        "{ sopClass: 1.2.840.10008.5.1.4.1.1.2 } | true",
        "{ sopClass: [MRImageStorage, ComputedRadiographyImageStorage] } | false",
        "{ aet: OLDPACS } | true",
        "{ aet: OTHER } | false",
        "{ transferSyntax: ExplicitVRLittleEndian } | true",
        "{ transferSyntax: 1.2.840.10008.1.2 } | false",
        "{ ImageType: AXIAL } | true",
        "{ PatientName: 'Quendel^Ottilie' } | true",
        "{ PatientName: 'Quendel^Ottilie^^' } | true",
        "{ PatientName: { regex: '(?i)^quendel' } } | true",
        "{ StudyDescription: { in: [Thorax, Abdomen] } } | true",
        "{ StudyDescription: { regex: 'ax$' } } | true",
        "{ StudyDescription: { regex: '^ax' } } | false",
        "{ AccessionNumber: { missing: true } } | true",
        "{ AccessionNumber: { missing: false } } | false",
        "{ StudyDescription: { missing: true } } | false",
        "{ StudyDescription: { hasValue: true } } | true",
        "{ AccessionNumber: { hasValue: false } } | true",
        "{ AccessionNumber: { empty: true } } | false",
        "{ AccessionNumber: { equals: X } } | false",
        "{ StudyDate: 2012-02-29 } | true",
        "{ StudyDate: { before: 2012-03-01 } } | true",
        "{ StudyDate: { before: 2012-02-29 } } | false",
        "{ StudyDate: { after: 2012-02-28 } } | true",
        "{ StudyDate: { between: [2012-02-29, 2012-02-29] } } | true",
        "{ StudyDate: { between: [2012-03-01, 2013-01-01] } } | false",
        "{ StudyDate: { olderThan: 14y } } | true",
        "{ StudyDate: { olderThan: 15y } } | false",
        "{ StudyDate: { youngerThan: 169m } } | true",
        "{ StudyDate: { youngerThan: 30d } } | false",
        "{ SeriesNumber: { less: 8 } } | true",
        "{ SeriesNumber: { less: 7 } } | false",
        "{ SeriesNumber: { greater: 6.5, less: 7.5 } } | true",
        "{ 'RequestAttributesSequence[*].RequestedProcedureID': R2 } | true",
        "{ 'RequestAttributesSequence[1].RequestedProcedureID': R2 } | false",
        "{ 'RequestAttributesSequence[2].RequestedProcedureID': R2 } | true",
        "{ 'RequestAttributesSequence[3].RequestedProcedureID': { missing: true } } | true",
        "{ RequestAttributesSequence: { hasValue: true } } | true",
        "{ all: [ { modality: CT }, { station: CT8 } ] } | false",
        "{ any: [ { modality: MR }, { station: CT7 } ] } | true",
        "{ not: { modality: CT } } | false",
        "{ modality: CT, not: { any: [ { station: CT8 }, { station: CT9 } ] } } | true",
        "always | true"})
    void conditionHoldsOrNot(String when, boolean expected) {
        assertThat(Rules.holds(when, Rules.object())).isEqualTo(expected);
    }

    @Test
    void privateAttributeIsFoundByItsCreatorInAnyBlock() {
        String when = "{ '(0019,\"MAKER A\",10)': '5' }";
        DataSet object = Rules.object().set(0x00190010, Vr.LO, "OTHER").set(0x00191010, Vr.LO, "5");
        assertThat(Rules.holds(when, object)).isFalse();
        object.set(0x001900F3, Vr.LO, "MAKER A").set(0x0019F310, Vr.LO, "5");
        assertThat(Rules.holds(when, object)).isTrue();
        assertThat(Rules.holds("{ '(0019,\"NOBODY\",10)': { missing: true } }", object)).isTrue();
    }

    @Test
    void emptyElementIsThereWithoutAValue() {
        DataSet object = Rules.object().set(Tag.AccessionNumber, "");
        assertThat(Rules.holds("{ AccessionNumber: { empty: true, missing: false } }", object)).isTrue();
        assertThat(Rules.holds("{ AccessionNumber: { hasValue: true } }", object)).isFalse();
    }

    @Test
    void dateBeforeTheStandardIsADateAllTheSame() {
        DataSet object = Rules.object().set(Tag.StudyDate, "1994.11.05");
        assertThat(Rules.holds("{ StudyDate: { before: 1995-01-01 } }", object)).isTrue();
        assertThat(Rules.holds("{ StudyDate: { before: 1995-01-01 } }", Rules.object().set(Tag.StudyDate, "?")))
                .isFalse();
    }

    @Test
    void factsOfTheSeriesAreConditions() throws Exception {
        RuleSet rules = Rules.one("{ deceased: true, seriesObjects: { less: 3 } }", "skipStudy");
        assertThat(rules.apply(Rules.object(), Rules.CONTEXT).verdict()).isEqualTo(Verdict.SEND);
        assertThat(rules.apply(Rules.object(), Rules.CONTEXT.with(new SeriesFacts(true, 2))).verdict())
                .isEqualTo(Verdict.SKIP_STUDY);
        assertThat(rules.apply(Rules.object(), Rules.CONTEXT.with(new SeriesFacts(false, 2))).verdict())
                .isEqualTo(Verdict.SEND);
    }

    @Test
    void regularExpressionThatWouldNotEndSendsTheObjectToQuarantine() {
        for (String regex : List.of("(a+)+b", "(a|aa)+$", "^(([a-z])+.)+[A-Z]([a-z])+$", "(.*a){25}", "(x+x+)+y")) {
            DataSet object = Rules.object().set(Tag.ImageComments, "a".repeat(5000) + "x".repeat(5000) + "!");
            RuleResult result = Rules.apply(Rules.one("{ ImageComments: { regex: '" + regex + "' } }",
                    "dropObject"), object);
            assertThat(result.verdict()).as(regex).isIn(Verdict.QUARANTINE, Verdict.DROP_OBJECT);
        }
        DataSet deep = Rules.object().set(Tag.ImageComments, "ab".repeat(5000));
        assertThat(Rules.apply(Rules.one("{ ImageComments: { regex: '^(a|b|c)*$' } }", "dropObject"), deep)
                .verdict()).isIn(Verdict.QUARANTINE, Verdict.DROP_OBJECT);
    }

    @Test
    void sequenceThatASystemDidNotKnowIsLookedInto() {
        byte[] items = {(byte) 0xFE, (byte) 0xFF, 0, (byte) 0xE0, 10, 0, 0, 0, 0x40, 0, 1, 0x10, 2, 0, 0, 0, 'R', '9'};
        DataSet object = Rules.object().setBytes(Tag.RequestAttributesSequence, Vr.UN, items);
        assertThat(Rules.holds("{ 'RequestAttributesSequence[1].RequestedProcedureID': R9 }", object)).isTrue();
        assertThat(object.get(Tag.RequestAttributesSequence).vr()).isEqualTo(Vr.UN);
    }
}
