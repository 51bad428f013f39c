package org.dromedary.simulator;

import java.time.Duration;

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
}
