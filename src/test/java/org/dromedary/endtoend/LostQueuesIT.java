package org.dromedary.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.dromedary.ledger.SeriesState;
import org.dromedary.ledger.Sql;
import org.dromedary.simulator.RetrieveFault;
import org.dromedary.simulator.StudyGenerator;
import org.dromedary.simulator.StudyKind;
import org.dromedary.testing.ServicesResource;
import org.junit.jupiter.api.Test;

/** Brokers that have lost everything, and ledgers that somebody changed by hand. */
class LostQueuesIT {

    private static final String VERIFIED = "select count(*) from series where state = 'VERIFIED'";

    @Test
    void lostQueuesAreMadeAnewFromTheLedgerAndEveryObjectArrives() throws Exception {
        StudyGenerator generator = new StudyGenerator(13).matrix(8).objectsPerSeries(3).kinds(StudyKind.CT);
        try (Rehearsal rehearsal = Rehearsal.of(generator, 12)) {
            // Some series wait for their next attempt, one is dead, the others are on their way.
            rehearsal.migration.set("dromedary.retry.delay", "6h").set("dromedary.retrieve.consumers", "1");
            rehearsal.sourceFaults.set(new RetrieveFault.DelayPerObject(Duration.ofMillis(100)))
                    .after(1, 3, new RetrieveFault.FailWith(0xC000, null));
            Process process = rehearsal.migration.start();
            Awaitility.await().atMost(Duration.ofSeconds(90)).pollInterval(Duration.ofMillis(100))
                    .until(() -> rehearsal.migration.output().contains("-> VERIFIED")
                            && rehearsal.number(VERIFIED) > 2);
            // However long the commands take, the program is still at work when it is killed.
            rehearsal.sourceFaults.set(new RetrieveFault.DelayPerObject(Duration.ofSeconds(20)));
            assertThat(rehearsal.migration.command("ledger", "check")).as(rehearsal.migration.output()).isZero();
            assertThat(rehearsal.migration.command("ledger", "rebuild-queues")).isEqualTo(1);
            assertThat(rehearsal.migration.output()).contains("stop every worker first");
            process.destroyForcibly().waitFor();
            rehearsal.sourceFaults.clear();
            assertThat(rehearsal.states()).containsKey(SeriesState.QUEUED)
                    .containsEntry(SeriesState.RETRY_WAIT, 3L);
            rehearsal.migration.databaseServers().forEach(ProcessHandle::destroyForcibly);
            ServicesResource.delete(rehearsal.migration.dataDir().resolve("broker"));
            rehearsal.migration.<Integer>sql(sql -> heldByHand(sql));

            assertThat(rehearsal.migration.command("ledger", "check")).isEqualTo(3);
            assertThat(rehearsal.migration.output()).contains("THE BOOKS DO NOT BALANCE",
                    "dromedary.retrieve has lost");
            assertThat(rehearsal.migration.command("ledger", "rebuild-queues")).isZero();
            assertThat(rehearsal.migration.command("ledger", "rebuild-queues")).isZero();
            assertThat(rehearsal.migration.command("ledger", "check")).as(rehearsal.migration.output()).isZero();
            assertThat(rehearsal.migration.deadLetters()).hasSize(1);
            assertThat(rehearsal.migration.command("dead-letters", "replay", "--all")).isZero();
            rehearsal.runsTo(0);
            rehearsal.assertEverythingArrived();
            rehearsal.assertBooksBalance();
            assertThat(rehearsal.number("select count(*) from (select 1 from event where to_state = 'VERIFIED'"
                    + " group by series_id having count(*) > 1) twice")).isZero();
        }
    }

    /** As if a series had died before the queues were lost. */
    private static int heldByHand(Sql sql) {
        List<Long> one = sql.query("select id from series where state = 'QUEUED' order by id desc limit 1",
                row -> row.getLong(1));
        sql.update("""
                insert into event (at, series_id, kind, from_state, to_state, reason_code)
                values (utc_timestamp(3), ?, 'transition', 'QUEUED', 'HELD', 'INTERNAL_ERROR')""", one.get(0));
        return sql.update("update series set state = 'HELD', reason_code = 'INTERNAL_ERROR' where id = ?", one.get(0));
    }
}
