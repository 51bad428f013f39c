package org.dromedary.pipeline.inventory;

import java.util.OptionalInt;
import org.dromedary.archives.archive.ArchiveQuery.Answers;

/** Tells whether an archive may have kept answers back. Archives rarely say so. */
enum Truncation {
    /** The answer is taken as whole. */
    NONE,
    /**
     * We stopped it, it was cancelled, broken off or refused as too large, or it has as many as the source ever
     * answers.
     */
    CUT,
    /** Its number of answers looks like a configured cap. */
    DOUBTFUL,
    /** How it ended is not said. */
    UNSTATED,
    /** The query failed outright. */
    FAILED;

    /** @param limit most answers that the source is known to give */
    static Truncation of(Answers answers, OptionalInt limit) {
        if (answers.unstated()) {
            return UNSTATED;
        }
        if (answers.cut() || limit.isPresent() && answers.complete() && answers.size() == limit.getAsInt()) {
            return CUT;
        }
        if (!answers.complete()) {
            return FAILED;
        }
        return answers.doubtful() ? DOUBTFUL : NONE;
    }
}
