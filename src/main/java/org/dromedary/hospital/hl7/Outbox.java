package org.dromedary.hospital.hl7;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import javax.sql.DataSource;
import org.dromedary.ledger.Sql;

/**
 * What the new system is to be told in HL7. Each message goes out over MLLP later, in the order in which they were put,
 * again and again until it is acknowledged.
 */
@ApplicationScoped
public class Outbox {

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
        return sql.query("""
                insert into hl7_outbound (purpose, study_id, body, state, state_since, created_at)
                values (?, ?, ?, 'WAITING', utc_timestamp(3), utc_timestamp(3)) returning id""",
                row -> row.getLong(1), purpose, studyId, message).get(0);
    }
}
