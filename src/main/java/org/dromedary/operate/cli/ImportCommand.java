package org.dromedary.operate.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.dromedary.hospital.ris.CsvSettings;
import org.dromedary.hospital.ris.Origin;
import org.dromedary.hospital.ris.RisDatabase;
import org.dromedary.hospital.ris.RisImport;
import org.dromedary.hospital.ris.RisSettings;
import org.dromedary.identity.match.csv.CsvForm;
import org.dromedary.identity.match.csv.CsvFormatException;
import org.dromedary.identity.match.csv.RisCsv;
import org.dromedary.identity.plan.CoercionSettings;
import org.dromedary.ledger.Sql;
import org.dromedary.operate.settings.Settings;
import org.dromedary.operate.settings.StartUpException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Takes what the RIS knows into the ledger. */
@Command(name = "import", mixinStandardHelpOptions = true, description = {
    "Takes exams and patients of the RIS into the ledger, from CSV files or from its database; see docs/ris.md.",
    "Can be repeated: what is newer stays, and nothing is removed."})
final class ImportCommand extends SqlCommand {

    @Option(names = "--exams", paramLabel = "FILE", description = "CSV of exams, each with its patient.")
    private Path exams;

    @Option(names = "--patients", paramLabel = "FILE", description = "CSV of patients, with merges.")
    private Path patients;

    @Option(names = "--jdbc", description = "From the database that dromedary.ris.jdbc.* names.")
    private boolean jdbc;

    @Option(names = "--as-of", paramLabel = "TIME", description = {
        "When the RIS wrote it, as 2024-03-01T02:00:00Z: what HL7 messages said later stays.",
        "Else when the file was last changed."})
    private String asOf;

    @Mixin
    private final RisFiles files = new RisFiles();

    @Spec
    private CommandSpec spec;

    @Override
    int run(Sql sql, Settings settings) throws IOException {
        if (jdbc == (exams != null || patients != null)) {
            throw new ParameterException(spec.commandLine(), "Name --exams, --patients or both; or --jdbc");
        }
        try {
            RisImport taken = new RisImport(sql, settings.map(RisSettings.class), settings.map(CoercionSettings.class),
                    jdbc ? Origin.JDBC : Origin.CSV, time());
            print(jdbc ? new RisDatabase(settings.map(RisSettings.class).jdbc()).into(taken)
                    : csv(taken, files.form(settings.map(CsvSettings.class))));
            return 0;
        } catch (CsvFormatException | IllegalArgumentException e) {
            throw new StartUpException(e.getMessage());
        } catch (SQLException e) {
            throw new StartUpException("The RIS database can't be read (SQL state " + e.getSQLState()
                    + "): check dromedary.ris.jdbc.*", e);
        }
    }

    private RisImport.Counts csv(RisImport taken, CsvForm form) {
        return taken.run(exams == null ? List.of() : RisCsv.exams(exams, form),
                patients == null ? RisCsv.noPatients() : RisCsv.patients(patients, form));
    }

    private LocalDateTime time() throws IOException {
        try {
            Instant time = asOf != null ? Instant.parse(asOf) : jdbc ? Instant.now()
                    : Files.getLastModifiedTime(exams == null ? patients : exams).toInstant();
            Instant now = Instant.now();
            return LocalDateTime.ofInstant(time.isAfter(now) ? now : time, ZoneOffset.UTC);
        } catch (DateTimeParseException e) {
            throw new ParameterException(spec.commandLine(), "--as-of is a time in UTC such as 2024-03-01T02:00:00Z");
        }
    }

    private static void print(RisImport.Counts counts) {
        System.out.printf("%d exams, of which %d are known by something newer%n", counts.exams(), counts.older());
        System.out.printf("%d patients, %d merges%n", counts.patients(), counts.merges());
        if (counts.mergesRefused() > 0) {
            System.out.printf("%d merges go round in a circle and were not followed%n", counts.mergesRefused());
        }
        if (counts.unreadable() > 0) {
            System.out.printf("%d rows have no exam id or Patient ID, or one that is too long%n", counts.unreadable());
        }
        if (counts.notAsPlanned() > 0) {
            System.out.printf("%d studies were not planned (or sent) with what the RIS says now; 'reconcile corrections"
                    + " list' has those that need a person%n", counts.notAsPlanned());
        }
    }
}
