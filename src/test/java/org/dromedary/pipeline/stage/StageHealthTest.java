package org.dromedary.pipeline.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.dromedary.coordination.control.Controls;
import org.dromedary.coordination.control.Controls.Kind;
import org.dromedary.coordination.incident.IncidentSettings;
import org.dromedary.coordination.incident.Incidents;
import org.dromedary.ledger.Sql;
import org.dromedary.operate.settings.Settings;
import org.dromedary.testing.ServicesResource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@Tag("application")
@QuarkusTestResource(ServicesResource.class)
class StageHealthTest {

    private static final Failure FAILED = new Failure(Failure.Kind.SERIES_FAILED, "STATUS_C000", "no");
    private static final Failure OTHER = new Failure(Failure.Kind.SERIES_FAILED, "TIMEOUT", "no");
    private static final Failure BUSY = new Failure(Failure.Kind.BUSY, "STATUS_A700", "full");
    private static final Failure WRONG = new Failure(Failure.Kind.MISCONFIGURED, "STATUS_A801", "unknown");

    @Inject
    Incidents incidents;

    @Inject
    DataSource dataSource;

    private final String stage = "s-" + UUID.randomUUID().toString().substring(0, 8);

    private StageHealth health(Duration busyAfter) {
        Map<String, String> settings = Map.of("dromedary.incident.busy-after", busyAfter.toString(),
                "dromedary.incident.series-in-a-row", "3");
        return new StageHealth(incidents, Settings.load(settings).map(IncidentSettings.class), dataSource);
    }

    private List<String> open() {
        return Sql.over(dataSource).query("select kind from incident where subject = ? and closed_at is null",
                row -> row.getString(1), stage);
    }

    private boolean paused() {
        return new Controls(Sql.over(dataSource)).orders().stream().anyMatch(order -> order.kind() == Kind.PAUSE
                && order.scope().equals(Controls.stage(stage)) && order.by().equals("dromedary"));
    }

    @Test
    void differentSeriesFailingInARowForOneReasonPauseTheStage() {
        StageHealth health = health(Duration.ofHours(1));
        health.failed(stage, 1, FAILED);
        health.failed(stage, 1, FAILED);
        health.failed(stage, 1, FAILED);
        health.failed(stage, 2, FAILED);
        health.failed(stage, 3, OTHER);
        health.failed(stage, 4, FAILED);
        health.failed(stage, 5, FAILED);
        health.passed(stage);
        health.failed(stage, 6, FAILED);
        health.failed(stage, 7, FAILED);
        assertThat(open()).isEmpty();
        assertThat(paused()).isFalse();
        health.failed(stage, 8, FAILED);
        assertThat(open()).containsExactly(StageHealth.FAILING);
        assertThat(paused()).isTrue();
    }

    @Test
    void firstSeriesThatPassesClosesWhatAnEarlierProcessOpened() {
        health(Duration.ofHours(1)).failed(stage, 1, WRONG);
        health(Duration.ofHours(1)).failed(stage, 1, WRONG);
        assertThat(open()).containsExactly(StageHealth.MISCONFIGURED);
        health(Duration.ofHours(1)).passed(stage);
        assertThat(open()).isEmpty();
    }

    @Test
    void busyIsAnIncidentOnlyWhenItLasts() {
        health(Duration.ofHours(1)).failed(stage, 1, BUSY);
        assertThat(open()).isEmpty();
        health(Duration.ZERO).failed(stage, 1, BUSY);
        assertThat(open()).containsExactly(StageHealth.BUSY);
    }

    /** The stage by which the ledger's series pass; the incidents of the others are left alone. */
    private static final String RETRIEVE = "retrieve";

    private boolean retrievePaused() {
        return new Controls(Sql.over(dataSource)).orders().stream()
                .anyMatch(order -> order.scope().equals(Controls.stage(RETRIEVE)));
    }

    private void endWithRetrieve(StageHealth health) {
        health.passed(RETRIEVE);
        new Controls(Sql.over(dataSource)).takeBack(Controls.stage(RETRIEVE), Kind.PAUSE, "test");
    }

    @Test
    void differentSeriesThatFailAlikeBeforeAnythingCameAreAFaultOfTheSetUp() {
        StageHealth health = health(Duration.ofHours(1));
        try {
            assertThat(health.failed(RETRIEVE, 1, FAILED).kind()).isEqualTo(Failure.Kind.MISCONFIGURED);
            assertThat(health.failed(RETRIEVE, 2, FAILED).kind()).isEqualTo(Failure.Kind.MISCONFIGURED);
            assertThat(retrievePaused()).isFalse();
            assertThat(health.failed(RETRIEVE, 3, FAILED).kind()).isEqualTo(Failure.Kind.MISCONFIGURED);
            assertThat(incidents.isOpen(StageHealth.SET_UP, RETRIEVE)).isTrue();
            assertThat(retrievePaused()).isTrue();
        } finally {
            endWithRetrieve(health);
        }
        assertThat(incidents.isOpen(StageHealth.SET_UP, RETRIEVE)).isFalse();
    }

    @Test
    void failuresCountAsSoonAsAnythingHasCome() {
        StageHealth health = health(Duration.ofHours(1));
        assertThat(health.failed(RETRIEVE, 1, FAILED).kind()).isEqualTo(Failure.Kind.MISCONFIGURED);
        health.works(RETRIEVE);
        assertThat(health.failed(RETRIEVE, 1, FAILED)).isEqualTo(FAILED);
        endWithRetrieve(health);
    }

    @Test
    void smallArchiveOfWhichNothingComesIsAnIncidentAndLosesNoAttempt() {
        boolean earlier = !Sql.over(dataSource).query("select 1 from manifest limit 1", row -> 1).isEmpty();
        StageHealth health = health(Duration.ofHours(1));
        try {
            assertThat(health.failed(RETRIEVE, 1, FAILED).kind()).isEqualTo(Failure.Kind.MISCONFIGURED);
            Failure second = health.failed(RETRIEVE, 1, FAILED);
            Failure third = health.failed(RETRIEVE, 1, FAILED);
            assertThat(second.kind()).isEqualTo(earlier ? Failure.Kind.SERIES_FAILED : Failure.Kind.MISCONFIGURED);
            assertThat(third.kind()).isEqualTo(second.kind());
            assertThat(incidents.isOpen(StageHealth.SET_UP, RETRIEVE)).isEqualTo(!earlier);
            assertThat(retrievePaused()).isFalse();
        } finally {
            endWithRetrieve(health);
        }
    }
}
