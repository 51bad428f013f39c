package org.dromedary.camel;

import org.apache.camel.support.DefaultHeaderFilterStrategy;

/**
 * Lets pass those headers of {@link DicomHeaders} that have a meaning in a direction, and no other: a DICOM command set
 * has a place for nothing else (PS3.7 §E), and what a peer sends can set no header but these.
 */
public class DicomHeaderFilterStrategy extends DefaultHeaderFilterStrategy {

    public DicomHeaderFilterStrategy() {
        setFilterOnMatch(false);
        getOutFilter().addAll(DicomHeaders.TO_PEER);
        getInFilter().addAll(DicomHeaders.FROM_PEER);
    }
}
