/**
 * The protocol data units of the DICOM upper layer as closed, immutable values and their byte layout (PS3.8 §9.3,
 * PS3.7 Annex D). P-DATA-TF has no value here: its content is streamed by the layer above.
 */
package org.dromedary.dicom.net.pdu;
