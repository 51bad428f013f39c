package org.dromedary.hospital.hl7;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.sql.DataSource;
import org.dromedary.hospital.reports.WholeReports;
import org.dromedary.ledger.Sql;
import org.dromedary.testing.Corpus;
import org.dromedary.testing.ServicesResource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A hundred thousand odd messages, of our own and of the corpus where it is: {@code mvn test -Psoak
 * -Dtest=OddMessagesSoak}; {@code -Dmessages=N} for another number, {@code -Dfirst=N} to begin with another one.
 */
@QuarkusTest
@Tag("application")
@QuarkusTestResource(ServicesResource.class)
class OddMessagesSoak {

    private static final long MESSAGES = Long.getLong("messages", 100_000);
    private static final long FIRST = Long.getLong("first", 0);
    private static final int TOGETHER = 50;

    @Inject
    DataSource dataSource;

    @Test
    void whatIsAcknowledgedIsWholeAndKeptByteForByte() throws Exception {
        Mutations mutations = new Mutations(corpus());
        MutationChecks checks = new MutationChecks(new WholeReports());
        List<Arrival> arrivals = new ArrayList<>();
        for (long number = FIRST; number < FIRST + MESSAGES && checks.failures().size() < 20; number++) {
            arrivals.addAll(checks.check(number, mutations.message(number)));
            if (arrivals.size() >= TOGETHER) {
                keptByteForByte(arrivals);
                arrivals.clear();
            }
        }
        System.out.println(MESSAGES + " odd messages: " + checks);
        assertThat(checks.failures()).isEmpty();
    }

    /** In a transaction that is taken back: nothing else is to take them in. */
    private void keptByteForByte(List<Arrival> arrivals) {
        Sql.over(dataSource).inTransaction(own -> {
            Hl7Ledger ledger = new Hl7Ledger(own);
            List<Hl7Ledger.Kept> kept = ledger.keep(arrivals);
            for (int i = 0; i < arrivals.size(); i++) {
                byte[] body = ledger.body(kept.get(i).id()).orElseThrow();
                assertThat(Arrays.equals(body, arrivals.get(i).body())).isTrue();
            }
            kept.forEach(row -> own.update("delete from hl7_message where id = ?", row.id()));
            return null;
        });
    }

    private static List<String> corpus() throws IOException {
        List<String> messages = new ArrayList<>();
        if (Corpus.find().isPresent()) {
            for (Path file : Corpus.files("hl7/samples")) {
                messages.add(Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        return messages;
    }
}
