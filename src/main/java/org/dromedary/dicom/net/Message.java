package org.dromedary.dicom.net;

/** A DIMSE message received: its command set and, if one follows, its data set still on the wire (PS3.7 §6.3.1). */
record Message(NegotiatedContext context, CommandSet command, PdvInputStream data) { }
