package org.dromedary.identity.match;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Studies that have no exam, or wait for a person: one of them may be of an exam that seems to be free. */
final class Unplaced {

    /** Minutes from an exam to a study that may be its. */
    private static final int BEFORE = 30;
    private static final int AFTER = 90;
    private static final int DAY = 1440;

    private final Vocabulary words;
    private final Map<Integer, List<Study>> byDay = new HashMap<>();

    private record Study(int time, int[] modalities, int bodyPart) {
    }

    Unplaced(Vocabulary words) {
        this.words = words;
    }

    void add(Header header) {
        if (header.day != Dates.NONE && header.minute != Dates.NONE && !header.testObject) {
            byDay.computeIfAbsent(header.day, day -> new ArrayList<>(1))
                    .add(new Study(header.day * DAY + header.minute, header.modalities, header.bodyPart));
        }
    }

    /** Whether there is one of the exam's time, modality and body part. */
    boolean mayBeOf(Exam exam) {
        if (exam.day == Dates.NONE || exam.minute == Dates.NONE) {
            return false;
        }
        for (int day = exam.day - 1; day <= exam.day + 1; day++) {
            if (byDay.getOrDefault(day, List.of()).stream().anyMatch(study -> fits(study, exam))) {
                return true;
            }
        }
        return false;
    }

    private boolean fits(Study study, Exam exam) {
        int minutes = study.time - exam.time();
        boolean part = study.bodyPart == Vocabulary.NOTHING || exam.bodyPart == Vocabulary.NOTHING
                || study.bodyPart == exam.bodyPart;
        boolean device = study.modalities.length == 0;
        for (int modality : study.modalities) {
            device |= words.sameDevice(modality, exam.modality);
        }
        return minutes >= -BEFORE && minutes <= AFTER && part && device;
    }
}
