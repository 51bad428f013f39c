package org.dromedary.pipeline.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.LocalDate;
import java.util.Set;
import org.dromedary.archives.archive.Quirk;
import org.dromedary.dicom.data.Tag;
import org.dromedary.ledger.QueryWindow;
import org.dromedary.simulator.QueryFault;
import org.dromedary.testing.ServicesResource;
import org.junit.jupiter.api.Test;

/** What is made of answers that a source cuts, breaks off or does not end. */
@QuarkusTest
@org.junit.jupiter.api.Tag("application")
@QuarkusTestResource(ServicesResource.class)
@TestProfile(InventoryRig.WithSource.class)
class InventoryLimitsTest extends InventoryRig {

    @Test
    void abortAfterSoManyAnswersIsALimit() throws Exception {
        busyDay(25);
        add(26, "20200606", "101010");
        with(new QueryFault.AbortAfter(10));
        year();
        assertThat(sent).isEqualTo(seriesUpTo(26));
        assertThat(archives.sourceQuirks().number(Quirk.ANSWER_LIMIT)).hasValue(10);
        assertNoDoubt();
    }

    @Test
    void silenceAfterSoManyAnswersIsALimit() throws Exception {
        for (int i = 1; i <= 16; i++) {
            add(i, String.format("2020%02d05", 1 + i % 12), "101010");
        }
        with(new QueryFault.SilentAfter(10));
        year();
        assertThat(sent).isEqualTo(seriesUpTo(16));
        assertNoDoubt();
    }

    @Test
    void cancelIsNotUsedAgainWhereItAborts() throws Exception {
        busyDay(40);
        faults.remove(QueryFault.DelayPerAnswer.class);
        with(new QueryFault.AbortAtCancel());
        year();
        assertThat(sent).isEqualTo(seriesUpTo(40));
        assertThat(archives.sourceQuirks().has(Quirk.CANCEL_BREAKS)).isTrue();
        assertNoDoubt();
    }

    @Test
    void cancelIsNotUsedAgainWhereItSilencesTheSource() throws Exception {
        busyDay(40);
        faults.remove(QueryFault.DelayPerAnswer.class);
        with(new QueryFault.SilentAtCancel());
        year();
        assertThat(sent).isEqualTo(seriesUpTo(40));
        assertThat(archives.sourceQuirks().has(Quirk.CANCEL_BREAKS)).isTrue();
        assertNoDoubt();
    }

    @Test
    void finalResponseWithoutStatusIsToldAsThatAndWhatCameIsKept() throws Exception {
        addThree();
        with(new QueryFault.NoFinalStatus());
        year();
        assertThat(sent).isEqualTo(seriesOf(1, 2, 3));
        assertThat(exceptions()).isEmpty();
        assertThat(view().doubtfulWindows()).singleElement()
                .satisfies(window -> assertThat(window.state()).isEqualTo(QueryWindow.State.SUSPECT))
                .satisfies(window -> assertThat(window.reason()).contains("without Status (0000,0900)"));
    }

    @Test
    void dayWithAsManyStudiesAsTheLimitIsAskedAFewTimesWhereTimeIsIgnored() throws Exception {
        busyDay(20);
        with(new QueryFault.IgnoreKeys(Set.of(Tag.StudyTime)));
        year();
        assertThat(sent).isEqualTo(seriesUpTo(20));
        assertNoDoubt();
        assertThat(faults.fired(QueryFault.DelayPerAnswer.class)).isLessThan(150);
    }

    @Test
    void dayThatWasAnsweredCompletelyNeedsNoSplitWhereTimeIsRefused() throws Exception {
        busyDay(20);
        with(new QueryFault.RefuseKeys(Set.of(Tag.StudyTime)));
        year();
        assertThat(sent).isEqualTo(seriesUpTo(20));
        assertNoDoubt();
    }

    @Test
    void datesThatAreNotMatchedOnLeadToOnePassOverEverything() throws Exception {
        addThree();
        add(4, "20180404", "101010");
        add(5, "20190505", "101010");
        with(new QueryFault.IgnoreKeys(Set.of(Tag.StudyDate)));
        inventory(window(LocalDate.of(2019, 1, 1), LocalDate.of(2019, 12, 31)), window(FIRST, LAST));
        assertThat(sent).isEqualTo(seriesOf(1, 2, 3, 5));
        assertNoDoubt();
    }

    @Test
    void undatedStudiesBeyondACapAreFound() throws Exception {
        for (int i = 1; i <= 30; i++) {
            add(i, i % 10 == 0 ? null : String.format("2020%02d%02d", 1 + i % 12, i),
                    String.format("%02d1010", i % 24));
        }
        with(new QueryFault.CapWithCancel(10));
        everything();
        assertThat(sent).isEqualTo(seriesUpTo(30));
    }
}
