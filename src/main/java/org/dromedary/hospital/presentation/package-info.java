/**
 * Windows and key images that only the old archive's database has become objects: Grayscale Softcopy Presentation
 * States (PS3.3 §A.33.1) and Key Object Selection Documents (PS3.3 §A.35.4).
 */
package org.dromedary.hospital.presentation;
