package org.dromedary.hospital.ris;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;

/**
 * A row of ris_patient. Texts are never null.
 *
 * @param birthDate  null if the RIS has none
 * @param mergedInto row of the identity that goes on, or null
 * @param updatedAt  when the RIS said so (UTC)
 */
public record Person(long id, String patientId, String issuer, String lastName, String firstName, String middleName,
        LocalDate birthDate, String sex, Long mergedInto, LocalDateTime updatedAt) {

    static final String COLUMNS = "p.id, p.patient_id, p.issuer, p.last_name, p.first_name, p.middle_name,"
            + " p.birth_date, p.sex, p.merged_into, p.updated_at";

    static Person of(ResultSet row) throws SQLException {
        return new Person(row.getLong(1), row.getString(2), row.getString(3), row.getString(4), row.getString(5),
                row.getString(6), row.getObject(7, LocalDate.class), row.getString(8), row.getObject(9, Long.class),
                row.getObject(10, LocalDateTime.class));
    }

    public Identity identity() {
        return new Identity(patientId, issuer);
    }

    /** The name as a DICOM PN (PS3.5 §6.2.1), without empty components at its end. */
    public String dicomName() {
        return (component(lastName) + "^" + component(firstName) + "^" + component(middleName))
                .replaceFirst("\\^+$", "");
    }

    /** What parts components, groups and values in DICOM can't be within one. */
    private static String component(String text) {
        return text.replaceAll("[\\^=\\\\]", " ").strip();
    }
}
