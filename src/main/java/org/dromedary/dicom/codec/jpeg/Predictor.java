package org.dromedary.dicom.codec.jpeg;

/**
 * The predictions of the lossless process (T.81 §H.1.2.1). A line holds its components by pixel; differences become
 * samples in place, modulo 2^16.
 */
final class Predictor {

    private Predictor() {
    }

    /** The first line of a scan or restart interval: its first pixel from {@code start}, the others from the left. */
    static void firstLine(int[] line, int components, int start) {
        for (int i = 0; i < components; i++) {
            line[i] = line[i] + start & 0xFFFF;
        }
        left(line, line.length, components);
    }

    /**
     * Any other line: its first pixel from above, the others as selected.
     *
     * @param above     the line above, as samples
     * @param selection 1 to 7 (T.81 Table H.1)
     */
    static void line(int[] line, int[] above, int components, int selection) {
        int length = Math.min(line.length, above.length);
        for (int i = 0; i < components; i++) {
            line[i] = line[i] + above[i] & 0xFFFF;
        }
        switch (selection) {
            case 1 -> left(line, length, components);
            case 2 -> above(line, above, length, components);
            case 3 -> aboveLeft(line, above, length, components);
            case 4 -> plane(line, above, length, components);
            case 5 -> leftAndSlope(line, above, length, components);
            case 6 -> aboveAndSlope(line, above, length, components);
            default -> mean(line, above, length, components);
        }
    }

    private static void left(int[] line, int length, int components) {
        for (int i = components; i < length; i++) {
            line[i] = line[i] + line[i - components] & 0xFFFF;
        }
    }

    private static void above(int[] line, int[] above, int length, int components) {
        for (int i = components; i < length; i++) {
            line[i] = line[i] + above[i] & 0xFFFF;
        }
    }

    private static void aboveLeft(int[] line, int[] above, int length, int components) {
        for (int i = components; i < length; i++) {
            line[i] = line[i] + above[i - components] & 0xFFFF;
        }
    }

    private static void plane(int[] line, int[] above, int length, int components) {
        for (int i = components; i < length; i++) {
            line[i] = line[i] + line[i - components] + above[i] - above[i - components] & 0xFFFF;
        }
    }

    private static void leftAndSlope(int[] line, int[] above, int length, int components) {
        for (int i = components; i < length; i++) {
            line[i] = line[i] + line[i - components] + (above[i] - above[i - components] >> 1) & 0xFFFF;
        }
    }

    private static void aboveAndSlope(int[] line, int[] above, int length, int components) {
        for (int i = components; i < length; i++) {
            line[i] = line[i] + above[i] + (line[i - components] - above[i - components] >> 1) & 0xFFFF;
        }
    }

    private static void mean(int[] line, int[] above, int length, int components) {
        for (int i = components; i < length; i++) {
            line[i] = line[i] + (line[i - components] + above[i] >> 1) & 0xFFFF;
        }
    }
}
