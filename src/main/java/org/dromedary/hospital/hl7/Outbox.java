package org.dromedary.hospital.hl7;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.dromedary.ledger.Sha256;
import org.dromedary.ledger.Sql;

/**
 * What the new system is to be told in HL7. Each message goes out over MLLP later, again and again until it is
 * acknowledged; those of one patient in the order in which they were put.
 */
@ApplicationScoped
public class Outbox {

    private static final Hl7Charsets CHARSETS = new Hl7Charsets(StandardCharsets.ISO_8859_1, false);
    private static final Object[][] NUMBERS = {{"PID", 2}, {"PID", 3}, {"PID", 4}, {"MRG", 1}, {"MRG", 4}};

    private final Sql sql;

    Outbox(DataSource dataSource) {
        this.sql = Sql.over(dataSource);
    }

    /**
     * Puts a message into the ledger, in the caller's transaction if there is one.
     *
     * @param purpose who wants it sent, a word of at most 32 letters
     * @param studyId ledger id, null if it is not about one study
     * @param message its bytes in its own character set, without framing; a receiver tells a repetition by its MSH-10
     * @return its number, by which {@code hl7 out} names it
     */
    @Transactional
    public long put(String purpose, Long studyId, byte[] message) {
        long id = sql.query("""
                insert into hl7_outbound (purpose, study_id, body, state, state_since, created_at)
                values (?, ?, ?, 'WAITING', utc_timestamp(3), utc_timestamp(3)) returning id""",
                row -> row.getLong(1), purpose, studyId, message).get(0);
        for (String number : numbers(message)) {
            byte[] patient = Arrays.copyOf(Sha256.of(number.getBytes(StandardCharsets.UTF_8)), 16);
            sql.update("insert ignore into hl7_outbound_patient (outbound_id, patient) values (?, ?)", id, patient);
        }
        return id;
    }

    /** Every identifier by which a patient may be named; empty if that can't be told. */
    private static Set<String> numbers(byte[] message) {
        Set<String> numbers = new TreeSet<>();
        try {
            Hl7Edit text = Hl7Edit.of(message, CHARSETS.read(message).charset());
            for (Object[] place : NUMBERS) {
                for (int segment : text.named((String) place[0])) {
                    for (String repetition : text.repetitions(segment, (int) place[1])) {
                        numbers.add(text.component(repetition, 1));
                    }
                }
            }
        } catch (Hl7FormatException notTold) {
            return Set.of();
        }
        numbers.remove("");
        numbers.remove("\"\"");
        return numbers;
    }
}
