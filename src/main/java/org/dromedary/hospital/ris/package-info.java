/**
 * What the RIS knows: its patients, merges and exams, from exports, its database and HL7 messages; and what follows
 * when it changes while the migration runs.
 */
package org.dromedary.hospital.ris;
