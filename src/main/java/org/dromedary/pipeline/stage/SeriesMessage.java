package org.dromedary.pipeline.stage;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Message;

/**
 * One series on its way through the stages: ids and UIDs, never a patient's name. The message's headers are its
 * content; the body only repeats the ledger id for the eye of an operator.
 *
 * @param seriesId ledger id
 * @param attempt number of this try at the present stage, first is 1
 * @param resends how often objects were sent again because the target had lost them
 * @param priority JMS priority, 9 is STAT, 4 routine
 */
public record SeriesMessage(long seriesId, String studyInstanceUid, String seriesInstanceUid, int attempt,
        int resends, long batchId, int priority) {

    /** Ledger id of the series (long). */
    public static final String SERIES_ID = "DromedarySeriesId";
    /** Study Instance UID (0020,000D). */
    public static final String STUDY_UID = "DromedaryStudyInstanceUid";
    /** Series Instance UID (0020,000E). */
    public static final String SERIES_UID = "DromedarySeriesInstanceUid";
    /** Number of this attempt at the present stage, from 1 (int). */
    public static final String ATTEMPT = "DromedaryAttempt";
    /** How often the series was sent again after verification (int). */
    public static final String RESENDS = "DromedaryResends";
    /** Ledger id of the batch (long). */
    public static final String BATCH_ID = "DromedaryBatchId";
    /** Message group: the series of one study go to one worker in order. */
    public static final String GROUP = "JMSXGroupID";
    /** JMS priority. */
    public static final String PRIORITY = "JMSPriority";

    /** @throws UnreadableMessageException if it is none of ours */
    public static SeriesMessage from(Message message) throws UnreadableMessageException {
        return new SeriesMessage(
                Headers.number(message, SERIES_ID),
                Headers.text(message, STUDY_UID),
                Headers.text(message, SERIES_UID),
                Headers.count(message, ATTEMPT, 1),
                Headers.count(message, RESENDS, 0),
                Headers.number(message, BATCH_ID, 0),
                Headers.count(message, PRIORITY, 4));
    }

    public SeriesMessage withAttempt(int number) {
        return new SeriesMessage(seriesId, studyInstanceUid, seriesInstanceUid, number, resends, batchId, priority);
    }

    /** With this priority, should its own be lower. */
    public SeriesMessage atLeast(int number) {
        return new SeriesMessage(seriesId, studyInstanceUid, seriesInstanceUid, attempt, resends, batchId,
                Math.max(priority, number));
    }

    /** The same series at its first attempt, as if it had never failed. */
    public SeriesMessage anew() {
        return new SeriesMessage(seriesId, studyInstanceUid, seriesInstanceUid, 1, 0, batchId, priority);
    }

    /** The message with which the series goes back to be sent again. */
    public SeriesMessage resent() {
        return new SeriesMessage(seriesId, studyInstanceUid, seriesInstanceUid, 1, resends + 1, batchId, priority);
    }

    /** Replaces the message's content by this one. */
    public void writeTo(Message message) {
        message.getHeaders().clear();
        message.setHeaders(headers());
        message.setBody(Long.toString(seriesId));
    }

    /** All headers. */
    public Map<String, Object> headers() {
        Map<String, Object> headers = new LinkedHashMap<>();
        headers.put(SERIES_ID, seriesId);
        headers.put(STUDY_UID, studyInstanceUid);
        headers.put(SERIES_UID, seriesInstanceUid);
        headers.put(ATTEMPT, attempt);
        headers.put(RESENDS, resends);
        headers.put(BATCH_ID, batchId);
        headers.put(GROUP, studyInstanceUid);
        headers.put(PRIORITY, priority);
        return headers;
    }
}
