/** Studies, exams, patients and the truth from CSV files, and decisions into one. */
package org.dromedary.identity.match.csv;
