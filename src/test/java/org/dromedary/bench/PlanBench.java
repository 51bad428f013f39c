package org.dromedary.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.dromedary.identity.plan.CoercionSettings;
import org.dromedary.identity.plan.Freezing;
import org.dromedary.identity.plan.PlanPolicy;
import org.dromedary.identity.plan.PlanSource;
import org.dromedary.identity.plan.PlanVersions;
import org.dromedary.identity.plan.Rehearsal;
import org.dromedary.identity.plan.Review;
import org.dromedary.identity.plan.ReviewCsv;
import org.dromedary.ledger.Sql;
import org.dromedary.operate.embedded.Services;
import org.dromedary.pipeline.reconcile.ReconcileSettings;
import org.dromedary.testing.ServicesResource;
import org.flywaydb.core.Flyway;

/** Freezing, rehearsing and exporting the plan of {@code [studies]}, a million by default, in the embedded database. */
public final class PlanBench {

    private PlanBench() {
    }

    public static void main(String[] args) throws Exception {
        int studies = args.length > 0 ? Integer.parseInt(args[0]) : 1_000_000;
        Path folder = ServicesResource.newDataDir();
        try (Services services = Services.prepare(ServicesResource.settings(folder), false)) {
            Map<String, String> properties = services.properties();
            String url = properties.get("quarkus.datasource.jdbc.url");
            String user = properties.get("quarkus.datasource.username");
            String password = properties.get("quarkus.datasource.password");
            Flyway.configure().dataSource(url, user, password).load().migrate();
            try (Connection connection = DriverManager.getConnection(url, user, password)) {
                connection.setAutoCommit(false);
                measure(new Timed(connection), studies, folder);
            }
        } finally {
            ServicesResource.delete(folder);
        }
    }

    /** Runs each step in a transaction and prints its time. */
    private record Timed(Connection connection) {
        <T> T run(String what, Function<Sql, T> step) throws Exception {
            long begin = System.nanoTime();
            T result = step.apply(Sql.over(connection));
            connection.commit();
            System.out.printf(Locale.ROOT, "%-50s %8.1f s%n", what, (System.nanoTime() - begin) / 1e9);
            return result;
        }
    }

    private static void measure(Timed timed, int studies, Path folder) throws Exception {
        timed.run("filling the tables", sql -> fill(sql, studies));
        timed.run("freezing all", sql -> new Freezing(sql).freeze("bench", ""));
        timed.run("freezing again, nothing changed", sql -> new Freezing(sql).freeze("bench", ""));
        timed.run("a thousand studies change", sql -> sql.update(
                "update study_match set decision = 'NONE', exam_id = '' where study_id % (? div 1000) = 7", studies));
        timed.run("freezing those", sql -> new Freezing(sql).freeze("bench", ""));
        timed.run("comparing the versions", sql -> new PlanVersions(sql).differences(1, 2));
        timed.run("checking the digests", sql -> new PlanVersions(sql).tampered());
        for (PlanSource source : PlanSource.values()) {
            timed.run("rehearsing, " + source, sql -> new Rehearsal(sql, source,
                    ServicesResource.settings(folder).map(CoercionSettings.class),
                    new PlanPolicy(ServicesResource.settings(folder).map(ReconcileSettings.class))).run());
        }
        timed.run("exporting the review", sql -> {
            try (ReviewCsv.Export csv = new ReviewCsv.Export(Writer.nullWriter())) {
                new Review(sql).forEach(null, csv::add);
                return csv.studies();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** Three studies of each patient, one in fifty patients merged, one study in ten left to review. */
    private static int fill(Sql sql, int studies) {
        int patients = studies / 3 + 1;
        List<String> statements = new ArrayList<>(List.of("""
                insert into patient (id, patient_id, name, birth_date, sex)
                select seq, concat('P', seq), concat('NAME', seq, '^A'), '1968-10-16', 'F' from seq_1_to_%2$d""", """
                insert into ris_patient (id, patient_id, issuer, last_name, first_name, birth_date, sex, origin,
                    updated_at) select seq, concat('R', seq), 'HOSP', concat('Name', seq), 'A', '1968-10-16', 'F', 'CSV',
                    now() from seq_1_to_%2$d""", """
                update ris_patient set merged_into = id + 1 where id %% 50 = 0 and id < %2$d""", """
                insert into study (id, patient_id, patient_name, patient_birth_date, patient_sex, study_instance_uid,
                    study_date, accession_number, modalities, found_at)
                select seq, 1 + seq div 3, concat('NAME', 1 + seq div 3, '^A'), '19681016', 'F', concat('1.2.3.', seq),
                    '2011-02-28', concat('A', seq), 'CT', now() from seq_1_to_%1$d""", """
                insert into series (study_id, series_instance_uid, modality, state, state_since, found_at)
                select seq, concat('1.2.4.', seq), 'CT', 'FOUND', now(), now() from seq_1_to_%1$d""", """
                insert into ris_exam (exam_id, ris_patient_id, accession, performed, modality, origin, updated_at)
                select concat('E', seq), 1 + seq div 3, concat('A-', seq), '2011-02-28 10:00', 'CT', 'CSV', now()
                from seq_1_to_%1$d""", """
                insert into study_match (study_id, decision, patient_id, issuer, exam_id, score, rule, explanation,
                    candidates, decided_by, decided_at)
                select seq, if(seq %% 10 = 0, 'REVIEW', 'MATCH'), concat('R', 1 + seq div 3), 'HOSP',
                    if(seq %% 10 = 0, '', concat('E', seq)), 21, 'accession', 'accession equal',
                    concat('21.0 E', seq, char(10), '3.0 E', greatest(1, seq - 1)), 'dromedary', now()
                from seq_1_to_%1$d"""));
        return statements.stream().mapToInt(one -> sql.update(one.formatted(studies, patients))).sum();
    }
}
