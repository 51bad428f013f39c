package org.dromedary.objects.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.DataSetReader;
import org.dromedary.dicom.data.DataSetWriter;
import org.dromedary.dicom.data.DicomFormatException;
import org.dromedary.dicom.data.Limits;
import org.dromedary.dicom.data.Part10;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.TransferSyntax;
import org.dromedary.objects.rules.RuleResult.Verdict;
import org.dromedary.testing.Corpus;
import org.junit.jupiter.api.Test;

/** Rules over the heads of real and damaged files. */
class RuleCorpusTest {

    private static final RuleSet RULES = RuleSet.parse("""
            rules:
              - name: names
                why: Names as one text
                when: { PatientName: { regex: '^[^\\^]+$' } }
                do: [splitName: PatientName]
              - name: marks
                why: Every action once
                when:
                  any:
                    - 'ReferencedSeriesSequence[*].SeriesInstanceUID': { missing: true }
                    - 'RequestAttributesSequence[1].ScheduledProcedureStepID': { hasValue: true }
                do:
                  - set: { StudyComments: Migrated, 'OtherPatientIDsSequence[1].TypeOfPatientID': TEXT }
                  - append: { ImageType: { value: M, separator: '_' } }
                  - copy: { from: StudyID, to: RequestedProcedureID }
                  - copy: { from: 'RequestAttributesSequence[1].RequestedProcedureDescription', to: ImageComments }
                  - replace: { attribute: StationName, regex: '[a-z]+', with: X }
                  - remove: [PatientComments, '(0009,"GEMS_IDEN_01",02)']
                  - set: { '(0099,"MAKER",01)': { vr: LO, value: a } }
                  - hash: { attribute: PatientID, key: trial }
              - name: retired
                why: Retired classes
                when: always
                do: [upgradeSopClass: { otherwise: keep }]
              - name: unicode
                why: One character set
                when: always
                do: [recode: { to: ISO_IR 192, assume: ISO_IR 100 }]
            """, null);

    @Test
    void everyHeadIsChangedOrRefusedForAReasonAndCanBeWritten() throws IOException {
        RuleContext context = Rules.CONTEXT.withKeys(Map.of("trial", "0123456789abcdef"));
        Map<Verdict, Integer> verdicts = new EnumMap<>(Verdict.class);
        for (Path file : Corpus.files("dicom")) {
            DataSet head;
            TransferSyntax syntax;
            try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
                DataSetReader reader = Part10.reader(in, Limits.DEFAULT);
                head = reader.readUntil(0x7FE00000);
                syntax = reader.syntax();
            } catch (DicomFormatException e) {
                continue;
            }
            byte[] before = DataSetWriter.encode(head, syntax);
            RuleResult result = RULES.apply(head, context);
            assertThat(DataSetWriter.encode(head, syntax)).as(Corpus.nameOf(file)).isEqualTo(before);
            verdicts.merge(result.verdict(), 1, Integer::sum);
            if (result.verdict() == Verdict.SEND) {
                DataSet read = new DataSetReader(DataSetWriter.encode(result.head(), syntax), syntax).read();
                assertThat(read.getString(Tag.SOPInstanceUID)).isEqualTo(head.getString(Tag.SOPInstanceUID));
                assertThat(read.getItems(Tag.OriginalAttributesSequence)).as(Corpus.nameOf(file))
                        .hasSize(head.getItems(Tag.OriginalAttributesSequence).size() + (result.isChanged() ? 1 : 0));
            } else {
                assertThat(result.reason()).as(Corpus.nameOf(file)).contains("(0");
            }
        }
        assertThat(verdicts.get(Verdict.SEND)).isGreaterThan(4 * verdicts.getOrDefault(Verdict.QUARANTINE, 0));
    }
}
