package org.dromedary.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dromedary.ledger.SeriesState.FOUND;
import static org.dromedary.ledger.SeriesState.HELD;
import static org.dromedary.ledger.SeriesState.QUEUED;
import static org.dromedary.ledger.SeriesState.RECONCILED;
import static org.dromedary.ledger.SeriesState.RETRIEVED;
import static org.dromedary.ledger.SeriesState.STORED;
import static org.dromedary.ledger.SeriesState.TRANSCODED;
import static org.dromedary.ledger.SeriesState.VERIFIED;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SeriesStateTest {

    @Test
    void straightWayLeadsThroughEveryStage() {
        List<SeriesState> way = List.of(FOUND, QUEUED, RETRIEVED, RECONCILED, TRANSCODED, STORED, VERIFIED);
        for (int i = 1; i < way.size(); i++) {
            assertThat(way.get(i - 1).mayBecome(way.get(i))).as(way.get(i - 1) + " to " + way.get(i)).isTrue();
        }
    }

    @Test
    void noStageCanBeLeftOut() {
        assertThat(FOUND.mayBecome(RETRIEVED)).isFalse();
        assertThat(RETRIEVED.mayBecome(STORED)).isFalse();
        assertThat(TRANSCODED.mayBecome(VERIFIED)).isFalse();
    }

    @Test
    void verifiedOnlyBeginsAgain() {
        assertThat(Arrays.stream(SeriesState.values()).filter(VERIFIED::mayBecome)).containsExactly(QUEUED);
    }

    @Test
    void nothingBecomesItselfOrFoundAgain() {
        assertThat(Arrays.stream(SeriesState.values()).filter(state -> state.mayBecome(state))).isEmpty();
        assertThat(Arrays.stream(SeriesState.values()).filter(state -> state.mayBecome(FOUND))).isEmpty();
    }

    @Test
    void everyStateHasAWayOn() {
        for (SeriesState state : SeriesState.values()) {
            boolean goesOn = Arrays.stream(SeriesState.values()).anyMatch(state::mayBecome);
            assertThat(goesOn).as(state.name()).isTrue();
        }
        assertThat(HELD.isClosed()).isFalse();
    }
}
