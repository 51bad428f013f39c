package org.dromedary.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;

/**
 * A study with its patient as the ledger has them, for a person at a terminal only: never for a log or a message.
 *
 * @param announcedSeries as the source said at STUDY level, null if it did not; as announcedObjects
 */
public record StudyDetails(long id, String studyInstanceUid, LocalDate date, String time, String accession,
        String description, String modalities, Integer announcedSeries, Integer announcedObjects, String patientName,
        String patientId, String issuer, LocalDate birthDate, String sex) {

    private static final String SELECT = """
            select t.id, t.study_instance_uid, t.study_date, t.study_time, t.accession_number, t.description,
                t.modalities, t.expected_series, t.expected_instances, p.name, p.patient_id, p.issuer, p.birth_date,
                p.sex
            from study t join patient p on p.id = t.patient_id
            """;

    private static final List<String> MEANINGS = List.of("t.study_instance_uid = ?", "t.accession_number = ?",
            "p.patient_id = ?");

    /** Those that one word means, at most limit: a Study Instance UID, else an Accession Number, else a Patient ID. */
    public static List<StudyDetails> find(Sql sql, String word, int limit) {
        List<StudyDetails> found = List.of();
        for (String meaning : MEANINGS) {
            if (found.isEmpty()) {
                found = sql.query(SELECT + "where " + meaning + " order by t.study_date, t.id limit ?",
                        StudyDetails::read, word, limit);
            }
        }
        return found;
    }

    public static StudyDetails of(Sql sql, long id) {
        return sql.query(SELECT + "where t.id = ?", StudyDetails::read, id).get(0);
    }

    private static StudyDetails read(ResultSet row) throws SQLException {
        return new StudyDetails(row.getLong(1), row.getString(2), row.getObject(3, LocalDate.class), row.getString(4),
                row.getString(5), row.getString(6), row.getString(7), row.getObject(8, Integer.class),
                row.getObject(9, Integer.class), row.getString(10), row.getString(11), row.getString(12),
                row.getObject(13, LocalDate.class), row.getString(14));
    }
}
