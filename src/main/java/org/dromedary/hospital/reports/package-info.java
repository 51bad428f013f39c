/**
 * The old RIS's reports: reconciled by the plan of their studies, handed on to the new system in HL7, and on request
 * stored with their study as a DICOM object.
 */
package org.dromedary.hospital.reports;
