package org.dromedary.hospital.ris;

/**
 * One exam of an order or result message.
 *
 * @param placed whether it is (still) to be done
 * @param urgent stat or as soon as possible
 */
record Order(ExamRecord exam, Says says, boolean placed, boolean urgent) {

    /** What a message says of an exam. */
    enum Says {
        /** It is ordered, or its order is changed. */
        PLACED,
        /** How far it is; it may be new to us. */
        STATUS,
        /** A result, or a status without a description: it makes no exam. */
        OF_KNOWN
    }
}
