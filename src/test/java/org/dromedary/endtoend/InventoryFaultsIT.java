package org.dromedary.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.dromedary.dicom.data.Tag;
import org.dromedary.ledger.LedgerView;
import org.dromedary.ledger.LedgerView.DoubtfulWindow;
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
    private static final Duration LIMIT = Duration.ofMinutes(5);

    @Test
    void silentCapsLoseNoStudy() throws Exception {
        try (Rehearsal rehearsal = Rehearsal.of(ONE_YEAR, STUDIES)) {
            rehearsal.sourceFaults.set(new QueryFault.CapSilently(10)).set(new QueryFault.NoCounts());
            rehearsal.targetFaults.set(new QueryFault.CapSilently(10));
            assertEverythingArrives(rehearsal);
        }
    }

    @Test
    void cancelledAndRefusedQueriesLoseNoStudy() throws Exception {
        try (Rehearsal rehearsal = Rehearsal.of(ONE_YEAR, STUDIES)) {
            rehearsal.sourceFaults.set(new QueryFault.RefuseAbove(20)).set(new QueryFault.CapWithCancel(10));
            rehearsal.targetFaults.set(new QueryFault.CapWithCancel(10));
            assertEverythingArrives(rehearsal);
        }
    }

    @Test
    void ignoredDateKeyAndDuplicateAnswersLoseNoStudy() throws Exception {
        try (Rehearsal rehearsal = Rehearsal.of(ONE_YEAR, STUDIES + 1)) {
            rehearsal.sourceFaults.set(new QueryFault.IgnoreKeys(Set.of(Tag.StudyDate, Tag.StudyTime)))
                    .set(new QueryFault.AnswerTwice());
            rehearsal.runsTo(0);
            rehearsal.assertEverythingArrived();
            rehearsal.assertBooksBalance();
        }
    }

    /** What is not certain is doubted: the studies without a date, which no date finds. */
    private static void assertEverythingArrives(Rehearsal rehearsal) throws Exception {
        rehearsal.migration.awaitEnd(rehearsal.migration.start(), LIMIT);
        rehearsal.assertBooksBalance();
        rehearsal.assertEverythingArrived();
        List<DoubtfulWindow> doubts = rehearsal.migration.ledger(LedgerView::doubtfulWindows);
        assertThat(doubts).allSatisfy(doubt -> assertThat(doubt.fromDate()).isNull());
    }
}
