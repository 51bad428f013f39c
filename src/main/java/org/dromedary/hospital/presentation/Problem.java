package org.dromedary.hospital.presentation;

/**
 * A row of a CSV file that can't become part of an object.
 *
 * @param line of the file
 */
public record Problem(long line, String what) {
}
