package org.dromedary.dicom.ul;

/** The state transition table of the upper layer protocol machine (PS3.8 §9.2.3, table 9-10). */
final class StateTable {
    /** One cell: what to do and where to go. */
    record Transition(Action action, State next) { }

    /**
     * A cell is action:next state, a dot where the standard has none. Where it leaves a choice of the next state
     * (AE6: Sta13 after a rejection by the provider, AR8: Sta10 on the acceptor's side) the first one stands here.
     */
    private static final String TABLE = """
            .    Sta1  Sta2   Sta3   Sta4  Sta5   Sta6   Sta7   Sta8   Sta9   Sta10   Sta11  Sta12  Sta13
            E1   AE1:4 .      .      .     .      .      .      .      .      .       .      .      .
            E2   .     .      .      AE2:5 .      .      .      .      .      .       .      .      .
            E3   .     AA1:13 AA8:13 .     AE3:6  AA8:13 AA8:13 AA8:13 AA8:13 AA8:13  AA8:13 AA8:13 AA6:13
            E4   .     AA1:13 AA8:13 .     AE4:1  AA8:13 AA8:13 AA8:13 AA8:13 AA8:13  AA8:13 AA8:13 AA6:13
            E5   AE5:2 .      .      .     .      .      .      .      .      .       .      .      .
            E6   .     AE6:3  AA8:13 .     AA8:13 AA8:13 AA8:13 AA8:13 AA8:13 AA8:13  AA8:13 AA8:13 AA7:13
            E7   .     .      AE7:6  .     .      .      .      .      .      .       .      .      .
            E8   .     .      AE8:13 .     .      .      .      .      .      .       .      .      .
            E9   .     .      .      .     .      DT1:6  .      AR7:8  .      .       .      .      .
            E10  .     AA1:13 AA8:13 .     AA8:13 DT2:6  AR6:7  AA8:13 AA8:13 AA8:13  AA8:13 AA8:13 AA6:13
            E11  .     .      .      .     .      AR1:7  .      .      .      .       .      .      .
            E12  .     AA1:13 AA8:13 .     AA8:13 AR2:8  AR8:9  AA8:13 AA8:13 AA8:13  AA8:13 AA8:13 AA6:13
            E13  .     AA1:13 AA8:13 .     AA8:13 AA8:13 AR3:1  AA8:13 AA8:13 AR10:12 AR3:1  AA8:13 AA6:13
            E14  .     .      .      .     .      .      .      AR4:13 AR9:11 .       .      AR4:13 .
            E15  .     .      AA1:13 AA2:1 AA1:13 AA1:13 AA1:13 AA1:13 AA1:13 AA1:13  AA1:13 AA1:13 .
            E16  .     AA2:1  AA3:1  .     AA3:1  AA3:1  AA3:1  AA3:1  AA3:1  AA3:1   AA3:1  AA3:1  AA2:1
            E17  .     AA5:1  AA4:1  AA4:1 AA4:1  AA4:1  AA4:1  AA4:1  AA4:1  AA4:1   AA4:1  AA4:1  AR5:1
            E18  .     AA2:1  .      .     .      .      .      .      .      .       .      .      AA2:1
            E19  .     AA1:13 AA8:13 .     AA8:13 AA8:13 AA8:13 AA8:13 AA8:13 AA8:13  AA8:13 AA8:13 AA7:13
            """;

    private static final Transition[][] CELLS = parse();

    private StateTable() { }

    /** The cell, or null where the event cannot happen in the state. */
    static Transition find(State state, Event event) {
        return CELLS[event.ordinal()][state.ordinal()];
    }

    /** The cell, or an exception where the event cannot happen in the state. */
    static Transition of(State state, Event event) {
        Transition transition = find(state, event);
        if (transition == null) {
            throw new IllegalStateException(event + " is not possible in " + state);
        }
        return transition;
    }

    private static Transition[][] parse() {
        Transition[][] cells = new Transition[Event.values().length][State.values().length];
        TABLE.lines().skip(1).forEach(line -> {
            String[] row = line.trim().split(" +");
            Event event = Event.valueOf(row[0]);
            for (State state : State.values()) {
                String cell = row[state.ordinal() + 1];
                if (!cell.equals(".")) {
                    String[] parts = cell.split(":");
                    cells[event.ordinal()][state.ordinal()] =
                            new Transition(Action.valueOf(parts[0]), State.valueOf("STA" + parts[1]));
                }
            }
        });
        return cells;
    }
}
