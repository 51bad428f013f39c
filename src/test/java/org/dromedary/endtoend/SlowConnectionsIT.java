package org.dromedary.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.dromedary.ledger.SeriesState;
import org.dromedary.simulator.SlowConnections;
import org.dromedary.simulator.StudyGenerator;
import org.dromedary.simulator.StudyKind;
import org.dromedary.testing.MllpClient;
import org.dromedary.testing.Peers;
import org.junit.jupiter.api.Test;

/** All our ports full of connections that trickle, under the source's own AE title. */
class SlowConnectionsIT {

    private static final int ASSOCIATIONS = 50;
    private static final int SENDERS = 64;

    @Test
    void migrationAndMessagesGoOnWhileEveryPlaceIsTakenByConnectionsThatTrickle() throws Exception {
        int hl7 = Peers.freePort();
        StudyGenerator generator = new StudyGenerator(3).matrix(16).objectsPerSeries(3).kinds(StudyKind.CT);
        try (Rehearsal rehearsal = Rehearsal.of(generator, 4);
                SlowConnections slow = new SlowConnections()) {
            rehearsal.migration.set("dromedary.hl7.mllp-port", Integer.toString(hl7));
            Process process = rehearsal.migration.start("run");
            Awaitility.await().atMost(Duration.ofSeconds(120))
                    .until(() -> rehearsal.migration.output().contains("Dromedary has started"));
            slow.associations(ASSOCIATIONS, rehearsal.migration.port(), "OLDPACS", "DROMEDARY")
                    .messages(SENDERS, hl7);
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> slow.begun() >= ASSOCIATIONS + SENDERS);
            Awaitility.await().atMost(Duration.ofSeconds(60)).ignoreExceptions().until(() -> answered(hl7));
            rehearsal.awaitArrived(process, rehearsal.source().size());
            Awaitility.await().atMost(Duration.ofSeconds(60)).ignoreExceptions()
                    .until(() -> rehearsal.states().keySet().equals(java.util.Set.of(SeriesState.VERIFIED)));
            assertThat(rehearsal.migration.output()).doesNotContain("\tat ", "OutOfMemory");
            process.destroy();
            assertThat(process.waitFor(Rehearsal.LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
            rehearsal.assertEverythingArrived();
        }
    }

    private static boolean answered(int port) throws IOException {
        try (MllpClient sender = new MllpClient(port)) {
            return sender.ask("MSH|^~\\&|RIS|HOSP|D|H|20240301||ADT^A08|7|P|2.5\rPID|1||4711\r").contains("MSA|AA|7");
        }
    }
}
