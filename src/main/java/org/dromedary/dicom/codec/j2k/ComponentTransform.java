package org.dromedary.dicom.codec.j2k;

/** The multiple component transformations of Part 1 (T.800 Annex G), on rows of three components. */
final class ComponentTransform {

    private static final float RED_OF_CR = 1.402f;
    private static final float GREEN_OF_CB = 0.34413f;
    private static final float GREEN_OF_CR = 0.71414f;
    private static final float BLUE_OF_CB = 1.772f;

    private ComponentTransform() {
    }

    /** Makes Y, Cb, Cr of the reversible transformation to red, green, blue. */
    static void inverseReversible(int[] first, int[] second, int[] third, int width) {
        for (int x = 0; x < width; x++) {
            int u = second[x];
            int v = third[x];
            int green = first[x] - (u + v >> 2);
            first[x] = v + green;
            second[x] = green;
            third[x] = u + green;
        }
    }

    /** The other direction. */
    static void forwardReversible(int[] first, int[] second, int[] third, int width) {
        for (int x = 0; x < width; x++) {
            int red = first[x];
            int green = second[x];
            int blue = third[x];
            first[x] = red + 2 * green + blue >> 2;
            second[x] = blue - green;
            third[x] = red - green;
        }
    }

    /** Makes Y, Cb, Cr of the irreversible transformation to red, green, blue, with OpenJPEG's order of operations. */
    static void inverseIrreversible(float[] first, float[] second, float[] third, int width) {
        for (int x = 0; x < width; x++) {
            float y = first[x];
            float u = second[x];
            float v = third[x];
            first[x] = y + v * RED_OF_CR;
            second[x] = y - u * GREEN_OF_CB - v * GREEN_OF_CR;
            third[x] = y + u * BLUE_OF_CB;
        }
    }
}
