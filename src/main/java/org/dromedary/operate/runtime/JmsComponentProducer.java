package org.dromedary.operate.runtime;

import io.quarkus.arc.Unremovable;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import jakarta.jms.ConnectionFactory;
import org.apache.camel.LoggingLevel;
import org.apache.camel.component.jms.JmsComponent;

/** How routes use the queues: one local JMS transaction from the message taken to the messages sent. */
@Singleton
class JmsComponentProducer {

    @Produces
    @Singleton
    @Named("jms")
    @Unremovable
    JmsComponent jms(ConnectionFactory connections) {
        JmsComponent jms = new JmsComponent();
        jms.setConnectionFactory(connections);
        // The session's own transaction: the ledger commits first, and a redelivered message finds the row ahead.
        jms.setTransacted(true);
        jms.setLazyCreateTransactionManager(false);
        jms.setCacheLevelName("CACHE_CONSUMER");
        // A message sent with JMSPriority 9 keeps it.
        jms.setPreserveMessageQos(true);
        // Who rolls a message back says why, once, in words.
        jms.setErrorHandlerLoggingLevel(LoggingLevel.DEBUG);
        jms.setErrorHandlerLogStackTrace(false);
        return jms;
    }
}
