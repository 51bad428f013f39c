package org.dromedary.fuzz;

import java.io.IOException;
import java.util.List;
import java.util.Random;

/**
 * Something that reads bytes from outside.
 *
 * @param weight how large its share of all inputs is
 * @param seeds  good bytes
 */
record Target(String name, int weight, List<byte[]> seeds, Reading reading, Class<? extends IOException> declared) {

    /** Reads one input, made of that seed; whatever it throws but the declared exception is an error. */
    interface Reading {
        void read(byte[] bytes, int seed, Random random) throws IOException;
    }
}
