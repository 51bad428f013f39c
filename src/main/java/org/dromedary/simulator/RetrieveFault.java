package org.dromedary.simulator;

import java.time.Duration;
import java.util.Set;

/** Faults of C-MOVE and C-GET (PS3.4 §C.4.2, §C.4.3); a time is one request. */
public sealed interface RetrieveFault extends Fault {

    /** Waits before each object: tape, or a nearline disk. */
    record DelayPerObject(Duration delay) implements RetrieveFault {
    }

    /** The final success comes first, the last objects follow this much later on another association (C-MOVE). */
    record SuccessBeforeLast(int objects, Duration later) implements RetrieveFault {
    }

    /** The last objects are not sent, yet the status is success and all count as completed. */
    record LoseSilently(int objects) implements RetrieveFault {
    }

    /** The last objects fail: status 0xB000 and their number as failed sub-operations, with their UIDs. */
    record FailObjects(int objects) implements RetrieveFault {
    }

    /** Fails at once, nothing is sent; the comment may be null (0xC000 without a word is common). */
    record FailWith(int status, String comment) implements RetrieveFault {
    }

    /** Sends pending responses for ever and no object. */
    record PendingForever(Duration interval) implements RetrieveFault {
    }

    /** Never answers, but keeps the association open. */
    record NoAnswer() implements RetrieveFault {
    }

    /** Aborts the association of the request after so many objects. */
    record AbortAfter(int objects) implements RetrieveFault {
    }

    /** Drops the TCP connection of the request after so many objects, without a word. */
    record DropAfter(int objects) implements RetrieveFault {
    }

    /** Sends everything, and the final response so much later. */
    record AnswerLate(Duration later) implements RetrieveFault {
    }

    /** Sends each object twice; the counts say once. */
    record SendTwice() implements RetrieveFault {
    }

    /** Sends so many objects besides that nobody asked for, of other series. */
    record SendOthers(int objects) implements RetrieveFault {
    }

    /** The objects say another Series Instance UID than the archive lists: the correction is in its database only. */
    record OtherSeriesUid(String seriesInstanceUid) implements RetrieveFault {
    }

    /** Each retrieve gives the objects new SOP Instance UIDs, as archives do that rebuild objects from a database. */
    record NewInstanceUids() implements RetrieveFault {
    }

    /** The Pixel Data of the first object lose their second half on the way, and nothing says so. */
    record HalvePixels() implements RetrieveFault {
    }

    /** Refuses retrieves at other levels than these with 0xA900; STUDY alone is common. */
    record OnlyAtLevels(Set<QueryLevel> levels) implements RetrieveFault {
    }

    /** Refuses retrieves that do not name the Patient ID with 0xA900. */
    record RequirePatientId() implements RetrieveFault {
    }

    /** Aborts the association at once. */
    record AbortRequest() implements RetrieveFault {
    }

    /** Retrieves of these series are refused; in one of their study their objects fail. All others work. */
    record FailSeries(Set<String> seriesUids, int status) implements RetrieveFault {

        @Override
        public Object scope() {
            return seriesUids;
        }
    }

    /**
     * These objects fail, and the final status says it: 0xB000, or a failure such as 0xA702.
     *
     * @param listed whether they are named in the Failed SOP Instance UID List (0008,0058)
     */
    record FailSomeObjects(Set<String> sopUids, int status, boolean listed) implements RetrieveFault {

        @Override
        public Object scope() {
            return sopUids;
        }
    }

    /** These objects fail by C-MOVE, with the final status 0xB000; C-GET sends them. */
    record OnlyByGet(Set<String> sopUids) implements RetrieveFault {
    }

    /** These objects are left out: neither sent nor counted, as if the archive had never had them. */
    record LeaveOut(Set<String> sopUids) implements RetrieveFault {
    }

    /** Sub-operations call the destination by another AE title than the one it was asked for (C-MOVE). */
    record CallUsAs(String calledAeTitle) implements RetrieveFault {
    }

    /** Sub-operations come from another AE title than that of the archive (C-MOVE). */
    record CallAs(String callingAeTitle) implements RetrieveFault {
    }

    /** The final response comes first with all objects as completed, and all objects this much later (C-MOVE). */
    record AllAfterFinal(Duration later) implements RetrieveFault {
    }

    /** The first object comes twice with the same SOP Instance UID and different data, the false one first or last. */
    record SendConflicting(boolean falseFirst) implements RetrieveFault {

        public SendConflicting() {
            this(false);
        }
    }

    /** Besides, so many objects that the archive does not have, in the series that were asked for, not counted. */
    record SendInvented(int objects) implements RetrieveFault {
    }

    /**
     * Another application entity sends so many objects into the series that are moved, before the archive's own and
     * after; they name the same C-MOVE, and the archive does not have them.
     */
    record AnotherSends(String callingAeTitle, int objects) implements RetrieveFault {
    }

    /** Another application entity sends every object that is moved, before the archive does and after, changed. */
    record AnotherSendsSameUids(String callingAeTitle) implements RetrieveFault {
    }

    /** All responses have these numbers of sub-operations; -1 where one is absent. */
    record CountsLie(int remaining, int completed, int failed, int warning) implements RetrieveFault {
    }

    /** Everything is done as asked, and the final status is another than success; the comment may be null. */
    record EndWith(int status, String comment) implements RetrieveFault {
    }

    /** The final response has no Status (0000,0900). */
    record StatusMissing() implements RetrieveFault {
    }

    /** Sub-operations do not name the C-MOVE they belong to (0000,1030), (0000,1031). */
    record NoMoveOriginator() implements RetrieveFault {
    }

    /** Sub-operations name another C-MOVE than the one they belong to. */
    record OtherMoveOriginator(String aeTitle, int messageId) implements RetrieveFault {
    }

    /** The data set of each object has an empty fragment in its middle. */
    record EmptyFragments() implements RetrieveFault {
    }
}
