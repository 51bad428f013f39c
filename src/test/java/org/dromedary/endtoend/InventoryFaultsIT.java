package org.dromedary.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.dromedary.dicom.data.Tag;
import org.dromedary.ledger.LedgerView;
import org.dromedary.ledger.LedgerView.DoubtfulWindow;
import org.dromedary.simulator.GeneratedStudy;
import org.dromedary.simulator.QueryFault;
import org.dromedary.simulator.StudyGenerator;
import org.dromedary.simulator.StudyKind;
import org.junit.jupiter.api.Test;

/** Sources that keep answers back, with and without saying so. */
class InventoryFaultsIT {

    /** 30 studies within a year, two of them without a date; one series of 12 objects is above every cap used. */
    private static final StudyGenerator ONE_YEAR = new StudyGenerator(21).matrix(8).objectsPerSeries(12).years(1)
            .kinds(StudyKind.SC, StudyKind.SC, StudyKind.SC, StudyKind.SC, StudyKind.SC, StudyKind.MR);
    private static final int STUDIES = 30;

    @Test
    void silentCapsLoseNoDatedStudyAndRaiseADoubt() throws Exception {
        try (Rehearsal rehearsal = Rehearsal.of(ONE_YEAR, STUDIES)) {
            rehearsal.sourceFaults.set(new QueryFault.CapSilently(10)).set(new QueryFault.NoCounts());
            rehearsal.targetFaults.set(new QueryFault.CapSilently(10));
            assertDatedStudiesArriveAndUndatedAreDoubted(rehearsal);
        }
    }

    @Test
    void cancelledAndRefusedQueriesLoseNoDatedStudyAndRaiseADoubt() throws Exception {
        try (Rehearsal rehearsal = Rehearsal.of(ONE_YEAR, STUDIES)) {
            rehearsal.sourceFaults.set(new QueryFault.RefuseAbove(20)).set(new QueryFault.CapWithCancel(10));
            rehearsal.targetFaults.set(new QueryFault.CapWithCancel(10));
            assertDatedStudiesArriveAndUndatedAreDoubted(rehearsal);
        }
    }

    @Test
    void ignoredDateKeyAndDuplicateAnswersLoseNoStudyAndWrongCountsAreNotMet() throws Exception {
        try (Rehearsal rehearsal = Rehearsal.of(ONE_YEAR, STUDIES + 1)) {
            rehearsal.sourceFaults.set(new QueryFault.IgnoreKeys(Set.of(Tag.StudyDate, Tag.StudyTime)))
                    .set(new QueryFault.WrongCounts(3)).set(new QueryFault.AnswerTwice());
            rehearsal.runsTo(3);
            rehearsal.assertArrived(rehearsal.source().objects().keySet());
            rehearsal.assertBooksBalance();
            assertThat(rehearsal.number("select count(*) from series where doubt is null")).isZero();
        }
    }

    private static void assertDatedStudiesArriveAndUndatedAreDoubted(Rehearsal rehearsal) throws Exception {
        rehearsal.runsTo(3);
        rehearsal.assertBooksBalance();
        List<String> dated = rehearsal.studies().stream().filter(study -> study.studyDate() != null)
                .map(GeneratedStudy::studyInstanceUid).toList();
        assertThat(dated).hasSizeBetween(STUDIES - 3, STUDIES - 1);
        Set<String> arrived = rehearsal.studiesAtTarget();
        assertThat(arrived).containsAll(dated);
        rehearsal.assertArrived(rehearsal.objectsOf(arrived));
        List<DoubtfulWindow> doubts = rehearsal.migration.ledger(LedgerView::doubtfulWindows);
        assertThat(doubts).hasSize(1);
        assertThat(doubts.get(0).fromDate()).isNull();
        assertThat(doubts.get(0).reason()).contains("studies without Study Date may be missing");
    }
}
