package org.dromedary.hospital.ris;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.dromedary.hospital.ris.RisSettings.Jdbc;
import org.dromedary.identity.match.RisExam;
import org.dromedary.identity.match.RisPatient;

/** The RIS's own database, read by queries that name their columns as the CSV does. */
public final class RisDatabase {

    private final Jdbc settings;

    /** @throws IllegalArgumentException if the settings name no database or no query */
    public RisDatabase(Jdbc settings) {
        if (settings.url().isEmpty() || settings.examsQuery().isEmpty() && settings.patientsQuery().isEmpty()) {
            throw new IllegalArgumentException("dromedary.ris.jdbc.url and exams-query or patients-query are needed");
        }
        this.settings = settings;
    }

    /**
     * Reads all of it into an import.
     *
     * @throws SQLException             if it can't be reached or asked
     * @throws IllegalArgumentException if a query lacks a column; names it
     */
    public RisImport.Counts into(RisImport taken) throws SQLException {
        try (Connection connection = DriverManager.getConnection(settings.url().orElseThrow(),
                settings.username().orElse(null), settings.password().orElse(null))) {
            connection.setReadOnly(true);
            if (settings.examsQuery().isPresent()) {
                read(connection, settings.examsQuery().get(), Set.of("exam_id", "patient_id"), row -> taken.exam(
                        exam(row), row.orNull("accession_issuer"), row.orNull("requested_procedure_id"),
                        row.orNull("referring_physician")));
            }
            if (settings.patientsQuery().isPresent()) {
                read(connection, settings.patientsQuery().get(), Set.of("patient_id"), row -> taken.patient(
                        new RisPatient(row.text("patient_id"), row.text("issuer"), row.text("merged_into"),
                                row.text(row.text("merged_into_issuer").isEmpty() ? "issuer" : "merged_into_issuer"),
                                Stream.of(row.text("other_ids").split("\\\\")).filter(id -> !id.isBlank()).toList(),
                                row.text("last_name"), row.text("first_name"), row.text("middle_name"),
                                row.text("birth_date"), row.text("sex"))));
            }
        }
        return taken.finish();
    }

    private static RisExam exam(Row row) throws SQLException {
        return new RisExam(row.text("exam_id"), row.text("accession"), row.text("patient_id"), row.text("issuer"),
                row.text("last_name"), row.text("first_name"), row.text("middle_name"), row.text("birth_date"),
                row.text("sex"), row.text("performed"), row.text("modality"), row.text("procedure_code"),
                row.text("procedure_text"), row.text("body_part"), row.text("status"), row.text("study_uid"));
    }

    private static void read(Connection connection, String query, Set<String> needed, Reader reader)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setFetchSize(1000);
            try (ResultSet results = statement.executeQuery()) {
                Set<String> columns = columns(results.getMetaData());
                for (String column : needed) {
                    if (!columns.contains(column)) {
                        throw new IllegalArgumentException("the query has no column " + column
                                + ": name its columns as those of the CSV, with \"as\"");
                    }
                }
                Row row = new Row(results, columns);
                while (results.next()) {
                    reader.read(row);
                }
            }
        }
    }

    private static Set<String> columns(ResultSetMetaData data) throws SQLException {
        Set<String> columns = new TreeSet<>();
        for (int i = 1; i <= data.getColumnCount(); i++) {
            columns.add(data.getColumnLabel(i).toLowerCase(Locale.ROOT));
        }
        return columns;
    }

    /** Takes the current row. */
    private interface Reader {
        void read(Row row) throws SQLException;
    }

    /** The current row by the names of its columns. */
    private record Row(ResultSet results, Set<String> columns) {

        /** Empty if the query has no such column, or it is null. */
        String text(String column) throws SQLException {
            String value = orNull(column);
            return value == null ? "" : value;
        }

        String orNull(String column) throws SQLException {
            String value = columns.contains(column) ? results.getString(column) : null;
            return value == null || value.isBlank() ? null : value.strip();
        }
    }
}
