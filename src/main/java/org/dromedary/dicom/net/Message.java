package org.dromedary.dicom.net;

import org.dromedary.dicom.ul.PdvInputStream;

/** A DIMSE message received: its command set and, if one follows, its data set still on the wire (PS3.7 §6.3.1). */
public record Message(NegotiatedContext context, CommandSet command, PdvInputStream data) { }
