package org.dromedary.inventory;

import org.dromedary.archive.ArchiveQuery.Answers;
import org.dromedary.dicom.data.Tag;

/** Tells whether an archive may have kept answers back. Archives rarely say so. */
enum Truncation {
    /** The answer is taken as whole. */
    NONE,
    /** We stopped it, it was cancelled or refused as too large, or its count looks like a configured cap. */
    CUT,
    /** The dates answered are not those asked for: the source does not match on them, and splitting is of no use. */
    KEY_IGNORED,
    /** The query failed outright. */
    FAILED;

    static Truncation of(Window window, Answers answers) {
        if (answers.matches().stream().anyMatch(match -> !window.holdsDate(match.getString(Tag.StudyDate)))) {
            return KEY_IGNORED;
        }
        if (answers.cut()) {
            return CUT;
        }
        if (!answers.complete()) {
            return FAILED;
        }
        // Asking the halves settles it cheaply; without a date there are none.
        return !window.isUndated() && answers.doubtful() ? CUT : NONE;
    }
}
