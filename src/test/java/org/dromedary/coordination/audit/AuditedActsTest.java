package org.dromedary.coordination.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.dromedary.coordination.control.Controls;
import org.dromedary.coordination.incident.Incidents;
import org.dromedary.ledger.Events;
import org.dromedary.ledger.Sql;
import org.dromedary.testing.ServicesResource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@Tag("application")
@QuarkusTestResource(ServicesResource.class)
class AuditedActsTest {

    @Inject
    DataSource dataSource;

    @Inject
    Incidents incidents;

    @ConfigProperty(name = "dromedary.data-dir")
    Path dataDir;

    private final String by = "kim-" + UUID.randomUUID().toString().substring(0, 8);

    private Sql sql() {
        return Sql.over(dataSource);
    }

    /** Does three things; returns the numbers that their seals have. */
    private List<Long> act() {
        for (String what : List.of("one", "two", "three")) {
            QuarkusTransaction.requiringNew().run(() -> Events.in(sql()).operator("TEST", what, by));
        }
        await().atMost(20, TimeUnit.SECONDS).until(() -> numbers().size() == 3);
        return numbers();
    }

    private List<Long> numbers() {
        return sql().query("select a.number from audit_act a join event e on e.id = a.event_id where e.worker = ?"
                + " and a.number is not null order by a.number", row -> row.getLong(1), by);
    }

    private List<String> findings() throws IOException {
        return ActHead.check(dataDir, sql());
    }

    private String trail() throws IOException {
        AuditTrail trail = new AuditTrail(dataDir, Long.MAX_VALUE, java.time.Clock.systemUTC());
        StringBuilder text = new StringBuilder();
        for (String file : trail.files()) {
            text.append(Files.readString(trail.file(file)));
        }
        return text.toString();
    }

    @Test
    void whatAPersonDoesIsSealedAndInTheTrail() throws Exception {
        List<Long> numbers = act();
        assertThat(numbers.get(2) - numbers.get(0)).isEqualTo(2);
        await().atMost(20, TimeUnit.SECONDS).untilAsserted(() -> assertThat(findings()).isEmpty());
        assertThat(trail().lines().filter(line -> line.contains("UserID=\"" + by + "\""))).hasSize(3)
                .allSatisfy(line -> AuditSchema.check(line.substring(line.indexOf("<AuditMessage"))));
        assertThat(AuditCheck.of(dataDir, 1, Map.of()).findings()).isEmpty();
    }

    @Test
    void actThatWasChangedRemovedOrPutInIsFound() throws Exception {
        List<Long> numbers = act();
        long second = numbers.get(1);
        long event = sql().query("select event_id from audit_act where number = ?", row -> row.getLong(1), second)
                .get(0);
        change("update event set worker = 'lee' where id = ?", event);
        String act = "act " + second + " (event " + event + ")";
        assertThat(findings()).contains(act + " was changed");
        change("update event set worker = ? where id = ?", by, event);
        assertThat(findings()).noneMatch(line -> line.contains("act " + second));

        change("update event set kind = 'other' where id = ?", event);
        assertThat(findings()).contains(act + " is gone from the events");
        change("update event set kind = 'operator' where id = ?", event);

        change("insert into event (at, kind, worker) values (utc_timestamp(3), 'operator', ?)", by + "-in");
        assertThat(findings()).anyMatch(line -> line.endsWith("was put in: it was never sealed"));
        change("delete from event where worker = ?", by + "-in");
        assertThat(findings()).noneMatch(line -> line.contains("put in"));
    }

    @Test
    void actThatIsGoneBeforeItWasSealedIsFoundAndHoldsUpNoOther() throws Exception {
        long gone = 1L << 50;
        change("insert into audit_act (event_id) values (?)", gone);
        try {
            act();
            assertThat(findings()).contains("event " + gone + " is gone, before it was sealed");
        } finally {
            change("delete from audit_act where event_id = ?", gone);
        }
    }

    @Test
    void actsThatWereCutOffAtTheEndWithTheLedgersOwnEndAreFound() throws Exception {
        act();
        await().atMost(20, TimeUnit.SECONDS).untilAsserted(() -> assertThat(findings()).isEmpty());
        QuarkusTransaction.begin();
        try {
            long last = sql().query("select max(number) from audit_act", row -> row.getLong(1)).get(0);
            String before = sql().query("select hash from audit_act where number = ?", row -> row.getString(1),
                    last - 1).get(0);
            sql().update("delete from event where id = (select event_id from audit_act where number = ?)", last);
            sql().update("delete from audit_act where number = ?", last);
            assertThat(findings()).anyMatch(line -> line.contains("was sealed up to " + last));
            sql().update("update audit_head set number = ?, hash = ?", last - 1, before);
            assertThat(findings()).contains("act " + last + ", which the data folder knows, is not there or is"
                    + " another");
        } finally {
            QuarkusTransaction.rollback();
        }
    }

    private void change(String statement, Object... parameters) {
        QuarkusTransaction.requiringNew().run(() -> sql().update(statement, parameters));
    }

    @Test
    void orderAndIncidentAreInTheTrail() throws Exception {
        QuarkusTransaction.requiringNew().run(() -> new Controls(sql()).give(new Controls.Order(
                Controls.stage("verify"), Controls.Kind.PAUSE, "", "", by)));
        QuarkusTransaction.requiringNew().run(() -> new Controls(sql()).takeBack(Controls.stage("verify"),
                Controls.Kind.PAUSE, by));
        incidents.open(by, "target", "It does not work.", "", "");
        incidents.close(by, "target", "dromedary", "it does");
        await().atMost(20, TimeUnit.SECONDS).untilAsserted(() -> assertThat(trail().lines()
                .filter(line -> line.contains("UserID=\"" + by + "\""))).hasSize(2));
        assertThat(trail().lines().filter(line -> line.contains("csd-code=\"INCIDENT\"") && line.contains(
                java.util.Base64.getEncoder().encodeToString(by.getBytes())))).hasSize(2);
        assertThat(trail()).contains("originalText=\"Application Start\"");
    }
}
