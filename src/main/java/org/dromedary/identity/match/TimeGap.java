package org.dromedary.identity.match;

import java.util.OptionalInt;
import org.dromedary.identity.match.Levels.Time;

/** Buckets of the time from an exam, as the RIS has it, to the study. How likely each is, is learned. */
final class TimeGap {

    /** Minutes at which buckets of the same night or day begin. */
    private static final int[] EDGES = {-720, -240, -120, -60, -30, -10, 11, 31, 61, 121, 241, 721};
    private static final int WITHIN_DAY = 11;
    static final int SAME_DATE = WITHIN_DAY;
    static final int NEXT_DATE_SAME_CLOCK = WITHIN_DAY + 1;
    static final int DATE_BEFORE_SAME_CLOCK = WITHIN_DAY + 2;
    static final int NEXT_DATE = WITHIN_DAY + 3;
    static final int SAME_DAY_OTHER_TIME = WITHIN_DAY + 4;
    static final int DAYS = WITHIN_DAY + 5;
    static final int WEEKS = WITHIN_DAY + 6;
    static final int FAR = WITHIN_DAY + 7;
    static final int MISSING = WITHIN_DAY + 8;
    static final int COUNT = WITHIN_DAY + 9;
    private static final int DAY = 1440;

    private TimeGap() {
    }

    /** Days since 1970 and minutes of the day, or {@link Dates#NONE}. */
    static int bucket(int examDay, int examMinute, int studyDay, int studyMinute) {
        if (examDay == Dates.NONE || studyDay == Dates.NONE) {
            return MISSING;
        }
        int days = studyDay - examDay;
        if (Math.abs(days) > 3) {
            return Math.abs(days) <= 31 ? WEEKS : FAR;
        }
        if (examMinute == Dates.NONE || studyMinute == Dates.NONE) {
            return days == 0 ? SAME_DATE : Math.abs(days) == 1 ? NEXT_DATE : DAYS;
        }
        int minutes = days * DAY + studyMinute - examMinute;
        for (int i = 0; i < WITHIN_DAY; i++) {
            if (minutes >= EDGES[i] && minutes < EDGES[i + 1]) {
                return i;
            }
        }
        int clock = Math.abs(minutes) - DAY;
        if (Math.abs(days) <= 2 && Math.abs(clock) <= 150) {
            return minutes > 0 ? NEXT_DATE_SAME_CLOCK : DATE_BEFORE_SAME_CLOCK;
        }
        return days == 0 ? SAME_DAY_OTHER_TIME : Math.abs(days) == 1 ? NEXT_DATE : DAYS;
    }

    /** From the exam to the study, if both have a time and lie less than half a day apart. */
    static OptionalInt minutes(Exam exam, Header study) {
        if (exam.day == Dates.NONE || study.day == Dates.NONE || exam.minute == Dates.NONE
                || study.minute == Dates.NONE || Math.abs(study.day - exam.day) > 1) {
            return OptionalInt.empty();
        }
        int minutes = (study.day - exam.day) * DAY + study.minute - exam.minute;
        return Math.abs(minutes) <= DAY / 2 ? OptionalInt.of(minutes) : OptionalInt.empty();
    }

    /** What a rule calls it. */
    static Time level(int bucket) {
        if (bucket < WITHIN_DAY) {
            return EDGES[bucket] >= -30 && EDGES[bucket + 1] <= 61 ? Time.MINUTES
                    : EDGES[bucket] >= -120 && EDGES[bucket + 1] <= 241 ? Time.HOURS : Time.DAY;
        }
        return switch (bucket) {
            case SAME_DATE, SAME_DAY_OTHER_TIME -> Time.DAY;
            case NEXT_DATE_SAME_CLOCK, DATE_BEFORE_SAME_CLOCK, NEXT_DATE -> Time.NEXT_DAY;
            case DAYS -> Time.DAYS;
            case MISSING -> Time.MISSING;
            default -> Time.FAR;
        };
    }
}
