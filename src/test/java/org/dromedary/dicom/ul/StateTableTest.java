package org.dromedary.dicom.ul;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StateTableTest {

    /** Sta4 waits for TCP and Sta1 has no connection: no PDU can come there. */
    @ParameterizedTest
    @EnumSource(names = {"E3", "E4", "E6", "E10", "E12", "E13", "E16", "E19"})
    void everyPduHasACellInEveryStateWithAConnection(Event pdu) {
        for (State state : EnumSet.complementOf(EnumSet.of(State.STA1, State.STA4))) {
            assertThat(StateTable.find(state, pdu)).as("%s in %s", pdu, state).isNotNull();
        }
        assertThat(StateTable.find(State.STA1, pdu)).isNull();
        assertThat(StateTable.find(State.STA4, pdu)).isNull();
    }

    @Test
    void aLostConnectionAlwaysLeadsToIdle() {
        for (State state : EnumSet.complementOf(EnumSet.of(State.STA1))) {
            assertThat(StateTable.of(state, Event.E17).next()).isEqualTo(State.STA1);
        }
    }

    @Test
    void requestorWalksFromIdleToReleased() {
        State state = State.STA1;
        for (Event event : new Event[] {Event.E1, Event.E2, Event.E3, Event.E9, Event.E10, Event.E11, Event.E13}) {
            state = StateTable.of(state, event).next();
        }
        assertThat(state).isEqualTo(State.STA1);
    }

    @Test
    void acceptorWalksFromIdleToReleased() {
        State state = State.STA1;
        for (Event event : new Event[] {Event.E5, Event.E6, Event.E7, Event.E10, Event.E12, Event.E14, Event.E17}) {
            state = StateTable.of(state, event).next();
        }
        assertThat(state).isEqualTo(State.STA1);
    }

    @Test
    void collisionPathsMeetTheStandard() {
        assertThat(StateTable.of(State.STA7, Event.E12).action()).isEqualTo(Action.AR8);
        assertThat(StateTable.of(State.STA9, Event.E14)).isEqualTo(
                new StateTable.Transition(Action.AR9, State.STA11));
        assertThat(StateTable.of(State.STA10, Event.E13)).isEqualTo(
                new StateTable.Transition(Action.AR10, State.STA12));
        assertThat(StateTable.of(State.STA11, Event.E13)).isEqualTo(
                new StateTable.Transition(Action.AR3, State.STA1));
        assertThat(StateTable.of(State.STA12, Event.E14)).isEqualTo(
                new StateTable.Transition(Action.AR4, State.STA13));
    }

    @Test
    void localMisuseIsNamed() {
        assertThatThrownBy(() -> StateTable.of(State.STA5, Event.E9)).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("E9").hasMessageContaining("Sta5");
    }
}
