package org.dromedary.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.dromedary.dicom.data.Uid;
import org.dromedary.ledger.LedgerView.SeriesLine;
import org.dromedary.ledger.SeriesState;
import org.dromedary.simulator.AssociationFault;
import org.dromedary.simulator.RetrieveFault;
import org.dromedary.simulator.StoreFault;
import org.dromedary.simulator.StudyGenerator;
import org.dromedary.simulator.StudyKind;
import org.junit.jupiter.api.Test;

/** Targets that are busy, refuse, break off, or lose what they have taken. */
class TargetFaultsIT {

    private static final int OUTAGE_SECONDS = 40;
    private static final StudyGenerator SMALL = new StudyGenerator(9).matrix(16).objectsPerSeries(4);

    @Test
    void storeFaultsThatPassCostNoObject() throws Exception {
        try (Rehearsal rehearsal = Rehearsal.of(SMALL.kinds(StudyKind.CT), 6)) {
            rehearsal.migration.set("dromedary.store.consumers", "1");
            String present = rehearsal.source().objects().keySet().iterator().next();
            rehearsal.giveToTarget(present);
            rehearsal.targetFaults
                    .set(new StoreFault.FailObject(present, 0x0111))
                    // More often than a series has attempts: being busy costs none.
                    .next(14, new StoreFault.FailSopClass(Uid.CTImageStorage, 0xA700))
                    .after(3, 1, new StoreFault.FailWith(0x0110, "once"))
                    .after(8, 1, new StoreFault.LoseSilently())
                    .after(30, 1, new StoreFault.Drop())
                    .after(40, 1, new StoreFault.Abort());
            rehearsal.runsTo(0);
            rehearsal.assertEverythingArrived();
            rehearsal.assertBooksBalance();
            assertThat(rehearsal.targetFaults.fired(StoreFault.Abort.class)).isOne();
            assertThat(rehearsal.number("select count(*) from event where kind = 'retry'"
                    + " and reason_code = 'STATUS_A700'"))
                    .isGreaterThan(2);
            assertThat(rehearsal.number("select count(*) from event where reason_code = 'MISSING_AT_TARGET'")).isOne();
            assertThat(rehearsal.number("select count(*) from event where reason_code = 'STATUS_0110'")).isOne();
        }
    }

    @Test
    void longOutageOfTheTargetCostsNoSeriesAnAttempt() throws Exception {
        try (Rehearsal rehearsal = Rehearsal.of(SMALL.kinds(StudyKind.CT), 8)) {
            rehearsal.sourceFaults.set(new RetrieveFault.DelayPerObject(Duration.ofMillis(100)));
            Process process = rehearsal.migration.start();
            rehearsal.awaitArrived(process, 10);
            rehearsal.target().close();
            assertThat(process.waitFor(OUTAGE_SECONDS, TimeUnit.SECONDS)).as(rehearsal.migration.output()).isFalse();
            // The source went on: all is fetched, and waits for the target.
            assertThat(rehearsal.states()).doesNotContainKeys(SeriesState.FOUND, SeriesState.QUEUED)
                    .containsKey(SeriesState.TRANSCODED);
            rehearsal.restartTarget();
            rehearsal.endsWith(0, process);
            rehearsal.assertEverythingArrived();
            rehearsal.assertBooksBalance();
            assertThat(rehearsal.series().values()).extracting(SeriesLine::attempt).containsOnly(0);
            assertThat(rehearsal.number("select count(*) from event where kind = 'retry' or to_state = 'RETRY_WAIT'"))
                    .isZero();
            assertThat(rehearsal.number("select count(*) from event where kind = 'archive'"
                    + " and reason_code = 'target'")).isEqualTo(2);
        }
    }

    /** Verification asks for UIDs: what lies under them at the target it can't tell. */
    @Test
    void otherContentUnderAUidThatTheTargetHasIsTakenForOurs() throws Exception {
        try (Rehearsal rehearsal = Rehearsal.of(SMALL.kinds(StudyKind.CT), 1)) {
            String present = rehearsal.source().objects().keySet().iterator().next();
            rehearsal.giveOtherContentToTarget(present);
            rehearsal.targetFaults.set(new StoreFault.FailObject(present, 0x0111));
            rehearsal.runsTo(0);
            rehearsal.assertEverythingArrivedBut(Set.of(present));
            rehearsal.assertBooksBalance();
            assertThat(rehearsal.states()).containsOnlyKeys(SeriesState.VERIFIED);
        }
    }

    @Test
    void whatTheTargetRefusesIsRejectedAndTheRestArrives() throws Exception {
        try (Rehearsal rehearsal = Rehearsal.of(SMALL.kinds(StudyKind.CT, StudyKind.DX), 4)) {
            Map<String, String> classes = rehearsal.sopClasses();
            String refused = classes.entrySet().stream().filter(e -> e.getValue().equals(Uid.CTImageStorage))
                    .map(Map.Entry::getKey).findFirst().orElseThrow();
            rehearsal.targetFaults.set(new StoreFault.FailObject(refused, 0xC000))
                    .set(new AssociationFault.AcceptOnly(Set.of(Uid.Verification, Uid.CTImageStorage,
                            Uid.GrayscaleSoftcopyPresentationStateStorage,
                            Uid.StudyRootQueryRetrieveInformationModelFind), Set.of()));
            rehearsal.runsTo(3);
            String unknown = Uid.DigitalXRayImageStorageForPresentation;
            List<String> taken = classes.entrySet().stream()
                    .filter(e -> !e.getValue().equals(unknown) && !e.getKey().equals(refused))
                    .map(Map.Entry::getKey).toList();
            rehearsal.assertArrived(taken);
            rehearsal.assertBooksBalance();
            assertThat(rehearsal.exceptions("REJECTED")).containsExactly(refused);
            assertThat(rehearsal.exceptions("NO_PRESENTATION_CONTEXT"))
                    .hasSize(rehearsal.source().size() - taken.size() - 1);
            assertThat(rehearsal.number("select status from object_exception where sop_instance_uid = '"
                    + refused + "'"))
                    .isEqualTo(0xC000);
            assertThat(rehearsal.series().values()).filteredOn(line -> line.modality().equals("DX"))
                    .isNotEmpty().allMatch(line -> line.state() == SeriesState.REJECTED)
                    .extracting(SeriesLine::reasonCode).containsOnly("NO_PRESENTATION_CONTEXT");
            assertThat(rehearsal.series().values()).filteredOn(line -> line.rejected() > 0 && line.verified() > 0)
                    .hasSize(1).extracting(SeriesLine::reasonCode).containsOnly("PARTLY_REJECTED");
            RetrieveFaultsIT.assertDeadLetters(rehearsal, SeriesState.REJECTED, "transcode", "NO_PRESENTATION_CONTEXT");
        }
    }
}
