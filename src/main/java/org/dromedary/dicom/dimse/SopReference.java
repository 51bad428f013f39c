package org.dromedary.dicom.dimse;

/** One object by class and instance, as sequences of storage commitment list it (PS3.4 §J.3). */
public record SopReference(String sopClassUid, String sopInstanceUid) { }
