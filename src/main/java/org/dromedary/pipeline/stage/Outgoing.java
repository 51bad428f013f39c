package org.dromedary.pipeline.stage;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;

/** A message that a bean wants to be sent, as an element of the list it leaves in the body. */
public record Outgoing(String queue, Content content) {

    /** Writes body and headers of a message. */
    @FunctionalInterface
    public interface Content {
        void writeTo(Message message);
    }

    /** Turns the body, one {@link Outgoing}, into the message itself, with its queue in {@link Queues#NEXT}. */
    @ApplicationScoped
    @Named("outgoing")
    public static class Writer implements Processor {
        @Override
        public void process(Exchange exchange) {
            Outgoing outgoing = exchange.getMessage().getBody(Outgoing.class);
            outgoing.content().writeTo(exchange.getMessage());
            exchange.getMessage().setHeader(Queues.NEXT, outgoing.queue());
        }
    }
}
