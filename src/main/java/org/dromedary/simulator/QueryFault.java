package org.dromedary.simulator;

import java.time.Duration;
import java.util.Set;

/** Faults of C-FIND (PS3.4 §C.4.1); a time is one request. */
public sealed interface QueryFault extends Fault {

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
}
