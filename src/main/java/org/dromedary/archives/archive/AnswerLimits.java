package org.dromedary.archives.archive;

import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Learns the number of answers at which an archive stops. One answer that was cut may have been bad luck: the number
 * counts when it is a usual one, or is seen again.
 */
final class AnswerLimits {

    private final Map<String, Integer> lastCut = new ConcurrentHashMap<>();

    OptionalInt known(Quirks quirks) {
        return quirks.number(Quirk.ANSWER_LIMIT);
    }

    void cutAt(Archive archive, Quirks quirks, int answers, String how) {
        Integer before = answers == 0 ? null : lastCut.put(archive.role(), answers);
        boolean again = before != null && before == answers;
        if (answers > 0 && (again || ArchiveQuery.looksLikeCap(answers))) {
            OptionalInt known = known(quirks);
            if (known.isEmpty() || known.getAsInt() != answers) {
                quirks.learn(Quirk.ANSWER_LIMIT, Integer.toString(answers), how);
            }
        }
    }

    /** An answer that was complete shows that a limit below it is not there, or no more. */
    void completeWith(Quirks quirks, int answers) {
        OptionalInt known = known(quirks);
        if (known.isPresent() && answers > known.getAsInt()) {
            quirks.forget(Quirk.ANSWER_LIMIT);
        }
    }
}
