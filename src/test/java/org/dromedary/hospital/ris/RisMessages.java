package org.dromedary.hospital.ris;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.dromedary.hospital.hl7.Hl7FormatException;
import org.dromedary.hospital.hl7.Hl7Message;
import org.dromedary.hospital.hl7.Outcome;
import org.dromedary.identity.plan.CoercionSettings;
import org.dromedary.ledger.Sql;
import org.dromedary.operate.settings.Settings;

/** Messages of a RIS given to a feed, each minute one, and what the ledger has then. Numbers are this test's own. */
final class RisMessages {

    final String own = UUID.randomUUID().toString().substring(0, 8);
    final Sql sql;
    private final RisFeed feed;
    private int minute;

    RisMessages(DataSource dataSource, CoercionSettings coercion, OrderPriority priority,
            Map<String, String> settings) {
        sql = Sql.over(dataSource);
        feed = new RisFeed(dataSource, Settings.load(settings).map(RisSettings.class), coercion, priority);
    }

    /** Takes a message in; {@code #} stands for what makes numbers this test's own. Returns what it did. */
    Outcome take(String type, String... segments) throws Hl7FormatException {
        String time = DateTimeFormatter.ofPattern("yyyyMMddHHmmss")
                .format(LocalDateTime.of(2024, 3, 1, 8, 0).plusMinutes(minute++));
        return takeAt(time, type, segments);
    }

    Outcome takeAt(String time, String type, String... segments) throws Hl7FormatException {
        Outcome outcome = new Outcome();
        feed.take(0, Hl7Message.parse("MSH|^~\\&|RIS|HOSP|DROMEDARY|HOSP|" + time + "||" + type + "|1|P|2.5.1\r"
                + String.join("\r", segments).replace("#", own)), outcome);
        return outcome;
    }

    /** Who goes on under a number. */
    Person person(String number, String issuer) {
        return new RisLedger(sql).survivor(own + number, issuer).orElseThrow();
    }

    boolean isKnown(String number) {
        return !sql.query("select 1 from ris_patient where patient_id = ?", row -> 1, own + number).isEmpty();
    }

    /** The exams of an order: key, accession number, status and patient, without what is this test's own. */
    List<String> exams(String order) {
        return sql.query("""
                select e.exam_id, e.accession, e.status, p.patient_id from ris_exam e join ris_patient p
                on p.id = e.ris_patient_id where e.exam_id = ? or e.exam_id like concat(?, '/%') order by e.id""",
                row -> String.join(" ", row.getString(1), row.getString(2), row.getString(3), row.getString(4))
                        .replace(own, ""), own + order, own + order);
    }
}
