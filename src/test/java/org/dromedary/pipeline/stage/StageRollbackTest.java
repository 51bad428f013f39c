package org.dromedary.pipeline.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.RejectedExecutionException;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

class StageRollbackTest {

    private final Exchange exchange = new DefaultExchange(new DefaultCamelContext());

    @Test
    void whatAStoppedRouteCanNotSendOnGoesBackToItsQueueWithoutAWord() {
        RejectedExecutionException stopped = new RejectedExecutionException();
        assertThat(StageRollback.isInOrder(new CamelExecutionException("send", exchange, stopped))).isTrue();
        assertThat(StageRollback.of(exchange, stopped)).isTrue();
        assertThat(exchange.isRollbackOnly()).isTrue();
        assertThat(exchange.isRouteStop()).isTrue();
    }

    @Test
    void failureOfTheWorkItselfIsDecidedOn() {
        assertThat(StageRollback.of(exchange, new IllegalStateException("a bug"))).isFalse();
        assertThat(exchange.isRollbackOnly()).isFalse();
    }
}
