package org.dromedary.identity.plan;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import org.dromedary.identity.match.PacsStudy;
import org.dromedary.ledger.Sql;

/**
 * A study of the ledger as the source tells of it.
 *
 * @param id                 in the ledger
 * @param referringPhysician as a DICOM PN
 */
record InventoriedStudy(long id, PacsStudy pacs, String referringPhysician) {

    /** What {@link #of} reads, of {@code study t} and {@code patient p}. */
    static final String COLUMNS = """
            t.id, t.study_instance_uid, p.patient_id pacs_patient_id, p.issuer pacs_issuer, t.patient_name,
            t.patient_birth_date, t.patient_sex, t.study_date, t.study_time, t.accession_number, t.study_id pacs_study_id,
            t.modalities, t.description, t.institution, t.referring_physician pacs_physician,
            (select coalesce(max(r.body_part), '') from series r where r.study_id = t.id) body_part,
            (select coalesce(max(r.station_name), '') from series r where r.study_id = t.id) station""";

    // In this order: the optimizer would rather begin with the patients and sort all studies for each page.
    static final String FROM = "study t straight_join patient p on p.id = t.patient_id";

    /** Every study, in the order of the ids. */
    static Iterable<InventoriedStudy> all(Sql sql, int pageSize) {
        return new Paged<>(after -> sql.query("select " + COLUMNS + " from " + FROM
                + " where t.id > ? order by t.id limit ?", InventoriedStudy::of, after, pageSize),
                InventoriedStudy::id);
    }

    static InventoriedStudy of(ResultSet row) throws SQLException {
        LocalDate date = row.getObject("study_date", LocalDate.class);
        return new InventoriedStudy(row.getLong("id"), new PacsStudy(row.getString("study_instance_uid"),
                row.getString("pacs_patient_id"), row.getString("pacs_issuer"), row.getString("patient_name"),
                row.getString("patient_birth_date"), row.getString("patient_sex"),
                date == null ? "" : date.format(DateTimeFormatter.BASIC_ISO_DATE), row.getString("study_time"),
                row.getString("accession_number"), row.getString("pacs_study_id"),
                row.getString("modalities").replace(',', '\\'), row.getString("description"),
                row.getString("body_part"), row.getString("institution"), row.getString("station")),
                row.getString("pacs_physician"));
    }

    /** Study Date; null if the source has none. */
    LocalDate date() {
        return pacs.studyDate().isEmpty() ? null
                : LocalDate.parse(pacs.studyDate(), DateTimeFormatter.BASIC_ISO_DATE);
    }
}
