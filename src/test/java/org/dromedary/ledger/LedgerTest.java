package org.dromedary.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.dromedary.ledger.SeriesState.FOUND;
import static org.dromedary.ledger.SeriesState.QUEUED;
import static org.dromedary.ledger.SeriesState.RECONCILED;
import static org.dromedary.ledger.SeriesState.REJECTED;
import static org.dromedary.ledger.SeriesState.RETRIEVED;
import static org.dromedary.ledger.SeriesState.RETRY_WAIT;
import static org.dromedary.ledger.SeriesState.SKIPPED;
import static org.dromedary.ledger.SeriesState.STORED;
import static org.dromedary.ledger.SeriesState.TRANSCODED;
import static org.dromedary.ledger.SeriesState.UNAVAILABLE;
import static org.dromedary.ledger.SeriesState.VERIFIED;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.dromedary.testing.ServicesResource;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@Tag("application")
@QuarkusTestResource(ServicesResource.class)
class LedgerTest {

    @Inject
    Ledger ledger;

    @Inject
    Transitions transitions;

    @Inject
    DataSource dataSource;

    private long newSeries(Integer expected) {
        long study = ledger.upsertStudy(study("1.2.3." + digits(), "P" + digits(), "Doe^Jane"));
        ledger.upsertSeries(study, List.of(series("1.2.4." + digits(), expected)));
        return ledger.seriesOfStudy(study).get(0).id;
    }

    private static StudyFound study(String uid, String patientId, String name) {
        return new StudyFound(patientId, null, name, LocalDate.of(1970, 1, 31), "F", uid, LocalDate.of(2011, 2, 28),
                "101500", "A1", "Thorax", "CT\\SR", null, 2, 40);
    }

    private static SeriesFound series(String uid, Integer expected) {
        return new SeriesFound(uid, "CT", "axial", "CHEST", "CT1", expected);
    }

    private static String digits() {
        return Long.toString(UUID.randomUUID().getMostSignificantBits() >>> 1);
    }

    @Nested
    class Advancing {

        @Test
        void allowedStepChangesTheRowAndLeavesAnEvent() {
            long id = newSeries(3);
            assertThat(transitions.advance(id, FOUND, QUEUED, Change.none())).isTrue();
            assertThat(transitions.advance(id, QUEUED, RETRIEVED, Change.none().received(3, 1500).by("w1"))).isTrue();

            Series row = ledger.series(id).orElseThrow();
            assertThat(row.state).isEqualTo(RETRIEVED);
            assertThat(row.receivedCount).isEqualTo(3);
            assertThat(row.bytes).isEqualTo(1500);
            assertThat(ledger.events(id)).extracting(event -> event.fromState(), event -> event.toState(),
                    event -> event.worker()).containsExactly(tuple("FOUND", "QUEUED", ""),
                    tuple("QUEUED", "RETRIEVED", "w1"));
        }

        @Test
        void stepThatTheTableDoesNotKnowIsRefused() {
            long id = newSeries(3);
            assertThatThrownBy(() -> transitions.advance(id, FOUND, VERIFIED, Change.none()))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThat(ledger.events(id)).isEmpty();
        }

        @Test
        void rowThatIsElsewhereStaysAsItIs() {
            long id = newSeries(3);
            assertThat(transitions.advance(id, QUEUED, RETRIEVED, Change.none().received(3, 9))).isFalse();
            assertThat(ledger.series(id).orElseThrow().receivedCount).isZero();
            assertThat(ledger.events(id)).isEmpty();
        }

        @Test
        void ofManyAtOnceExactlyOneWins() throws Exception {
            long id = newSeries(3);
            int rivals = 8;
            CyclicBarrier start = new CyclicBarrier(rivals);
            ExecutorService threads = Executors.newFixedThreadPool(rivals);
            try {
                List<Future<Boolean>> tries = new ArrayList<>();
                for (int i = 0; i < rivals; i++) {
                    tries.add(threads.submit(() -> {
                        start.await();
                        return transitions.advance(id, FOUND, QUEUED, Change.none());
                    }));
                }
                int won = 0;
                for (Future<Boolean> attempt : tries) {
                    won += attempt.get() ? 1 : 0;
                }
                assertThat(won).isEqualTo(1);
                assertThat(ledger.events(id)).hasSize(1);
            } finally {
                threads.shutdownNow();
            }
        }

        @Test
        void closedSeriesThatLivesAgainOrIsGivenUpStaysBalanced() {
            long id = newSeries(5);
            transitions.advance(id, FOUND, QUEUED, Change.none());
            transitions.advance(id, QUEUED, RETRIEVED, Change.none().received(4, 9).unavailable(1));
            transitions.advance(id, RETRIEVED, REJECTED, Change.because("STATUS_0124", "no"));
            assertThat(ledger.series(id).orElseThrow().rejectedCount).isEqualTo(4);
            transitions.advance(id, REJECTED, TRANSCODED, Change.because("REPLAYED", "again"));
            assertThat(ledger.series(id).orElseThrow().rejectedCount).isZero();
            assertThat(ledger.series(id).orElseThrow().unavailableCount).isEqualTo(1);
            transitions.advance(id, TRANSCODED, REJECTED, Change.because("STATUS_0124", "no"));
            transitions.advance(id, REJECTED, SKIPPED, Change.because("DISCARDED", "given up"));
            Series row = ledger.series(id).orElseThrow();
            assertThat(row.rejectedCount).isZero();
            assertThat(row.skippedCount).isEqualTo(4);
            assertThat(ledger.view().balanced(id)).isTrue();
        }

        @Test
        void waitEndsWhenTheSeriesIsTakenUp() {
            long id = newSeries(3);
            transitions.advance(id, FOUND, QUEUED, Change.none());
            Change change = Change.because("STATUS_A700", "busy").attempt(1).retryAfter(Duration.ofMinutes(1));
            assertThat(transitions.await(id, TRANSCODED, change)).isFalse();
            assertThat(transitions.await(id, QUEUED, change)).isTrue();
            assertThat(ledger.series(id).orElseThrow().retryAt).isNotNull();
            assertThat(ledger.events(id)).extracting(event -> event.kind()).containsExactly("transition", "retry");
            transitions.resume(id);
            assertThat(ledger.series(id).orElseThrow().retryAt).isNull();
        }

        @Test
        void retryKeepsItsReasonAndItsTimeInUtc() {
            long id = newSeries(3);
            transitions.advance(id, FOUND, QUEUED, Change.none());
            transitions.advance(id, QUEUED, RETRY_WAIT,
                    Change.because("source-refused", "0xA701").attempt(1).retryAfter(Duration.ofMinutes(10)));

            Series row = ledger.series(id).orElseThrow();
            assertThat(row.reasonCode).isEqualTo("source-refused");
            assertThat(row.attempt).isEqualTo(1);
            LocalDateTime expected = LocalDateTime.now(ZoneOffset.UTC).plusMinutes(10);
            assertThat(row.retryAt.until(expected, ChronoUnit.SECONDS)).isBetween(-5L, 60L);
        }
    }

    @Nested
    class Inventory {

        @Test
        void secondInventoryWritesNothingTwiceAndKeepsStates() {
            String uid = "1.2.3." + digits();
            String patient = "P" + digits();
            List<SeriesFound> found = List.of(series("1.1." + digits(), 3), series("1.1." + digits(), null));
            long study = ledger.upsertStudy(study(uid, patient, "Doe^Jane"));
            ledger.upsertSeries(study, found);
            long first = ledger.seriesOfStudy(study).get(0).id;
            transitions.advance(first, FOUND, QUEUED, Change.none());

            assertThat(ledger.upsertStudy(study(uid, patient, "Doe^Janet"))).isEqualTo(study);
            ledger.upsertSeries(study, found);

            assertThat(ledger.seriesOfStudy(study)).extracting(row -> row.state).containsExactly(QUEUED, FOUND);
            List<Patient> patients =
                    QuarkusTransaction.requiringNew().call(() -> Patient.list("patientId", patient));
            assertThat(patients).extracting(row -> row.name).containsExactly("Doe^Janet");
        }

        @Test
        void countsOfASeriesThatIsUnderWayAreNotTakenFromANewInventory() {
            long study = ledger.upsertStudy(study("1.2.3." + digits(), "P" + digits(), "Doe^Jane"));
            String uid = "1.2.4." + digits();
            ledger.upsertSeries(study, List.of(series(uid, 3)));
            long id = ledger.seriesOfStudy(study).get(0).id;
            transitions.advance(id, FOUND, QUEUED, Change.none());
            transitions.advance(id, QUEUED, RETRIEVED, Change.none().expected(4).received(4, 10));
            ledger.upsertSeries(study, List.of(series(uid, 3)));
            assertThat(ledger.series(id).orElseThrow().expectedInstances).isEqualTo(4);
        }

        @Test
        void patientIdsThatDifferInCaseAreTwoPatients() {
            String id = "a" + digits();
            ledger.upsertStudy(study("1.2.3." + digits(), id, "Doe^Jane"));
            ledger.upsertStudy(study("1.2.3." + digits(), id.toUpperCase(java.util.Locale.ROOT), "Roe^Jane"));
            assertThat(Patient.count("lower(patientId) = ?1", id)).isEqualTo(2);
        }

        @Test
        void textsLongerThanTheStandardAllowsAreCutAndMissingOnesAreEmpty() {
            StudyFound found = new StudyFound(null, null, "x".repeat(1000), null, null, "1.2.3." + digits(), null, null,
                    "9".repeat(100), "\uD83D\uDC2A".repeat(200), null, null, null, null);
            Study study = Study.findById(ledger.upsertStudy(found));
            assertThat(study.accessionNumber).hasSize(64);
            assertThat(study.studyDate).isNull();
            assertThat(study.description).hasSize(254);
        }
    }

    @Nested
    class Accounting {

        @Test
        void verifiedSeriesBalancesWhenEveryObjectIsVerifiedOrExcepted() {
            long id = newSeries(3);
            walk(id);
            transitions.advance(id, STORED, VERIFIED, Change.none().verified(2).quarantined(1));
            assertThat(ledger.view().balanced(id)).isTrue();
        }

        @Test
        void verifiedSeriesThatMissesAnObjectIsAnImbalance() {
            long id = newSeries(3);
            walk(id);
            transitions.advance(id, STORED, VERIFIED, Change.none().verified(2));
            assertThat(ledger.view().balanced(id)).isFalse();
            assertThat(ledger.view().imbalances(1000)).extracting(LedgerView.Imbalance::seriesId).contains(id);
        }

        @Test
        void unavailableSeriesAccountsForWhateverWasNotYet() {
            long id = newSeries(5);
            transitions.advance(id, FOUND, QUEUED, Change.none());
            transitions.advance(id, QUEUED, UNAVAILABLE, Change.because("source-has-nothing", null));
            assertThat(ledger.series(id).orElseThrow().unavailableCount).isEqualTo(5);
            assertThat(ledger.view().balanced(id)).isTrue();

            transitions.advance(id, UNAVAILABLE, QUEUED, Change.none());
            assertThat(ledger.series(id).orElseThrow().unavailableCount).isZero();
        }

        @Test
        void countsAndLinesComeFromTheLedgerAlsoOverAPlainConnection() throws Exception {
            long id = newSeries(3);
            try (var connection = dataSource.getConnection()) {
                LedgerView view = new LedgerView(Sql.over(connection));
                assertThat(view.seriesByState().values().stream().mapToLong(Long::longValue).sum())
                        .isEqualTo(view.totals().series()).isEqualTo(Series.count());
                List<LedgerView.SeriesLine> lines = new ArrayList<>();
                view.forEachSeries(lines::add);
                assertThat(lines).filteredOn(line -> line.seriesId() == id).singleElement()
                        .satisfies(line -> assertThat(line.studyDate()).isEqualTo(LocalDate.of(2011, 2, 28)));
            }
        }

        private void walk(long id) {
            transitions.advance(id, FOUND, QUEUED, Change.none());
            transitions.advance(id, QUEUED, RETRIEVED, Change.none().received(3, 10));
            transitions.advance(id, RETRIEVED, RECONCILED, Change.none());
            transitions.advance(id, RECONCILED, TRANSCODED, Change.none());
            transitions.advance(id, TRANSCODED, STORED, Change.none().stored(3));
        }
    }

    @Nested
    class Manifests {

        @Test
        void manifestIsReplacedByTheNextOne() {
            long id = newSeries(3);
            ledger.saveManifest(id, SeriesManifestTest.manifest(10_000));
            ledger.saveManifest(id, SeriesManifestTest.manifest(3));
            assertThat(ledger.manifest(id)).contains(SeriesManifestTest.manifest(3));
            assertThat(Sql.over(dataSource).query("select objects from manifest where series_id = ?",
                    row -> row.getInt(1), id)).containsExactly(3);
        }

        @Test
        void manifestWhoseBytesWereChangedIsNotBelieved() {
            long id = newSeries(3);
            ledger.saveManifest(id, SeriesManifestTest.manifest(3));
            Sql.over(dataSource).update("update manifest set digest = repeat('x', 32) where series_id = ?", id);
            assertThatThrownBy(() -> ledger.manifest(id)).isInstanceOf(IllegalStateException.class);
        }

        @Test
        void exceptionsOfManyObjectsAreKeptWithTheirEvidence() {
            long id = newSeries(3);
            List<Ledger.ObjectReason> reasons = new ArrayList<>();
            for (int i = 0; i < 1200; i++) {
                reasons.add(new Ledger.ObjectReason("1.2.5." + i, "target-refused", 0xC000, "Can not understand"));
            }
            ledger.recordExceptions(id, "store", 2, reasons);
            assertThat(Sql.over(dataSource).query("select status from object_exception where series_id = ?",
                    row -> row.getInt(1), id)).hasSize(1200).containsOnly(0xC000);
        }
    }
}
