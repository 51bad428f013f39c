package org.dromedary.camel;

import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.spi.HeaderFilterStrategy;

/** The headers of a message on their way to and from the peer, as far as the endpoint's strategy lets them pass. */
record PeerHeaders(Exchange exchange, HeaderFilterStrategy strategy) {

    static PeerHeaders of(Exchange exchange, DicomEndpoint endpoint) {
        return new PeerHeaders(exchange, endpoint.getHeaderFilterStrategy());
    }

    private Message message() {
        return exchange.getMessage();
    }

    /** What goes to the peer, or the default if the message has no such header or it must not pass. */
    <T> T get(String name, T otherwise, Class<T> type) {
        Object value = message().getHeader(name);
        return value == null || strategy.applyFilterToCamelHeaders(name, value, exchange) ? otherwise
                : message().getHeader(name, type);
    }

    /** What the peer said. */
    void set(String name, Object value) {
        if (!strategy.applyFilterToExternalHeaders(name, value, exchange)) {
            message().setHeader(name, value);
        }
    }

    /** Before something is asked: an answer of before must not look like that of this peer. */
    void forget(Set<String> names) {
        names.forEach(message()::removeHeader);
    }
}
