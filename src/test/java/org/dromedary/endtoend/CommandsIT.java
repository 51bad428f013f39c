package org.dromedary.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.dromedary.ledger.LedgerView.SeriesLine;
import org.dromedary.operate.embedded.Services;
import org.dromedary.operate.settings.Settings;
import org.dromedary.simulator.StudyGenerator;
import org.dromedary.testing.Migration;
import org.dromedary.testing.ServicesResource;
import org.junit.jupiter.api.Test;

/** The commands as a user types them. */
class CommandsIT {

    private static final Duration LIMIT = Duration.ofMinutes(3);

    @Test
    void demoMigratesEverythingAndShowsWhereTheReportLies() throws Exception {
        try (Migration demo = new Migration().asItsJar()) {
            assertThat(demo.run(LIMIT, "demo", "--studies", "6")).as(demo.output()).isZero();
            assertThat(demo.output()).contains("VERIFIED", "Every object of the source is at the target and verified.")
                    .containsPattern("Report: .*index\\.html").doesNotContain("\tat ");
            assertThat(demo.dataDir().resolve("demo/report/index.html")).content()
                    .contains("Complete:", "The books balance");
        }
    }

    @Test
    void checkTellsWhatBothArchivesCanDo() throws Exception {
        try (Rehearsal rehearsal = Rehearsal.of(new StudyGenerator(5).matrix(16), 1)) {
            Migration migration = rehearsal.migration;
            assertThat(migration.run(LIMIT, "check")).as(migration.output()).isZero();
            assertThat(migration.output()).contains("Source OLDPACS@", "Target NEWPACS@", "C-ECHO",
                    "Both archives can do what a migration needs.");
        }
    }

    @Test
    void checkNamesWhatWillNotWork() throws Exception {
        try (Migration migration = new Migration()) {
            migration.source("OLDPACS", 1).target("NEWPACS", 1);
            assertThat(migration.run(LIMIT, "check")).isEqualTo(1);
            assertThat(migration.output()).contains("This will not work:", "Connection refused")
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void missingAndUnknownSettingsAreOneLine() throws Exception {
        try (Migration migration = new Migration()) {
            migration.target("NEWPACS", 1).set("dromedary.retreive.consumers", "3")
                    .set("dromedary.store.consumers", "three").set("dromedary.verify.method", "ask");
            assertThat(migration.run(LIMIT, "run")).isEqualTo(1);
            assertThat(migration.output()).contains("dromedary.source.aet is not set",
                    "dromedary.source.host is not set",
                    "There is no setting dromedary.retreive.consumers: did you mean dromedary.retrieve.consumers?",
                    "dromedary.store.consumers is 'three' (system property): give a whole number",
                    "dromedary.verify.method is 'ask' (system property): give one of FIND, STORE_STATUS")
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void statusIsReadableByScripts() throws Exception {
        try (Rehearsal rehearsal = Rehearsal.of(new StudyGenerator(5).matrix(16).objectsPerSeries(2), 2)) {
            rehearsal.runsTo(0);
            assertThat(rehearsal.migration.run(LIMIT, "status", "--json")).isZero();
            assertThat(rehearsal.migration.output()).contains("{\"finished\":true,\"complete\":true,\"balanced\":true");
        }
    }

    @Test
    void oneSeriesAndOneStudyAreShownAndWhatIsNotThereIsSaid() throws Exception {
        try (Rehearsal rehearsal = Rehearsal.of(new StudyGenerator(5).matrix(16).objectsPerSeries(2), 1)) {
            Migration migration = rehearsal.migration;
            assertThat(migration.command("ledger", "check")).as("before the first run").isEqualTo(1);
            assertThat(migration.output()).contains("There is no ledger in").doesNotContain("\tat ");
            rehearsal.runsTo(0);
            SeriesLine series = rehearsal.series().values().iterator().next();
            assertThat(migration.command("series", "show", series.seriesInstanceUid())).isZero();
            assertThat(migration.output()).contains("series " + series.seriesId(), "VERIFIED since",
                    "nothing: it is done",
                    "STORED -> VERIFIED");
            assertThat(migration.command("study", "show", series.studyInstanceUid())).isZero();
            assertThat(migration.output()).contains("announced", series.patientName());
            assertThat(migration.command("ledger", "check", "--details")).isZero();
            assertThat(migration.output()).contains("The books balance.");
            assertThat(migration.command("series", "show", "4711")).isEqualTo(1);
            assertThat(migration.command("study", "show", "NOBODY")).isEqualTo(1);
            assertThat(migration.command("series", "show")).isEqualTo(2);
            assertThat(migration.output()).contains("The ledger has no series 4711", "The ledger has no study")
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void externalDatabaseAndBrokerAreUsedAndNothingEmbeddedStarts() throws Exception {
        Path servers = ServicesResource.newDataDir();
        Settings settings = ServicesResource.settings(servers);
        try (Services services = Services.prepare(settings, false);
                Rehearsal rehearsal = Rehearsal.of(new StudyGenerator(5).matrix(16).objectsPerSeries(2), 2)) {
            rehearsal.migration.set("dromedary.database.url", services.properties().get("quarkus.datasource.jdbc.url"))
                    .set("dromedary.database.username", services.properties().get("quarkus.datasource.username"))
                    .set("dromedary.database.password", services.properties().get("quarkus.datasource.password"))
                    .set("dromedary.broker.url", services.properties().get("quarkus.artemis.url"))
                    .set("dromedary.broker.username", services.properties().get("quarkus.artemis.username"))
                    .set("dromedary.broker.password", services.properties().get("quarkus.artemis.password"));
            rehearsal.runsTo(0);
            rehearsal.assertEverythingArrived();
            assertThat(rehearsal.migration.dataDir().resolve("mariadb")).doesNotExist();
            assertThat(rehearsal.migration.dataDir().resolve("broker")).doesNotExist();
        } finally {
            ServicesResource.delete(servers);
        }
    }
}
