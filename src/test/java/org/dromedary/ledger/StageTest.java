package org.dromedary.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Set;
import org.dromedary.archives.pace.Operation;
import org.dromedary.archives.pace.Pace;
import org.junit.jupiter.api.Test;

class StageTest {

    @Test
    void eachTakesASeriesWhereTheOneBeforeLeavesIt() {
        for (int i = 1; i < Stage.values().length; i++) {
            SeriesState left = Stage.values()[i - 1].gives();
            assertThat(Stage.taking(left)).contains(Stage.values()[i]);
            assertThat(left.mayBecome(Stage.values()[i].gives())).as(left.name()).isTrue();
        }
    }

    @Test
    void seriesIsClosedOrWaitsForAPersonOrForOneStage() {
        for (SeriesState state : SeriesState.values()) {
            long stages = Arrays.stream(Stage.values()).filter(stage -> stage.takes().contains(state)).count();
            assertThat(stages).as(state.name()).isEqualTo(state.isMoving() ? 1 : 0);
            assertThat(state.isMoving() && (state.isClosed() || state.isDead())).as(state.name()).isFalse();
        }
    }

    @Test
    void thosePacedNameAnArchiveAndAnOperation() {
        for (Stage stage : Stage.values()) {
            assertThat(stage.operation().isPresent()).as(stage.id())
                    .isEqualTo(Set.of(Pace.SOURCE, Pace.TARGET).contains(stage.archive()));
            stage.operation().ifPresent(Operation::valueOf);
        }
    }
}
