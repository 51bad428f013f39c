package org.dromedary.ledger;

/** A series as one answer of the source tells it; null where the source said nothing. */
public record SeriesFound(String seriesInstanceUid, String modality, String description, String bodyPart,
        String stationName, Integer expectedInstances) {
}
