package org.dromedary.simulator;

import java.util.List;

/** A kind of generated study: the series it has (PS3.3 §A.1.2). */
public enum StudyKind {
    /** Two CT series of slices. */
    CT(ObjectKind.CT, ObjectKind.CT),
    /** Two MR series and a presentation state of the second. */
    MR(ObjectKind.MR, ObjectKind.MR, ObjectKind.PR),
    /** A digital radiograph and its presentation state. */
    DX(ObjectKind.DX, ObjectKind.PR),
    /** Ultrasound multi-frame clips. */
    US(ObjectKind.US),
    /** A computed radiograph with a text report. */
    CR(ObjectKind.CR, ObjectKind.SR),
    /** Colour photographs as secondary captures. */
    SC(ObjectKind.SC),
    /** A planning CT with its structure set. */
    RT(ObjectKind.CT, ObjectKind.RTSTRUCT),
    /** A study without images: a report and a scanned paper. */
    PAPER(ObjectKind.SR, ObjectKind.PDF);

    private final List<ObjectKind> series;

    StudyKind(ObjectKind... series) {
        this.series = List.of(series);
    }

    /** The kinds of its series, in order. */
    public List<ObjectKind> series() {
        return series;
    }
}
