package org.dromedary.pipeline.deadletter;

import java.time.Instant;

/**
 * A message among the dead letters: a series, or a query window, that could not pass a stage.
 *
 * @param messageId JMS message id
 * @param seriesId  ledger id of the series, null if it is a window or nothing of ours
 * @param windowId  ledger id of the query window, or null
 * @param stage     the stage that failed, null if nobody knows
 * @param attempt   the number of the attempt that was the last
 * @param since     when the message was sent to the dead letters
 */
public record DeadLetter(String messageId, Long seriesId, Long windowId, String stage, String reason,
        String reasonText, int attempt, Instant since, String studyInstanceUid, String seriesInstanceUid) {
}
