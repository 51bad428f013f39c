package org.dromedary.dicom.codec.jpeg;

import java.util.Arrays;
import org.dromedary.dicom.codec.frame.CodecException;

/** Decodes a scan of the sequential processes (T.81 §F.2) to samples. */
final class SequentialScan extends DctScan {
    private final short[][] dcLookups;
    private final short[][] acLookups;
    private final int[] coefficients = new int[64];
    private final InverseDct transform;

    SequentialScan(FrameHeader frame, Scan scan, EntropyData data, Tables tables) throws CodecException {
        super(frame, scan, data, tables);
        dcLookups = Scan.lookups(scan.dc());
        acLookups = Scan.lookups(scan.ac());
        transform = new InverseDct(frame.precision);
        scan.takeComponents();
        for (Component component : scan.components()) {
            component.plane = new short[component.storedAcross * component.storedDown * 64];
        }
    }

    @Override
    void block(int place, Component component, int row, int column) throws CodecException {
        int[] quantizers = component.quantizers;
        Arrays.fill(coefficients, 0);
        coefficients[0] = (short) dcCoefficient(place, dcLookups[place]) * quantizers[0];
        short[] lookup = acLookups[place];
        HuffmanTable table = scan.ac()[place];
        int k = 1;
        while (k < 64) {
            fill();
            int symbol = data.symbol(lookup, table);
            int category = symbol & 15;
            k += symbol >> 4;
            if (category == 0) {
                if (symbol >> 4 != 15) {
                    break;
                }
            } else {
                if (k > 63) {
                    throw beyondBlock();
                }
                int at = Dct.NATURAL[k];
                coefficients[at] = HuffmanTable.extend(data.bits(category), category) * quantizers[at];
            }
            k++;
        }
        transform.toSamples(coefficients, component, row, column);
    }
}
