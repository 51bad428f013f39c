package org.dromedary.dicom.net;

/**
 * How a C-FIND ended (PS3.4 §C.4.1.1.4). A status of cancel although nobody cancelled means a truncated answer.
 *
 * @param comment the peer's error comment, empty if it gave none
 */
public record FindResult(int status, String comment, long matches) { }
