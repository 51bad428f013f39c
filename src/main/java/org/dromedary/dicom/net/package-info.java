/** DICOM associations, their negotiation and the messages on them (PS3.7 §9, Annex D; PS3.8 §7). */
package org.dromedary.dicom.net;
