package org.dromedary.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.dromedary.coordination.audit.AuditSchema;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Part10;
import org.dromedary.dicom.data.Tag;
import org.dromedary.simulator.StudyGenerator;
import org.dromedary.simulator.StudyKind;
import org.junit.jupiter.api.Test;

/** What a whole migration leaves in the audit trail. */
class AuditIT {

    private static final StudyGenerator CT = new StudyGenerator(13).matrix(16).objectsPerSeries(3).kinds(StudyKind.CT);
    private static final String PATIENT = "<ParticipantObjectIdentification ParticipantObjectID=\"[^\"]*\""
            + " ParticipantObjectTypeCode=\"1\" ParticipantObjectTypeCodeRole=\"1\">";

    @Test
    void trailOfAMigrationIsWholeValidAndNamesNobody() throws Exception {
        try (Rehearsal rehearsal = Rehearsal.of(CT, 3)) {
            rehearsal.runsTo(0);
            assertThat(rehearsal.migration.output()).containsOnlyOnce("The first account is admin with the password");
            List<String> trail = trail(rehearsal);
            for (String record : trail) {
                AuditSchema.check(record.substring(record.indexOf("<AuditMessage")));
            }
            long series = rehearsal.number("select count(*) from series");
            assertThat(trail.stream().filter(record -> record.contains("\"Begin Transferring DICOM Instances\"")))
                    .hasSize((int) series * 2);
            assertThat(trail.stream().filter(record -> record.contains("\"DICOM Instances Transferred\"")
                    && record.contains("NumberOfInstances=\"3\""))).hasSize((int) series * 2);
            assertThat(String.join("\n", trail)).contains("\"Application Start\"", "\"Application Stop\"",
                    "originalText=\"Query\"", "UserID=\"OLDPACS\"", "UserID=\"NEWPACS\"");
            assertNamesNobody(rehearsal, trail);

            assertThat(rehearsal.migration.beside("audit", "verify")).contains("are as they were written");
            assertThat(rehearsal.migration.command("study", "show", rehearsal.studies().get(0).studyInstanceUid()))
                    .isZero();
            assertThat(trail(rehearsal)).anyMatch(record -> record.contains("\"Patient Record\"")
                    && record.contains("study show"));
            assertThat(rehearsal.migration.command("audit", "verify")).isZero();
            spoil(rehearsal);
            assertThat(rehearsal.migration.command("audit", "verify")).isEqualTo(3);
        }
    }

    /** Names nowhere, Patient IDs only where the record says that it is one. */
    private static void assertNamesNobody(Rehearsal rehearsal, List<String> trail) throws IOException {
        String others = String.join("\n", trail).replaceAll(PATIENT, "");
        Set<String> values = new HashSet<>();
        for (Path object : rehearsal.source().objects().values()) {
            DataSet data = Part10.read(object);
            values.add(data.getString(Tag.PatientName));
            values.add(data.getString(Tag.PatientID));
            values.add(data.getString(Tag.AccessionNumber));
        }
        values.removeIf(value -> value == null || value.isBlank());
        assertThat(values).isNotEmpty().noneMatch(others::contains);
    }

    private static List<String> trail(Rehearsal rehearsal) throws IOException {
        List<String> records = new ArrayList<>();
        try (Stream<Path> files = Files.list(rehearsal.migration.dataDir().resolve("audit"))) {
            for (Path file : files.sorted().toList()) {
                records.addAll(Files.readAllLines(file));
            }
        }
        return records;
    }

    private static void spoil(Rehearsal rehearsal) throws IOException {
        try (Stream<Path> files = Files.list(rehearsal.migration.dataDir().resolve("audit"))) {
            Path file = files.sorted().findFirst().orElseThrow();
            Files.writeString(file, Files.readString(file).replaceFirst("UserID=\"OLDPACS\"", "UserID=\"OLDPACZ\""));
        }
    }
}
