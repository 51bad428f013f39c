package org.dromedary.pipeline.books;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.dromedary.coordination.broker.QueueControl;
import org.dromedary.ledger.Ledger;
import org.dromedary.ledger.QueryWindow;
import org.dromedary.ledger.Stage;
import org.dromedary.pipeline.books.LedgerCheck.Findings;
import org.dromedary.pipeline.books.LedgerCheck.QueueLine;
import org.dromedary.testing.ServicesResource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@Tag("application")
@QuarkusTestResource(ServicesResource.class)
class LedgerCheckTest {

    @Inject
    Ledger ledger;

    @Inject
    ConnectionFactory factory;

    private QueueLine inventory(Findings findings) {
        return findings.queues().stream().filter(line -> line.queue().equals(Stage.INVENTORY.queue())).findFirst()
                .orElseThrow();
    }

    @Test
    void openWindowWithoutAMessageIsLost() {
        long id = QuarkusTransaction.requiringNew().call(() -> {
            QueryWindow row = new QueryWindow();
            row.createdAt = LocalDateTime.now(ZoneOffset.UTC);
            row.persist();
            return row.id;
        });
        try (JMSContext context = factory.createContext(); QueueControl queues = new QueueControl(factory)) {
            queues.removeAll(Stage.INVENTORY.queue());
            Findings findings = new LedgerCheck(ledger.view(), factory).run();
            long windows = inventory(findings).series();
            assertThat(findings.lost()).extracting(QueueLine::queue).contains(Stage.INVENTORY.queue());
            assertThat(findings.clean()).isFalse();
            for (int i = 0; i < windows; i++) {
                context.createProducer().send(context.createQueue(Stage.INVENTORY.queue()), "1");
            }
            assertThat(new LedgerCheck(ledger.view(), factory).run().lost()).extracting(QueueLine::queue)
                    .doesNotContain(Stage.INVENTORY.queue());
            queues.removeAll(Stage.INVENTORY.queue());
        } finally {
            QuarkusTransaction.requiringNew().run(() -> QueryWindow.deleteById(id));
        }
    }
}
