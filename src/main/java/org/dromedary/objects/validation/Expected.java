package org.dromedary.objects.validation;

/**
 * What the ledger says of an object; what it doesn't know is null, its size then -1.
 *
 * @param size bytes of the data set, without preamble and File Meta Information
 */
public record Expected(String studyInstanceUid, String seriesInstanceUid, String sopInstanceUid, String sopClassUid,
        String transferSyntaxUid, long size) {
}
