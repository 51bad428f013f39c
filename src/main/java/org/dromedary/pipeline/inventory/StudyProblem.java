package org.dromedary.pipeline.inventory;

/**
 * Why not all is known of a study.
 *
 * @param status (0000,0900), or null
 * @param comment the claims side by side; no patient data
 */
record StudyProblem(String reason, Integer status, String comment) {

    /** The study was answered without Study Instance UID, also when asked for by other keys. */
    static final String WITHOUT_UID = "STUDY_WITHOUT_UID";
    /** The query for its series failed. */
    static final String QUERY_FAILED = "SERIES_QUERY_FAILED";
    /** Fewer series are listed than announced. */
    static final String NOT_LISTED = "SERIES_NOT_LISTED";
    /** Series are listed without Series Instance UID. */
    static final String SERIES_WITHOUT_UID = "SERIES_WITHOUT_UID";
    /** The list of series may be cut. */
    static final String LIST_CUT = "SERIES_LIST_CUT";
    /** No level lists anything, and no count says that the study is empty. */
    static final String NOTHING_LISTED = "NOTHING_LISTED";
    /** The source lists series that are perhaps another study's. */
    static final String PARENT_UNCLEAR = "SERIES_PARENT_UNCLEAR";
    /** The ledger does not take what the source says of it. */
    static final String LEDGER_REFUSED = "LEDGER_REFUSED";
}
