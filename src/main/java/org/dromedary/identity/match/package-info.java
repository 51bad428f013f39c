/**
 * Finds for every study of the old PACS the patient and the exam of the RIS that it belongs to: normalisers, rules, a
 * probabilistic score with weights estimated from the data, and decisions with a margin. Stands alone: no ledger, no
 * server, no DICOM objects.
 */
package org.dromedary.identity.match;
