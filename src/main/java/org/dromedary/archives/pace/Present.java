package org.dromedary.archives.pace;

/**
 * What holds for a lane at a moment.
 *
 * @param window its name, empty if there is none
 * @param limits those in force; while nothing may begin, those under which the rest finishes
 * @param by who or what keeps work from beginning, {@code none} while it may
 * @param why in words, if {@code by} has some
 */
record Present(String window, Limits limits, PaceStatus.State state, String by, String why) {

    boolean mayBegin() {
        return state == PaceStatus.State.RUNNING;
    }

    /** Whether what is under way is on borrowed time: a rest or a full spool is none. */
    boolean isParkTime() {
        return switch (state) {
            case PAUSED, WAITING_FOR_WINDOW -> true;
            case STOPPED -> by.equals("window");
            case RUNNING, RESTING -> false;
        };
    }
}
