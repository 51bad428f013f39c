/**
 * Invented sites with ground truth: what an old PACS and a RIS say of the same people and exams, and what is right.
 * Same seed and profile, same site.
 */
package org.dromedary.testing.site;
