package org.dromedary.dicom.net;

/** The response to a C-STORE: its status, and its error comment or an empty text (PS3.4 §B.2.3). */
public record StoreResult(int status, String comment) { }
