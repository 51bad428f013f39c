/**
 * DICOM associations and DIMSE services, as SCU and SCP (PS3.7, PS3.8, PS3.4).
 *
 * <p>From the bottom: {@code Transport} (bytes by deadlines), {@code PduReader} and {@code PduWriter} (framing),
 * {@code UpperLayer} (the state machine), {@code Association} (messages), the {@code …Scu} and {@code …Scp} classes
 * (services), {@code ScpServer}. Everything blocks, nothing blocks for ever.
 */
package org.dromedary.dicom.net;
