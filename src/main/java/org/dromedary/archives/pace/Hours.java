package org.dromedary.archives.pace;

import java.time.LocalTime;

/** A range of the clock on the wall; one that ends before it begins passes midnight. Seconds of the day. */
record Hours(int from, int to) {

    private static final int DAY = 24 * 60 * 60;

    static final Hours WHOLE_DAY = new Hours(0, DAY);

    /** @param text such as {@code 07:00-18:00} or {@code 20:00-06:30} */
    static Hours of(String property, String text) {
        String[] ends = text.strip().split("-");
        Integer from = ends.length == 2 ? second(ends[0]) : null;
        Integer to = ends.length == 2 ? second(ends[1]) : null;
        if (from == null || to == null || from == DAY || from.equals(to)) {
            throw new PaceSettingsException(property, text, "07:00-18:00 or 20:00-06:00, the whole day 00:00-24:00");
        }
        return new Hours(from, to == 0 ? DAY : to);
    }

    private static Integer second(String text) {
        String time = text.strip();
        if (time.equals("24:00")) {
            return DAY;
        }
        return time.matches("([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?") ? LocalTime.parse(time).toSecondOfDay()
                : null;
    }

    boolean passesMidnight() {
        return to < from;
    }

    /** Whether a time is within the part that lies on the day on which the range begins. */
    boolean coversOnFirstDay(int second) {
        return second >= from && (passesMidnight() || second < to);
    }

    /** Whether a time is within the part that lies on the day after. */
    boolean coversOnNextDay(int second) {
        return passesMidnight() && second < to;
    }
}
