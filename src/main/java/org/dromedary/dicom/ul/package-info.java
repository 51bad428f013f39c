/**
 * The DICOM upper layer (PS3.8): protocol data units as closed, immutable values with their byte layout (§9.3, PS3.7
 * Annex D), the state table (§9.2), and the transport below.
 *
 * <p>From the bottom: {@code Transport} (bytes by deadlines), {@code PduReader} and {@code PduWriter} (framing),
 * {@code UpperLayer} (the state machine), {@code PdvInputStream} and {@code PdvOutputStream} (data sets and commands in
 * fragments, streamed: P-DATA-TF has no value). Everything blocks, nothing blocks for ever.
 */
package org.dromedary.dicom.ul;
