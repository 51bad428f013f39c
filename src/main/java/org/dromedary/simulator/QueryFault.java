package org.dromedary.simulator;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * Faults of C-FIND (PS3.4 §C.4.1); a time is one request.
 *
 * <p>Those of one level can be set for several levels side by side.
 */
public sealed interface QueryFault extends Fault {

    /** A fault of the queries at one level. */
    sealed interface AtLevel extends QueryFault {

        /** The Query/Retrieve Level (0008,0052) of the queries that it applies to. */
        QueryLevel level();

        @Override
        default Object scope() {
            return level();
        }
    }

    /** Ends with success after so many answers and says nothing: 500 is a common value. */
    record CapSilently(int answers) implements QueryFault {
    }

    /** Ends with 0xFE00 after so many answers, as Orthanc does at LimitFindResults. */
    record CapWithCancel(int answers) implements QueryFault {
    }

    /** Refuses with 0xA700, without an answer, if more than this would match. */
    record RefuseAbove(int matches) implements QueryFault {
    }

    /** Waits before each answer: a database without the index it needs. */
    record DelayPerAnswer(Duration delay) implements QueryFault {
    }

    /** Fails at once with a status; the comment may be null. */
    record FailWith(int status, String comment) implements QueryFault {
    }

    /** Never answers, but keeps the association open. */
    record NoAnswer() implements QueryFault {
    }

    /** Aborts the association after so many answers, as dcmqrscp does past its own limits. */
    record AbortAfter(int answers) implements QueryFault {
    }

    /** Numbers of related series and instances are wrong by this: stale counters, rejected objects counted. */
    record WrongCounts(int error) implements QueryFault {
    }

    /** Numbers of related series and instances are missing from the answers. */
    record NoCounts() implements QueryFault {
    }

    /** Keys that are not supported for matching, and ignored: everything comes back. */
    record IgnoreKeys(Set<Integer> tags) implements QueryFault {
    }

    /** Keys that make the archive refuse the whole query with 0xA900. */
    record RefuseKeys(Set<Integer> tags) implements QueryFault {
    }

    /** Every answer comes twice: duplicate records in the archive's database. */
    record AnswerTwice() implements QueryFault {
    }

    /** Studies that are stored, and can be retrieved, but are never found. */
    record HideStudies(Set<String> studyInstanceUids) implements QueryFault {
    }

    /** Success without a match: the level is accepted and not really supported. */
    record EmptyAt(QueryLevel level) implements AtLevel {
    }

    /** Each query at the level is refused, with 0xA900, 0xC000 and the like. */
    record RefuseLevel(QueryLevel level, int status) implements AtLevel {
    }

    /** Each query at the level ends in an A-ABORT. */
    record AbortAtLevel(QueryLevel level) implements AtLevel {
    }

    /** Answers lack the unique key of their level, those of these entities, or all if the set is empty. */
    record OmitUid(QueryLevel level, Set<String> uids) implements AtLevel {
    }

    /**
     * Answers have the unique key of their level without a value, those of these entities, or all if the set is empty.
     */
    record EmptyUid(QueryLevel level, Set<String> uids) implements AtLevel {
    }

    /** Answers at the level lack these attributes, though they are asked for: parents, dates, counts. */
    record OmitKeysAt(QueryLevel level, Set<Integer> tags) implements AtLevel {
    }

    /** Keys that queries at one level ignore; the Study Instance UID at SERIES level is a known one. */
    record IgnoreKeysAt(QueryLevel level, Set<Integer> tags) implements AtLevel {
    }

    /** The last answers at the level are left out, and the status is success. */
    record ListShort(QueryLevel level, int missing) implements AtLevel {
    }

    /**
     * The counts in answers at the level have this value, whatever it is: "0", "-1", "abc", "".
     *
     * @param tags the counts that are wrong; all if empty
     * @param value null if the counts are missing
     */
    record CountsAt(QueryLevel level, Set<Integer> tags, String value) implements AtLevel {

        public CountsAt(QueryLevel level, String value) {
            this(level, Set.of(), value);
        }

        @Override
        public Object scope() {
            return List.of(level, tags);
        }
    }

    /** Queries below these studies are refused, at SERIES and IMAGE level; a broken row in the archive's database. */
    record FailStudy(Set<String> studyUids, int status) implements QueryFault {

        @Override
        public Object scope() {
            return studyUids;
        }
    }

    /** Refuses queries at these levels with 0xA900 unless they name the Patient ID. */
    record RequirePatientId(Set<QueryLevel> levels) implements QueryFault {
    }

    /** Stops after so many answers without a word and keeps the association open. */
    record SilentAfter(int answers) implements QueryFault {
    }

    /** Aborts the association at a C-CANCEL; answers come slowly enough to be cancelled. */
    record AbortAtCancel() implements QueryFault {
    }

    /** Says nothing more after a C-CANCEL; answers come slowly enough to be cancelled. */
    record SilentAtCancel() implements QueryFault {
    }

    /** All answers come, and then a final response without Status (0000,0900). */
    record NoFinalStatus() implements QueryFault {
    }

    /** All answers come, and then a final status other than success; the comment may be null. */
    record EndWith(int status, String comment) implements QueryFault {
    }
}
