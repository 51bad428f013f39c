package org.dromedary.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.dromedary.dicom.data.Tag;
import org.dromedary.simulator.QueryFault;
import org.dromedary.simulator.QueryLevel;
import org.dromedary.simulator.StudyGenerator;
import org.dromedary.simulator.StudyKind;
import org.junit.jupiter.api.Test;

/** Numbers of the source that are larger than what it has, and the person who looks into them. */
class StaleCountsIT {

    private static final StudyGenerator SMALL = new StudyGenerator(23).matrix(16).objectsPerSeries(3)
            .kinds(StudyKind.CT);

    @Test
    void migrationIsCompleteOnceAPersonHasAcceptedWhatOnlyNumbersClaim() throws Exception {
        try (Rehearsal rehearsal = Rehearsal.of(SMALL, 1)) {
            rehearsal.migration.set("dromedary.retrieve.settle-claimed", "500ms");
            rehearsal.sourceFaults.set(new QueryFault.CountsAt(QueryLevel.SERIES, "5"))
                    .set(new QueryFault.CountsAt(QueryLevel.STUDY, "99"));
            rehearsal.runsTo(3);
            rehearsal.assertEverythingArrived();
            String study = rehearsal.series().values().iterator().next().studyInstanceUid();
            List<Long> series = rehearsal.series().values().stream().map(line -> line.seriesId()).toList();
            assertThat(said(rehearsal, 0, "inventory", "exceptions")).contains("announced 99 instances");
            for (long id : series) {
                assertThat(said(rehearsal, 0, "series", "show", Long.toString(id))).contains("series accept " + id);
                assertThat(said(rehearsal, 0, "series", "accept", Long.toString(id), "--because", "two were deleted"))
                        .contains("Accepted.", "announces 99 instances", "inventory accept " + study);
                assertThat(said(rehearsal, 1, "series", "accept", Long.toString(id), "--because", "two were deleted"))
                        .contains("it is VERIFIED, without a doubt");
            }
            rehearsal.runsTo(3);
            assertThat(said(rehearsal, 0, "inventory", "accept", study, "--because", "a stale number"))
                    .contains("Accepted.");
            assertThat(said(rehearsal, 1, "inventory", "accept", study, "--because", "a stale number"))
                    .contains("Nothing is open of " + study);
            assertThat(said(rehearsal, 0, "inventory", "exceptions")).contains("The source has told all.");
            rehearsal.runsTo(0);
            rehearsal.assertBooksBalance();
            assertThat(rehearsal.number("select count(*) from object_exception")).isZero();
            assertThat(rehearsal.number("select count(*) from event where reason_code = 'ACCEPT'"))
                    .isEqualTo(series.size() + 1L);
            assertThat(said(rehearsal, 1, "series", "accept", "1.2.3", "--because", "none")).contains("has no series");
        }
    }

    @Test
    void numbersOnWhichSeriesAndImageLevelAgreeAreTakenWhereThatIsWanted() throws Exception {
        try (Rehearsal rehearsal = Rehearsal.of(SMALL, 1)) {
            rehearsal.migration.set("dromedary.inventory.accept-agreed-counts", "true");
            rehearsal.sourceFaults.set(new QueryFault.CountsAt(QueryLevel.STUDY,
                    Set.of(Tag.NumberOfStudyRelatedInstances), "99"));
            rehearsal.runsTo(0);
            rehearsal.assertEverythingArrived();
            rehearsal.assertBooksBalance();
        }
    }

    /** What a command printed, which ended with that exit code. */
    private static String said(Rehearsal rehearsal, int exit, String... command) throws Exception {
        int before = rehearsal.migration.output().length();
        int code = rehearsal.migration.command(command);
        String printed = rehearsal.migration.output().substring(before);
        assertThat(code).as(printed).isEqualTo(exit);
        return printed;
    }
}
