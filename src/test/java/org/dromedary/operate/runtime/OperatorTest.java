package org.dromedary.operate.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import javax.management.MBeanException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.RuntimeMBeanException;
import javax.sql.DataSource;
import org.dromedary.coordination.control.Audit;
import org.dromedary.coordination.control.Controls;
import org.dromedary.coordination.control.Controls.Kind;
import org.dromedary.coordination.control.Controls.Order;
import org.dromedary.coordination.incident.Incidents;
import org.dromedary.ledger.Sql;
import org.dromedary.operate.settings.Settings;
import org.dromedary.testing.ServicesResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@Tag("application")
@QuarkusTestResource(ServicesResource.class)
class OperatorTest {

    @Inject
    DataSource dataSource;

    @Inject
    Incidents incidents;

    private final String by = "t" + UUID.randomUUID().toString().substring(0, 8);

    private Operator operator() {
        return new Operator(Sql.over(dataSource), Set.of("clinic", "night"), by);
    }

    private List<String> audit() {
        return new Audit(Sql.over(dataSource)).since(Instant.now().minusSeconds(3600), 1000).stream()
                .filter(entry -> entry.who().equals(by)).map(Audit.Entry::what).toList();
    }

    @AfterEach
    void takeBackAllOrders() {
        Controls controls = new Controls(Sql.over(dataSource));
        controls.orders().forEach(order -> controls.takeBack(order.scope(), order.kind(), "test"));
    }

    @Test
    void pauseHoldsUntilItIsTakenBackAndBothAreInTheAudit() {
        operator().pause(null, "source", "clinic is slow");
        assertThat(operator().orders()).singleElement().satisfies(order -> {
            assertThat(order.scope()).isEqualTo("archive:source");
            assertThat(order.reason()).isEqualTo("clinic is slow");
            assertThat(order.at()).isBetween(Instant.now().minusSeconds(600), Instant.now().plusSeconds(600));
        });
        assertThat(operator().resume(null, "source")).isEqualTo("Resumed: the source archive.");
        assertThat(operator().orders()).isEmpty();
        assertThat(audit()).containsExactly("PAUSE archive:source: clinic is slow", "END OF PAUSE archive:source");
    }

    @Test
    void resumeTellsWhatIsStillPaused() {
        operator().pause("store", null, null);
        assertThat(operator().resume(null, null))
                .contains("There was no order to pause everything", "Still paused: the store stage");
    }

    @Test
    void autoWithoutArchiveTakesBackEveryWindow() {
        operator().pace("night", "source", "");
        operator().pace("clinic", null, "");
        assertThat(operator().orders()).extracting(Order::scope, Order::kind, Order::value).containsExactly(
                tuple("all", Kind.WINDOW, "clinic"),
                tuple("archive:source", Kind.WINDOW, "night"));
        operator().pace("auto", null, "");
        assertThat(operator().orders()).isEmpty();
    }

    @Test
    void unknownStageArchiveAndWindowAreRefusedWithTheKnownOnes() {
        assertThatThrownBy(() -> operator().pause("stor", null, null)).hasMessageContaining("retrieve, reconcile");
        assertThatThrownBy(() -> operator().pause(null, "old", null)).hasMessageContaining("source, target");
        assertThatThrownBy(() -> operator().pace("day", null, null)).hasMessageContaining("clinic, night");
        assertThatThrownBy(() -> operator().pause(null, null, "x".repeat(256))).hasMessageContaining("256");
        assertThat(operator().orders()).isEmpty();
    }

    @Test
    void windowsAreThoseNamedInTheSettings() {
        assertThat(Settings.load(Map.of("dromedary.pace.night.hours", "20:00-06:00",
                "dromedary.pace.clinic.retrieve.associations", "1")).paceWindows())
                .containsExactly("clinic", "night");
    }

    @Test
    void operatorsHandIsInJmx() throws Exception {
        assertThat(invoke("Operator", "pause", "stage:store", by)).asString().contains("the store stage");
        assertThat(operator().orders()).extracting(Order::by, Order::reason)
                .containsExactly(tuple("jmx", by));
        assertThat(invoke("Operator", "resume", "stage:store")).asString().contains("Resumed");
        assertThatThrownBy(() -> invoke("Operator", "pause", "store", by)).isInstanceOf(RuntimeMBeanException.class)
                .hasRootCauseInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void incidentsAreInJmx() throws Exception {
        incidents.open("TEST_" + by, "target", "It does not work.", "", "");
        assertThat((String[]) invoke("Incidents", "list")).anyMatch(line -> line.contains("TEST_" + by));
    }

    private static Object invoke(String type, String operation, String... values)
            throws javax.management.JMException, MBeanException {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        String[] signature = new String[values.length];
        java.util.Arrays.fill(signature, String.class.getName());
        return server.invoke(new ObjectName("org.dromedary:type=" + type), operation, values, signature);
    }
}
