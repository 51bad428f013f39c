package org.dromedary.pipeline.retrieve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.dromedary.dicom.data.Uid;
import org.dromedary.pipeline.retrieve.Arrivals.Taken;
import org.dromedary.pipeline.retrieve.ObjectReceiver.Arrived;
import org.dromedary.testing.ServicesResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What one object after the other does; {@link ArrivalsPropertiesTest} has them come in any order. */
class ArrivalsTest {

    private static final String STUDY = "1.2";
    private static final String SERIES = "1.2.3";
    private static final String ONE = "1.2.3.1";
    private static final String TWO = "1.2.3.2";
    private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

    private final Path spool = ServicesResource.newDataDir();
    private final Path folder = spool.resolve("series");
    private final Arrivals arrivals = new Arrivals(STUDY, SERIES, folder);

    @AfterEach
    void removeTheFiles() {
        ServicesResource.delete(spool);
    }

    /** A file outside of the series' folder, as objects are when they are offered. */
    private Arrived object(String uid, int digest) {
        return object(STUDY, SERIES, uid, digest);
    }

    private Arrived object(String study, String series, String uid, int digest) {
        try {
            Path file = Files.write(spool.resolve(UUID.randomUUID() + ".part"), new byte[] {(byte) digest});
            return new Arrived(file, uid, Uid.CTImageStorage, Uid.ExplicitVRLittleEndian, 10,
                    new byte[] {(byte) digest}, study, series, true, true, new Person("P1", null, null));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void objectIsOursByTheUidsOfItsStudyAndItsSeries() {
        assertThat(arrivals.isOurs(object(ONE, 0))).isTrue();
        assertThat(arrivals.isOurs(object("1.9", SERIES, ONE, 0))).isFalse();
        assertThat(arrivals.isOurs(object(STUDY, "1.2.9", ONE, 0))).isFalse();
        assertThat(arrivals.isOurs(object(null, null, ONE, 0))).isFalse();
        assertThat(arrivals.expects(object(ONE, 0))).isFalse();
        arrivals.name(List.of(ONE));
        assertThat(arrivals.expects(object("1.9", "1.9.1", ONE, 0))).as("the source lists it here").isTrue();
    }

    @Test
    void everySeriesOfAStudyIsOfTheStudy() {
        Arrivals ofStudy = Arrivals.ofStudy(STUDY, folder);
        assertThat(ofStudy.isOurs(object(STUDY, "1.2.9", ONE, 0))).isTrue();
        assertThat(ofStudy.isOurs(object(STUDY, null, ONE, 0))).isFalse();
        assertThat(ofStudy.isOurs(object("1.9", SERIES, ONE, 0))).isFalse();
    }

    @Test
    void takenFileLiesInTheFolderOfTheSeries() throws Exception {
        Arrived offered = object(ONE, 5);
        assertThat(arrivals.take(offered)).isEqualTo(Taken.YES);
        assertThat(offered.file()).doesNotExist();
        Path kept = arrivals.unlisted().get(ONE).file();
        assertThat(kept.getParent()).isEqualTo(folder);
        assertThat(kept).hasBinaryContent(new byte[] {5});
    }

    @Test
    void whatComesBeforeItIsNamedIsKeptInTheOrderOfItsArrival() throws Exception {
        arrivals.take(object(TWO, 0));
        arrivals.take(object(ONE, 0));
        assertThat(arrivals.unlisted().keySet()).containsExactly(TWO, ONE);
        arrivals.name(List.of(ONE));
        assertThat(arrivals.received()).containsOnlyKeys(ONE);
        assertThat(arrivals.unlisted()).containsOnlyKeys(TWO);
        assertThat(arrivals.count()).isEqualTo(2);
    }

    @Test
    void objectThatConflictsIsCountedOnceAndNotReceived() throws Exception {
        arrivals.name(List.of(ONE));
        arrivals.take(object(ONE, 0));
        assertThat(arrivals.take(object(ONE, 1))).isEqualTo(Taken.YES);
        assertThat(arrivals.take(object(ONE, 1))).isEqualTo(Taken.COPY);
        assertThat(arrivals.received()).isEmpty();
        assertThat(arrivals.conflicts()).containsExactly(ONE);
        assertThat(arrivals.count()).isOne();
        assertThat(arrivals.all()).as("both are kept until it is settled").hasSize(2);
    }

    @Test
    void copyThatCanNotBeMovedLeavesTheOneBefore() throws Exception {
        arrivals.name(List.of(ONE));
        arrivals.take(object(ONE, 0));
        Arrived gone = object(ONE, 1);
        Files.delete(gone.file());
        assertThatThrownBy(() -> arrivals.take(gone)).isInstanceOf(NoSuchFileException.class);
        assertThat(arrivals.received()).containsOnlyKeys(ONE);
        assertThat(arrivals.all()).hasSize(1);
    }

    @Test
    void conflictMakesTheCopyOfAnEarlierAttemptDoubtfulToo() throws Exception {
        arrivals.take(object(ONE, 0));
        arrivals.nextAttempt();
        arrivals.take(object(ONE, 1));
        arrivals.take(object(ONE, 2));
        assertThat(arrivals.nextAttempt()).hasSize(3);
        arrivals.name(List.of(ONE));
        arrivals.recall(uid -> true);
        assertThat(arrivals.count()).isZero();
    }

    @Test
    void objectThatConflictsHasComeThoughItWasRefusedOnce() throws Exception {
        arrivals.name(List.of(ONE));
        arrivals.refused(ONE, "no room");
        arrivals.take(object(ONE, 0));
        arrivals.take(object(ONE, 1));
        assertThat(arrivals.refused()).isEmpty();
    }

    @Test
    void refusedObjectIsForgottenWhenItComes() throws Exception {
        arrivals.name(List.of(ONE, TWO));
        arrivals.refused(ONE, "first");
        arrivals.refused(TWO, "last");
        assertThat(arrivals.refusal()).isEqualTo("last");
        arrivals.take(object(ONE, 0));
        assertThat(arrivals.refused()).containsExactly(TWO);
        arrivals.nextAttempt();
        assertThat(arrivals.refused()).isEmpty();
        assertThat(arrivals.refusal()).isNull();
    }

    @Test
    void refusalAfterTheEndIsNotNoted() {
        arrivals.close();
        arrivals.refused(ONE, "too late");
        assertThat(arrivals.refused()).isEmpty();
        assertThat(arrivals.refusal()).isNull();
    }

    @Test
    void objectOfAnEarlierAttemptWhoseFileIsGoneIsNotRecalled() throws Exception {
        arrivals.take(object(ONE, 0));
        arrivals.take(object(TWO, 0));
        assertThat(arrivals.nextAttempt()).isEmpty();
        arrivals.name(List.of(ONE, TWO));
        for (Arrived earlier : arrivals.all()) {
            if (earlier.sopInstanceUid().equals(ONE)) {
                Files.delete(earlier.file());
            }
        }
        arrivals.recall(uid -> true);
        assertThat(arrivals.received()).containsOnlyKeys(TWO);
    }

    @Test
    void courseTellsOfTheObjectsSinceTheyWereAskedFor() throws Exception {
        arrivals.take(object(ONE, 0));
        long before = System.nanoTime();
        arrivals.asked();
        assertThat(arrivals.course().objects()).isZero();
        assertThat(arrivals.lastArrivalNanos()).as("the wait begins anew").isGreaterThanOrEqualTo(before);
        arrivals.take(object(TWO, 0));
        arrivals.take(object("1.2.3.4", 0));
        Arrivals.Course course = arrivals.course();
        assertThat(course.objects()).isEqualTo(2);
        assertThat(course.bytes()).isEqualTo(20);
        assertThat(course.askedNanos()).isLessThanOrEqualTo(course.firstNanos());
        assertThat(course.firstNanos()).isLessThan(course.lastNanos());
        assertThat(course.lastNanos()).isEqualTo(arrivals.lastArrivalNanos());
    }

    /** Waits in a thread of its own; returns once that waits. */
    private CompletableFuture<Void> waitFor(int objects) {
        AtomicReference<Thread> waiting = new AtomicReference<>();
        CompletableFuture<Void> ended = CompletableFuture.runAsync(() -> {
            waiting.set(Thread.currentThread());
            try {
                arrivals.await(() -> arrivals.count() >= objects, MINUTE);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }, task -> new Thread(task).start());
        await().until(() -> waiting.get() != null && waiting.get().getState() == Thread.State.TIMED_WAITING);
        return ended;
    }

    @Test
    void waitEndsWithTheObjectThatWasAwaited() throws Exception {
        CompletableFuture<Void> ended = waitFor(1);
        arrivals.take(object(ONE, 0));
        ended.get(20, TimeUnit.SECONDS);
    }

    @Test
    void waitEndsWhenNothingIsTakenAnyMore() throws Exception {
        CompletableFuture<Void> ended = waitFor(1);
        arrivals.close();
        ended.get(20, TimeUnit.SECONDS);
        assertThat(arrivals.count()).isZero();
    }

    @Test
    void waitEndsAfterItsTime() throws Exception {
        long begin = System.nanoTime();
        arrivals.await(() -> false, 5_000_000);
        assertThat(System.nanoTime() - begin).isBetween(5_000_000L, MINUTE);
    }

    @Test
    void ofCopiesThatComeAtOnceEachObjectIsTakenOnce() throws Exception {
        int objects = 200;
        List<CompletableFuture<List<Taken>>> senders = IntStream.range(0, 4).mapToObj(sender ->
                CompletableFuture.supplyAsync(() -> offerAll(objects), task -> new Thread(task).start())).toList();
        List<Taken> taken = new ArrayList<>();
        for (CompletableFuture<List<Taken>> each : senders) {
            taken.addAll(each.get(60, TimeUnit.SECONDS));
        }
        assertThat(taken).filteredOn(Taken.YES::equals).hasSize(objects);
        assertThat(taken).filteredOn(Taken.COPY::equals).hasSize(3 * objects);
        assertThat(arrivals.count()).isEqualTo(objects);
        assertThat(arrivals.uids()).isEqualTo(Set.copyOf(arrivals.unlisted().keySet()));
    }

    private List<Taken> offerAll(int objects) {
        return IntStream.range(0, objects).mapToObj(i -> {
            try {
                return arrivals.take(object(SERIES + "." + i, 0));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }).toList();
    }
}
