package org.dromedary.hospital.ris;

/**
 * One exam of an order or result message.
 *
 * @param placed whether it is (still) to be done
 * @param urgent stat or as soon as possible
 */
record Order(ExamRecord exam, boolean placed, boolean urgent) {
}
