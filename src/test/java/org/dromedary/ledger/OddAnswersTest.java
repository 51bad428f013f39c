package org.dromedary.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import javax.sql.DataSource;
import org.dromedary.ledger.Ledger.ObjectReason;
import org.dromedary.testing.ServicesResource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whatever an archive answers, the ledger can write it down. */
@QuarkusTest
@Tag("application")
@QuarkusTestResource(ServicesResource.class)
class OddAnswersTest {

    @Inject
    Ledger ledger;

    @Inject
    Transitions transitions;

    @Inject
    DataSource dataSource;

    private final String uid = "1.2." + (UUID.randomUUID().getMostSignificantBits() >>> 1);

    private String uid(int length) {
        return uid + ".1".repeat(length).substring(0, length - uid.length() - 1) + "7";
    }

    private long study(String studyUid, String text) {
        return ledger.upsertStudy(new StudyFound(text, text, text, LocalDate.of(1970, 1, 31), text, studyUid,
                LocalDate.of(2011, 2, 28), text, text, text, text, text, Integer.MAX_VALUE, Integer.MIN_VALUE, text,
                text, text));
    }

    private long series(long study, String seriesUid, String text) {
        ledger.upsertSeries(study, List.of(new SeriesFound(seriesUid, text, text, text, text, 3)));
        return ledger.seriesOfStudy(study).get(0).id;
    }

    @Test
    void uidsBeyondTheStandardsLengthAreKeptWhole() {
        for (int length : new int[] {64, 65, 66, 68, 100, 128}) {
            long study = study(uid(length), "P");
            long id = series(study, uid(length), "CT");
            Series row = ledger.series(id).orElseThrow();
            assertThat(row.seriesInstanceUid).isEqualTo(uid(length)).hasSize(length);
            assertThat(row.study.studyInstanceUid).isEqualTo(uid(length));
            ledger.recordExceptions(id, "RETRIEVED", 1, List.of(new ObjectReason(uid(length), "X", null, null)));
            assertThat(ledger.view().exceptionsOf(id).get(0).sopInstanceUid()).isEqualTo(uid(length));
        }
    }

    @Test
    void uidThatTheLedgerCanNotKeepIsRefusedInWords() {
        long study = study(uid, "P");
        assertThatThrownBy(() -> study(uid(129), "P")).isInstanceOf(UnfitUidException.class)
                .hasMessage("Study Instance UID (0020,000D) has 129 characters; up to 128 are kept");
        assertThatThrownBy(() -> series(study, "1.2.\u00e9", "CT")).isInstanceOf(UnfitUidException.class)
                .hasMessage("Series Instance UID (0020,000E) has characters that are not printable ASCII");
        assertThatThrownBy(() -> series(study, " ", "CT")).hasMessage("Series Instance UID (0020,000E) is empty");
        assertThat(ledger.seriesOfStudy(study)).isEmpty();
    }

    @Test
    void evidenceIsWrittenWhateverTheUidIs() {
        long id = series(study(uid, "P"), uid + ".1", "CT");
        String endless = uid + ".1".repeat(500);
        ledger.recordExceptions(id, "RETRIEVED", 1, List.of(
                new ObjectReason(endless + "2", "X", 0xC000, "c".repeat(999)),
                new ObjectReason(endless + "3", "a reason \u00e9 " + "r".repeat(99), null, "\u0000\uD83D\uDE00\uD83D"),
                new ObjectReason("1.\u00e9\u0000", "X", null, null), new ObjectReason(null, "X", null, null)));
        assertThat(ledger.view().exceptionsOf(id)).extracting(LedgerView.ExceptionLine::sopInstanceUid)
                .doesNotHaveDuplicates().anySatisfy(kept -> assertThat(kept).isEmpty())
                .filteredOn(kept -> kept.startsWith(uid)).hasSize(2).allMatch(kept -> kept.length() == 128);
    }

    @Test
    void textsOfAnyLengthAndCharactersAreWritten() {
        Random random = new Random(7);
        for (int i = 0; i < 60; i++) {
            int length = random.nextInt(1200);
            StringBuilder text = new StringBuilder();
            while (text.length() < length) {
                text.append(switch (random.nextInt(5)) {
                    case 0 -> "\uD83D\uDE00";
                    case 1 -> "\uD83D";
                    case 2 -> "\u0000";
                    case 3 -> Character.toString((char) random.nextInt(0x10000));
                    default -> "a\\";
                });
            }
            long id = series(study(uid + "." + i, text.toString()), uid + "." + i + ".1", text.toString());
            transitions.advance(id, SeriesState.FOUND, SeriesState.QUEUED, Change.because("A", text.toString()));
            transitions.await(id, SeriesState.QUEUED, Change.because(text.toString(), text.toString()));
            ledger.recordEvent(id, null, "test", text.toString(), text.toString(), text.toString());
        }
    }

    @Test
    void datesAtTheEndsOfTimeAreWritten() {
        for (LocalDate date : List.of(LocalDate.of(0, 1, 1), LocalDate.of(1, 1, 1), LocalDate.of(9999, 12, 31))) {
            long study = ledger.upsertStudy(new StudyFound("P", null, "", date, "", uid, date, "", "", "", "", "", 1,
                    1));
            assertThat(study).isPositive();
        }
    }

    @Test
    void patientsWhoseLongIdsBeginAlikeStayTwo() {
        study(uid + ".1", uid + "p".repeat(200) + "1");
        study(uid + ".2", uid + "p".repeat(200) + "2");
        assertThat(Sql.over(dataSource).query("select count(distinct patient_id) from study where study_instance_uid in"
                + " (?, ?)", row -> row.getInt(1), uid + ".1", uid + ".2")).containsExactly(2);
    }

    @Test
    void reasonOfAWindowIsCut() {
        QuarkusTransaction.requiringNew().run(() -> {
            QueryWindow window = new QueryWindow();
            window.state = QueryWindow.State.FAILED;
            window.createdAt = LocalDateTime.now();
            window.reason = "r".repeat(900);
            window.persist();
            QueryWindow.flush();
            window.reason = "s".repeat(900);
            QueryWindow.flush();
            assertThat(window.reason).hasSize(500);
            window.delete();
        });
    }
}
