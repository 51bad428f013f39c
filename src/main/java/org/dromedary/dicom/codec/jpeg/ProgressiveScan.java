package org.dromedary.dicom.codec.jpeg;

import java.util.Arrays;
import org.dromedary.dicom.codec.frame.CodecException;

/** Decodes a scan of the progressive process (T.81 Annex G) to coefficients. */
final class ProgressiveScan extends DctScan {
    private static final int MAX_LOW = 13;

    private final short[][] lookups;
    private final int start;
    private final int end;
    private final int low;
    private final boolean refines;
    /** Blocks whose bands have ended already. */
    private int endOfBandRun;

    ProgressiveScan(FrameHeader frame, Scan scan, EntropyData data, Tables tables) throws CodecException {
        super(frame, scan, data, tables);
        start = scan.start();
        end = scan.end();
        low = scan.low();
        refines = scan.high() != 0;
        boolean band = start == 0 ? end == 0 : start <= end && end < 64 && scan.components().length == 1;
        if (!band || low > MAX_LOW || refines && scan.high() != low + 1) {
            throw new CodecException("A JPEG progressive scan of coefficients " + start + " to " + end
                    + ", bits " + scan.high() + " to " + low);
        }
        for (Component component : scan.components()) {
            takeBand(component);
        }
        if (start == 0 && refines) {
            lookups = null;
        } else {
            lookups = Scan.lookups(start == 0 ? scan.dc() : scan.ac());
        }
    }

    private void takeBand(Component component) throws CodecException {
        if (component.coefficients == null) {
            component.coefficients = new short[component.storedAcross * component.storedDown * 64];
            component.known = new int[64];
            Arrays.fill(component.known, -1);
        }
        for (int k = start; k <= end; k++) {
            if (component.known[k] != (refines ? scan.high() : -1)) {
                throw new CodecException("A JPEG progressive scan does not follow from those before it");
            }
            component.known[k] = low;
        }
        component.coded |= start == 0;
    }

    @Override
    void reset() {
        super.reset();
        endOfBandRun = 0;
    }

    @Override
    void block(int place, Component component, int row, int column) throws CodecException {
        short[] coefficients = component.coefficients;
        int at = (row * component.storedAcross + column) * 64;
        if (start > 0) {
            if (refines) {
                refine(coefficients, at);
            } else if (endOfBandRun > 0) {
                endOfBandRun--;
            } else {
                begin(coefficients, at);
            }
        } else if (refines) {
            fill();
            coefficients[at] |= (short) (data.bits(1) << low);
        } else {
            coefficients[at] = (short) (dcCoefficient(place, lookups[place]) << low);
        }
    }

    private int symbol() throws CodecException {
        fill();
        return data.symbol(lookups[0], scan.ac()[0]);
    }

    /** A band's first bits (T.81 §G.1.2.2). */
    private void begin(short[] coefficients, int at) throws CodecException {
        int k = start;
        while (k <= end) {
            int symbol = symbol();
            int run = symbol >> 4;
            int category = symbol & 15;
            if (category == 0 && run < 15) {
                endOfBandRun = (1 << run) + data.bits(run) - 1;
                return;
            }
            k += run;
            if (category != 0) {
                if (k > end) {
                    throw beyondBlock();
                }
                int value = HuffmanTable.extend(data.bits(category), category) << low;
                coefficients[at + Dct.NATURAL[k]] = (short) value;
            }
            k++;
        }
    }

    /** A band's next bit (T.81 §G.1.2.3). */
    private void refine(short[] coefficients, int at) throws CodecException {
        int k = start;
        while (k <= end && endOfBandRun == 0) {
            int symbol = symbol();
            int run = symbol >> 4;
            if ((symbol & 15) > 1) {
                throw new CodecException("A JPEG progressive scan refines a coefficient by more than a bit");
            }
            if ((symbol & 15) == 0 && run < 15) {
                endOfBandRun = (1 << run) + data.bits(run);
            } else {
                int value = (symbol & 15) == 0 ? 0 : (data.bits(1) * 2 - 1) * (1 << low);
                k = correct(coefficients, at, k, run);
                if (value != 0) {
                    if (k > end) {
                        throw beyondBlock();
                    }
                    coefficients[at + Dct.NATURAL[k]] = (short) value;
                }
                k++;
            }
        }
        if (endOfBandRun > 0) {
            correct(coefficients, at, k, 64);
            endOfBandRun--;
        }
    }

    /** Reads a bit for each coefficient that is not 0, until so many that are 0 are passed; gives the next such. */
    private int correct(short[] coefficients, int at, int from, int zeros) throws CodecException {
        int left = zeros;
        for (int k = from; k <= end; k++) {
            int index = at + Dct.NATURAL[k];
            int value = coefficients[index];
            if (value == 0) {
                if (left == 0) {
                    return k;
                }
                left--;
            } else {
                fill();
                if (data.bits(1) != 0 && (Math.abs(value) & 1 << low) == 0) {
                    coefficients[index] = (short) (value + (value > 0 ? 1 << low : -1 << low));
                }
            }
        }
        return end + 1;
    }
}
