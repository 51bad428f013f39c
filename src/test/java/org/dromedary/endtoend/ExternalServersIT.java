package org.dromedary.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.dromedary.ledger.LedgerView.SeriesLine;
import org.dromedary.ledger.SeriesState;
import org.dromedary.simulator.RetrieveFault;
import org.dromedary.simulator.StudyGenerator;
import org.dromedary.simulator.StudyKind;
import org.dromedary.testing.ExternalBroker;
import org.dromedary.testing.ExternalDatabase;
import org.dromedary.testing.ServicesResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A migration over a broker and a database of the hospital's own, which are killed while it runs. */
class ExternalServersIT {

    private static final StudyGenerator SMALL = new StudyGenerator(31).matrix(8).objectsPerSeries(3)
            .kinds(StudyKind.CT);
    private static final int STUDIES = 24;
    /** Long enough for every stage to notice. */
    private static final int OUTAGE_SECONDS = 4;

    private final Path folder = ServicesResource.newDataDir();
    private ExternalBroker broker;
    private ExternalDatabase database;
    private Rehearsal rehearsal;

    @BeforeEach
    void start() throws Exception {
        database = new ExternalDatabase(folder).start();
        broker = new ExternalBroker(folder).start();
        rehearsal = Rehearsal.of(SMALL, STUDIES);
        rehearsal.migration.set("dromedary.database.url", database.url())
                .set("dromedary.database.username", database.user())
                .set("dromedary.database.password", database.password())
                .set("dromedary.broker.url", broker.url())
                .set("dromedary.broker.username", broker.user())
                .set("dromedary.broker.password", broker.password());
        rehearsal.sourceFaults.set(new RetrieveFault.DelayPerObject(Duration.ofMillis(150)));
    }

    @AfterEach
    void stop() throws Exception {
        rehearsal.close();
        broker.close();
        database.close();
        ServicesResource.delete(folder);
    }

    @Test
    void brokerKilledTwiceInMidRunCostsNothing() throws Exception {
        Process process = rehearsal.migration.start();
        for (int objects : new int[] {10, 40}) {
            rehearsal.awaitArrived(process, objects);
            broker.kill();
            assertOutlives(process);
            broker.start();
        }
        assertEverythingVerifiedAtTheFirstAttempt(process);
    }

    @Test
    void databaseKilledTwiceInMidRunCostsNothing() throws Exception {
        Process process = rehearsal.migration.start();
        for (int objects : new int[] {10, 40}) {
            rehearsal.awaitArrived(process, objects);
            database.kill();
            assertOutlives(process);
            database.start();
        }
        assertEverythingVerifiedAtTheFirstAttempt(process);
    }

    @Test
    void bothServersAndTheProgramKilledCostNothing() throws Exception {
        Process process = rehearsal.migration.start();
        rehearsal.awaitArrived(process, 10);
        broker.kill();
        database.kill();
        assertOutlives(process);
        process.destroyForcibly().waitFor();
        database.start();
        broker.start();
        process = rehearsal.migration.start();
        rehearsal.awaitArrived(process, 30);
        database.kill();
        broker.kill();
        assertOutlives(process);
        broker.start();
        database.start();
        assertEverythingVerifiedAtTheFirstAttempt(process);
    }

    private void assertOutlives(Process process) throws Exception {
        assertThat(process.waitFor(OUTAGE_SECONDS, TimeUnit.SECONDS)).as(rehearsal.migration.output()).isFalse();
        assertThat(rehearsal.target().size()).isLessThan(rehearsal.source().size());
    }

    private void assertEverythingVerifiedAtTheFirstAttempt(Process process) throws Exception {
        rehearsal.endsWith(0, process);
        rehearsal.assertEverythingArrived();
        rehearsal.assertBooksBalance();
        assertThat(rehearsal.states()).containsOnlyKeys(SeriesState.VERIFIED);
        assertThat(rehearsal.series().values()).extracting(SeriesLine::attempt).containsOnly(0);
        assertThat(rehearsal.number("select count(*) from event where kind = 'retry' or to_state = 'RETRY_WAIT'"))
                .isZero();
        assertThat(rehearsal.number("select count(*) from query_window where state <> 'DONE'")).isZero();
    }
}
