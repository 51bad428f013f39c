package org.dromedary.archives.archive;

import java.util.Locale;

/** What archives do otherwise than PS3.4 and PS3.8 say, and what Dromedary does about it. */
public enum Quirk {

    /** Only the Patient Root models are granted (PS3.4 §C.6.1): they are used. */
    PATIENT_ROOT(Kind.FLAG, "grants only the Patient Root models, which are used"),
    /** Patient ID is wanted below STUDY level, or with each retrieve: it goes along. */
    PATIENT_ID_NEEDED(Kind.FLAG, "wants Patient ID at the lower levels, where it is sent"),
    /** Studies are answered of a named patient only (PS3.4 §C.4.1.3.1.1): patients are asked for first. */
    PATIENT_FIRST(Kind.FLAG, "answers studies of a named patient only, so its patients are asked for first"),
    /** Keys that are not matched on, as tags: answers are compared with the key and the key is not used to split. */
    KEY_IGNORED(Kind.SET, "does not match on a key, which is not used to split queries"),
    /** Keys that make the archive refuse a query, as tags: they are not sent. */
    KEY_REFUSED(Kind.SET, "refuses queries with a key, which is not sent"),
    /** Query levels that are refused: what they would say is learnt otherwise. */
    LEVEL_REFUSED(Kind.SET, "refuses queries at a level, which is not asked"),
    /** Query levels that are answered with success and nothing: they prove nothing. */
    LEVEL_EMPTY(Kind.SET, "answers nothing at a level, which proves nothing"),
    /** Most answers to a query: a query with as many is not complete. */
    ANSWER_LIMIT(Kind.NUMBER, "answers no more than a number of matches, then queries are split"),
    /** A C-CANCEL ends the association, or all answers: none is sent. */
    CANCEL_BREAKS(Kind.FLAG, "aborts or falls silent when a query is cancelled, so none is"),
    /** Retrieve levels that are refused: series are fetched at another. */
    RETRIEVE_LEVEL_REFUSED(Kind.SET, "refuses retrieves at a level, so another is used"),
    /** Move Originator (0000,1030) and (0000,1031) come with each object: one with others is not the archive's. */
    MOVE_ORIGINATOR(Kind.FLAG, "names the C-MOVE for which an object is sent, so objects without are refused"),
    /** AE titles from which the archive sends, beside its own. */
    CALLING_AET(Kind.SET, "sends objects under another AE title"),
    /** AE titles by which the archive calls us, beside ours. */
    CALLED_AET(Kind.SET, "calls us by another AE title"),
    /** Most associations at a time: no more are opened. */
    ASSOCIATION_LIMIT(Kind.NUMBER, "serves no more than a number of associations at a time, so no more are opened"),
    /** C-ECHO is not granted: other questions show whether the archive is there. */
    NO_ECHO(Kind.FLAG, "offers no C-ECHO; it is asked otherwise whether it is there"),
    /** One presentation context on each association: one is proposed. */
    ONE_CONTEXT(Kind.FLAG, "accepts one presentation context on an association, so one is proposed");

    /** What a quirk's value is. */
    public enum Kind { FLAG, NUMBER, SET }

    private final Kind kind;
    private final String meaning;

    Quirk(Kind kind, String meaning) {
        this.kind = kind;
        this.meaning = meaning;
    }

    public Kind kind() {
        return kind;
    }

    /** What it does, and what is done about it, to follow "The archive". */
    public String meaning() {
        return meaning;
    }

    /** The name in properties, such as {@code patient-root}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
