package org.dromedary.pipeline.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.dromedary.dicom.data.Part10;
import org.dromedary.ledger.LedgerView.ExceptionLine;
import org.dromedary.ledger.SeriesManifest;
import org.dromedary.ledger.SeriesState;
import org.dromedary.ledger.Stage;
import org.dromedary.ledger.spool.Spool;
import org.dromedary.pipeline.stage.Failure.Kind;
import org.dromedary.pipeline.stage.Queues;
import org.dromedary.simulator.AssociationFault;
import org.dromedary.simulator.Fault;
import org.dromedary.simulator.StoreFault;
import org.dromedary.testing.ServicesResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What follows from the target's answers, from associations that break off, and from files that are damaged. */
@QuarkusTest
@org.junit.jupiter.api.Tag("application")
@QuarkusTestResource(ServicesResource.class)
@TestProfile(StoreRig.Profile.class)
class StoreStageTest extends StoreRig {

    private static final int FOR_EVER = 1_000;

    /** What may have become of a file of the spool; of some it is seen before anything of the object is sent. */
    enum Damage {
        GONE, SHORTER, LONGER, FIRST_BYTE, MIDDLE, LAST_BYTE;

        boolean isSeenBefore() {
            return compareTo(FIRST_BYTE) < 0;
        }

        void to(Path file) throws IOException {
            byte[] bytes = Files.readAllBytes(file);
            int begin = (int) Part10.readMeta(file).dataSetOffset();
            switch (this) {
                case GONE -> Files.delete(file);
                case SHORTER -> Files.write(file, Arrays.copyOf(bytes, bytes.length - 1));
                case LONGER -> Files.write(file, Arrays.copyOf(bytes, bytes.length + 1));
                case FIRST_BYTE -> flip(file, bytes, begin);
                case MIDDLE -> flip(file, bytes, (begin + bytes.length) / 2);
                case LAST_BYTE -> flip(file, bytes, bytes.length - 1);
                default -> throw new AssertionError(this);
            }
        }

        private static void flip(Path file, byte[] bytes, int at) throws IOException {
            bytes[at] ^= 1;
            Files.write(file, bytes);
        }
    }

    @Test
    void everyObjectIsSentAsItCameAndItsStatusIsKept() throws Exception {
        String[] uids = {received(CT, EXPLICIT), received(SC, IMPLICIT), received(CT, IMPLICIT)};
        assertThat(deliver()).isEqualTo(SeriesState.STORED);
        assertTargetHas(uids);
        assertThat(statuses()).containsExactly(0, 0, 0);
        assertCounts(3, 0, 0);
        assertThat(row().reasonCode).isNull();
        assertThat(exceptions()).isEmpty();
    }

    @Test
    void objectThatTheTargetAlreadyHasIsAtTheTargetAndIsNotSentAgain() throws Exception {
        String[] uids = threeImages();
        faults.set(new StoreFault.FailObject(uids[1], 0x0111));
        assertThat(deliver()).isEqualTo(SeriesState.STORED);
        assertThat(statuses()).containsExactly(0, 0x0111, 0);
        assertCounts(3, 0, 0);
        assertThat(exceptions()).isEmpty();

        advance(SeriesState.STORED, SeriesState.TRANSCODED);
        forgetAtTarget(uids[0]);
        assertThat(deliver()).isEqualTo(SeriesState.STORED);
        assertThat(faults.fired(StoreFault.FailObject.class)).isOne();
        assertTargetHas(uids[2]);
        assertCounts(3, 0, 0);
    }

    @ParameterizedTest
    @ValueSource(ints = {0x0001, 0x0107, 0x0116, 0xB000, 0xB006, 0xB007, 0xBFFF})
    void objectIsTakenWithAWarningAndTheWarningIsKept(int status) throws Exception {
        String[] uids = threeImages();
        faults.after(1, 1, new StoreFault.WarnWith(status, "changed"));
        assertThat(deliver()).isEqualTo(SeriesState.STORED);
        assertTargetHas(uids);
        assertThat(statuses()).containsExactly(0, status, 0);
        assertCounts(3, 0, 0);
        assertThat(exceptions()).isEmpty();

        advance(SeriesState.STORED, SeriesState.TRANSCODED);
        forgetAtTarget(uids[1]);
        assertThat(deliver()).isEqualTo(SeriesState.STORED);
        assertTargetHas(uids[0], uids[2]);
    }

    @ParameterizedTest
    @ValueSource(ints = {0x0117, 0x0124, 0xA900, 0xA9FF})
    void refusedObjectIsRejectedAtOnceAndTheOthersGoOn(int status) throws Exception {
        String[] uids = threeImages();
        faults.after(1, 1, new StoreFault.FailWith(status, "not mine"));
        assertThat(deliver()).isEqualTo(SeriesState.STORED);
        assertTargetHas(uids[0], uids[2]);
        assertThat(statuses()).containsExactly(0, status, 0);
        assertCounts(2, 1, 0);
        assertThat(row().reasonCode).isEqualTo("PARTLY_REJECTED");
        assertThat(exceptions()).extracting(ExceptionLine::sopInstanceUid, ExceptionLine::reasonCode,
                ExceptionLine::status, ExceptionLine::comment)
                .containsExactly(tuple(uids[1], "REJECTED", status, "not mine"));
    }

    @Test
    void seriesOfWhichEveryObjectIsRefusedIsRejected() throws Exception {
        String[] uids = threeImages();
        faults.set(new StoreFault.FailWith(0xA900, "not mine"));
        assertThat(deliver()).isEqualTo(SeriesState.REJECTED);
        assertFailed(Kind.REFUSED, "STATUS_A900");
        assertThat(failure.detail()).contains("3 of 3 objects", "0xA900");
        assertThat(next).isEqualTo(Queues.DEAD_LETTER);
        assertThat(statuses()).containsExactly(0xA900, 0xA900, 0xA900);
        assertCounts(0, 3, 0);
        assertThat(exceptions()).extracting(ExceptionLine::sopInstanceUid).containsExactly(uids);
        assertThat(exceptions()).extracting(ExceptionLine::comment).containsOnly("not mine");
        assertTargetHas();
    }

    @Test
    void objectThatFailsIsSentOnceMoreAndTheOthersAreNot() throws Exception {
        String[] uids = threeImages();
        faults.next(1, new StoreFault.FailObject(uids[1], 0xC000));
        assertThat(deliver()).isEqualTo(SeriesState.TRANSCODED);
        assertFailed(Kind.SERIES_FAILED, "STATUS_C000");
        assertThat(failure.detail()).contains("1 of 3 objects");
        assertThat(next).isEqualTo(Stage.STORE.queue());
        assertThat(message.attempt()).isEqualTo(2);
        assertThat(statuses()).containsExactly(0, 0xC000, 0);

        forgetAtTarget(uids[0], uids[2]);
        assertThat(deliver()).isEqualTo(SeriesState.STORED);
        assertTargetHas(uids[1]);
        assertThat(statuses()).containsExactly(0, 0, 0);
        assertCounts(3, 0, 0);
        assertThat(row().reasonCode).isNull();
    }

    @Test
    void objectThatFailsBesideARefusedOneIsSentOnceMore() throws Exception {
        String[] uids = threeImages();
        faults.set(new StoreFault.FailObject(uids[0], 0xA900)).next(1, new StoreFault.FailWith(0xC000, ""));
        assertThat(deliver()).isEqualTo(SeriesState.TRANSCODED);
        assertThat(failure.kind()).isEqualTo(Kind.SERIES_FAILED);
        assertThat(failure.reason()).isEqualTo("STATUS_C000");
        assertThat(statuses()).containsExactly(0xA900, 0xC000, 0);
        assertThat(deliver()).isEqualTo(SeriesState.STORED);
        assertTargetHas(uids[1], uids[2]);
        assertCounts(2, 1, 0);
    }

    @Test
    void objectThatFailsAtTheLastAttemptIsRejectedAndTheOthersGoOn() throws Exception {
        String[] uids = threeImages();
        faults.set(new StoreFault.FailObject(uids[0], 0x0110));
        assertThat(deliver()).isEqualTo(SeriesState.TRANSCODED);
        assertThat(exceptions()).isEmpty();
        assertThat(deliver()).isEqualTo(SeriesState.STORED);
        assertThat(faults.fired(StoreFault.FailObject.class)).isEqualTo(2);
        assertCounts(2, 1, 0);
        assertThat(row().reasonCode).isEqualTo("PARTLY_REJECTED");
        assertThat(exceptions()).extracting(ExceptionLine::status).containsExactly(0x0110);
    }

    @Test
    void seriesOfWhichEveryObjectFailsIsRejectedAtTheLastAttempt() throws Exception {
        threeImages();
        faults.set(new StoreFault.FailWith(0xC001, ""));
        assertThat(deliver()).isEqualTo(SeriesState.TRANSCODED);
        assertFailed(Kind.SERIES_FAILED, "STATUS_C001");
        assertThat(deliver()).isEqualTo(SeriesState.REJECTED);
        assertFailed(Kind.REFUSED, "STATUS_C001");
        assertCounts(0, 3, 0);
        assertThat(exceptions()).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(ints = {0xA700, 0xA701, 0xA702, 0xA7FF})
    void busyTargetCostsNoAttemptAndIsNotSentAgainWhatItTook(int status) throws Exception {
        String[] uids = threeImages();
        faults.set(new StoreFault.FailObject(uids[2], status)).next(1, new StoreFault.FailWith(0xA900, ""));
        for (int i = 0; i < 4; i++) {
            assertThat(deliver()).isEqualTo(SeriesState.TRANSCODED);
            assertFailed(Kind.BUSY, "STATUS_%04X".formatted(status));
            assertThat(next).isEqualTo(Stage.STORE.queue());
            assertThat(message.attempt()).isOne();
            assertThat(exceptions()).isEmpty();
        }
        assertThat(row().attempt).isOne();
        assertThat(statuses()).containsExactly(0, 0, status);

        faults.clear();
        forgetAtTarget(uids[1]);
        assertThat(deliver()).isEqualTo(SeriesState.STORED);
        assertTargetHas(uids[0], uids[2]);
        assertCounts(3, 0, 0);
    }

    private static Fault breakingOff(boolean abort) {
        return abort ? new StoreFault.Abort() : new StoreFault.Drop();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatWasAcknowledgedBeforeTheAssociationBrokeOffIsNotSentAgain(boolean abort) throws Exception {
        String[] uids = threeImages();
        faults.after(1, FOR_EVER, breakingOff(abort));
        assertThat(deliver()).isEqualTo(SeriesState.TRANSCODED);
        assertThat(failure.kind()).isEqualTo(Kind.SERIES_FAILED);
        assertThat(message.attempt()).isEqualTo(2);
        assertThat(statuses()).containsExactly(0, SeriesManifest.NOT_STORED, SeriesManifest.NOT_STORED);

        faults.clear();
        forgetAtTarget(uids[0]);
        assertThat(deliver()).isEqualTo(SeriesState.STORED);
        assertTargetHas(uids[1], uids[2]);
        assertThat(statuses()).containsExactly(0, 0, 0);
    }

    @Test
    void sendingIsBegunAgainAsLongAsEachAssociationBringsTheSeriesFurther() throws Exception {
        String[] uids = threeImages();
        faults.after(1, 1, new StoreFault.Abort()).after(2, 1, new StoreFault.Drop());
        assertThat(deliver()).isEqualTo(SeriesState.STORED);
        assertThat(faults.fired(StoreFault.Abort.class) + faults.fired(StoreFault.Drop.class)).isEqualTo(2);
        assertTargetHas(uids);
        assertThat(message.attempt()).isOne();
    }

    @Test
    void targetThatDoesNotAnswerInTimeFailsTheAttemptAndKeepsWhatItAcknowledged() throws Exception {
        String[] uids = threeImages();
        faults.after(1, FOR_EVER, new StoreFault.DelayPerObject(Duration.ofMinutes(1)));
        assertThat(deliver()).isEqualTo(SeriesState.TRANSCODED);
        assertFailed(Kind.SERIES_FAILED, "TIMEOUT");
        assertThat(statuses()).containsExactly(0, SeriesManifest.NOT_STORED, SeriesManifest.NOT_STORED);

        faults.clear();
        forgetAtTarget(uids[0]);
        assertThat(deliver()).isEqualTo(SeriesState.STORED);
        assertTargetHas(uids[1], uids[2]);
    }

    @Test
    void rejectedAssociationCostsNoAttempt() throws Exception {
        String[] uids = threeImages();
        faults.next(1, new AssociationFault.Refuse(false));
        assertThat(deliver()).isEqualTo(SeriesState.TRANSCODED);
        assertFailed(Kind.BUSY, "ASSOCIATION_REJECTED");
        assertThat(message.attempt()).isOne();
        assertThat(deliver()).isEqualTo(SeriesState.STORED);
        assertTargetHas(uids);
    }

    @Test
    void seriesWaitsForATargetThatIsAway() throws Exception {
        String[] uids = threeImages();
        target.close();
        FutureTask<SeriesState> delivery = new FutureTask<>(this::deliver);
        new Thread(delivery, "delivery").start();
        await().atMost(Duration.ofSeconds(30)).until(() -> archives.target().outage() != null);
        startTarget();
        assertThat(delivery.get(30, TimeUnit.SECONDS)).isEqualTo(SeriesState.STORED);
        assertTargetHas(uids);
        assertThat(row().attempt).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void damagedFileIsFoundBeforeTheObjectIsCompleteAtTheTarget(Damage damage) throws Exception {
        String[] uids = threeImages();
        byte[] whole = Files.readAllBytes(fileOf(uids[1]));
        damage.to(fileOf(uids[1]));
        assertThat(deliver()).isEqualTo(SeriesState.QUEUED);
        assertFailed(Kind.SPOOL_LOST, "SPOOL_DAMAGED");
        assertThat(failure.detail()).contains(Spool.fileName(uids[1]));
        assertThat(next).isEqualTo(Stage.RETRIEVE.queue());
        // What is seen before leaves the association to the others.
        int third = damage.isSeenBefore() ? 0 : SeriesManifest.NOT_STORED;
        assertThat(statuses()).containsExactly(0, SeriesManifest.NOT_STORED, third);
        assertThat(target.objects()).containsKey(uids[0]).doesNotContainKey(uids[1]);

        Files.write(fileOf(uids[1]), whole);
        entries.replaceAll(entry -> entry.knowing(manifest().find(entry.sopInstanceUid()).orElseThrow()));
        transcoded();
        forgetAtTarget(uids[0]);
        assertThat(deliver()).isEqualTo(SeriesState.STORED);
        assertTargetHas(uids[1], uids[2]);
    }
}
