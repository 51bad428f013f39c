package org.dromedary.pipeline.deadletter;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import jakarta.jms.ConnectionFactory;
import javax.sql.DataSource;
import org.dromedary.ledger.Sql;

/** The dead letters within the running program. */
@Singleton
class DeadLettersProducer {

    @Produces
    @Singleton
    DeadLetters deadLetters(DataSource ledger, ConnectionFactory broker) {
        return new DeadLetters(Sql.over(ledger), broker);
    }

    @Produces
    @Singleton
    Suspects suspects(DataSource ledger, ConnectionFactory broker) {
        return new Suspects(Sql.over(ledger), broker);
    }
}
