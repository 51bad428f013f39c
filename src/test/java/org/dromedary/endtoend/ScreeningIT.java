package org.dromedary.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Part10;
import org.dromedary.dicom.data.Tag;
import org.dromedary.ledger.LedgerView.SeriesLine;
import org.dromedary.ledger.SeriesState;
import org.dromedary.simulator.RetrieveFault;
import org.dromedary.simulator.StudyGenerator;
import org.dromedary.simulator.StudyKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What rules and the examination of objects make of a migration. */
class ScreeningIT {

    private static final StudyGenerator CT = new StudyGenerator(31).matrix(16).objectsPerSeries(4).kinds(StudyKind.CT);

    @TempDir
    Path folder;

    private Rehearsal withRules(StudyGenerator generator, int studies, String rules) throws Exception {
        Path file = Files.writeString(folder.resolve("rules.yaml"), rules);
        Rehearsal rehearsal = Rehearsal.of(generator, studies);
        rehearsal.migration.set("dromedary.rules.file", file.toString());
        return rehearsal;
    }

    @Test
    void rulesChangeObjectsOnTheWayAndSaySo() throws Exception {
        try (Rehearsal rehearsal = withRules(CT, 2, """
                rules:
                  - name: own-institution
                    why: every scanner of the hospital names it otherwise
                    when: {modality: CT}
                    do:
                      - set: {InstitutionName: St. Elsewhere}
                """)) {
            rehearsal.runsTo(0);
            Map<String, Path> arrived = rehearsal.target().objects();
            assertThat(arrived.keySet()).containsExactlyInAnyOrderElementsOf(rehearsal.source().objects().keySet());
            for (Map.Entry<String, Path> object : arrived.entrySet()) {
                DataSet after = Part10.read(object.getValue());
                if (after.getString(Tag.Modality).equals("CT")) {
                    assertThat(after.getString(Tag.InstitutionName)).isEqualTo("St. Elsewhere");
                    assertThat(after.getItems(Tag.OriginalAttributesSequence)).hasSize(1);
                    assertThat(after.getItems(Tag.ContributingEquipmentSequence)).isNotEmpty();
                    assertThat(after.getBytes(Tag.PixelData)).isEqualTo(
                            Part10.read(rehearsal.source().objects().get(object.getKey())).getBytes(Tag.PixelData));
                }
            }
            rehearsal.assertBooksBalance();
            assertThat(rehearsal.number("select sum(objects) from rule_use where outcome = 'CHANGED'")).isPositive();
        }
    }

    @Test
    void whatRulesLeaveOutIsAccountedFor() throws Exception {
        try (Rehearsal rehearsal = withRules(new StudyGenerator(33).matrix(16).objectsPerSeries(4)
                .kinds(StudyKind.CT, StudyKind.DX), 2, """
                rules:
                  - name: first slices
                    why: scouts are not wanted
                    when: {InstanceNumber: {equals: "1"}, modality: CT}
                    do: [dropObject]
                  - name: second slices
                    why: somebody has to look at them
                    when: {InstanceNumber: {equals: "2"}, modality: CT}
                    do: [quarantine]
                  - name: no projections
                    why: they stay where they are
                    when: {modality: DX}
                    do: [skipStudy]
                """)) {
            rehearsal.runsTo(3);
            rehearsal.assertBooksBalance();
            for (SeriesLine series : rehearsal.series().values()) {
                if (series.modality().equals("CT")) {
                    assertThat(series.state()).isEqualTo(SeriesState.VERIFIED);
                    assertThat(List.of(series.skipped(), series.quarantined(), series.verified()))
                            .containsExactly(1, 1, 2);
                } else if (series.modality().equals("DX")) {
                    assertThat(series.state()).isEqualTo(SeriesState.SKIPPED);
                    assertThat(series.reasonCode()).isEqualTo("no projections");
                }
            }
            assertThat(rehearsal.exceptions("first slices")).isNotEmpty();
            assertThat(rehearsal.exceptions("second slices")).isNotEmpty()
                    .doesNotContainAnyElementsOf(rehearsal.target().objects().keySet());
        }
    }

    @Test
    void objectDamagedOnceIsFetchedAgain() throws Exception {
        try (Rehearsal rehearsal = Rehearsal.of(CT, 1)) {
            rehearsal.sourceFaults.next(1, new RetrieveFault.HalvePixels());
            rehearsal.runsTo(0);
            rehearsal.assertEverythingArrived();
            rehearsal.assertBooksBalance();
            assertThat(rehearsal.number("select count(*) from event where reason_code = 'OBJECT_DAMAGED'")).isOne();
        }
    }

    @Test
    void objectDamagedEachTimeInTheSameBytesGoesAsTheSourceHasIt() throws Exception {
        try (Rehearsal rehearsal = Rehearsal.of(CT, 1)) {
            rehearsal.sourceFaults.set(new RetrieveFault.HalvePixels());
            rehearsal.runsTo(0);
            rehearsal.assertBooksBalance();
            assertThat(rehearsal.target().objects().keySet())
                    .containsExactlyInAnyOrderElementsOf(rehearsal.source().objects().keySet());
            int series = rehearsal.series().size();
            assertThat(rehearsal.number("select sum(objects) from finding where code = 'PIXEL_DATA_SHORT' and grade ="
                    + " 'RECORD'")).isEqualTo(series);
            assertThat(rehearsal.number("select count(*) from event where reason_code = 'OBJECT_DAMAGED'"))
                    .isEqualTo(series);
        }
    }

    @Test
    void objectDamagedEachTimeIsQuarantinedAndTheRestArrivesIfThatIsWanted() throws Exception {
        try (Rehearsal rehearsal = Rehearsal.of(CT, 1)) {
            rehearsal.migration.set("dromedary.validation.profile", "strict");
            rehearsal.sourceFaults.set(new RetrieveFault.HalvePixels());
            rehearsal.runsTo(3);
            rehearsal.assertBooksBalance();
            List<String> damaged = rehearsal.exceptions("PIXEL_DATA_SHORT");
            assertThat(damaged).hasSameSizeAs(rehearsal.series().values());
            assertThat(rehearsal.target().objects().keySet()).doesNotContainAnyElementsOf(damaged)
                    .hasSize(rehearsal.source().size() - damaged.size());
            assertThat(rehearsal.series().values()).extracting(SeriesLine::quarantined).containsOnly(1);
            assertThat(rehearsal.series().values()).extracting(SeriesLine::state).containsOnly(SeriesState.VERIFIED);
        }
    }
}
