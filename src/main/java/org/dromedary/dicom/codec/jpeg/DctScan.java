package org.dromedary.dicom.codec.jpeg;

import java.util.Arrays;
import org.dromedary.dicom.codec.frame.CodecException;

/** A scan of the DCT processes: goes through its blocks in the order of T.81 §A.2. */
abstract class DctScan {
    /** Of the longest code with the most additional bits. */
    private static final int MAX_BITS = 31;

    final FrameHeader frame;
    final Scan scan;
    final EntropyData data;
    /** Predictions of the DC coefficients. */
    final int[] predictions;

    DctScan(FrameHeader frame, Scan scan, EntropyData data, Tables tables) throws CodecException {
        this.frame = frame;
        this.scan = scan;
        this.data = data;
        this.predictions = new int[scan.components().length];
        for (Component component : scan.components()) {
            if (component.quantizers == null) {
                component.quantizers = tables.quantization(component.quantization);
            }
        }
    }

    /** Decodes one block of the component at that place of the scan. */
    abstract void block(int place, Component component, int row, int column) throws CodecException;

    /** Forgets what the interval before has left. */
    void reset() {
        Arrays.fill(predictions, 0);
    }

    final void decode() throws CodecException {
        data.begin();
        if (scan.components().length == 1) {
            alone(scan.components()[0]);
        } else {
            interleaved();
        }
        data.checkNotExceeded();
    }

    private void alone(Component component) throws CodecException {
        int unit = 0;
        for (int row = 0; row < component.blocksDown; row++) {
            for (int column = 0; column < component.blocksAcross; column++) {
                beginUnit(unit++);
                block(0, component, row, column);
            }
        }
    }

    private void interleaved() throws CodecException {
        Component first = frame.components[0];
        int across = first.storedAcross / first.horizontal;
        int down = first.storedDown / first.vertical;
        int unit = 0;
        for (int row = 0; row < down; row++) {
            for (int column = 0; column < across; column++) {
                beginUnit(unit++);
                for (int i = 0; i < scan.components().length; i++) {
                    unitOf(i, scan.components()[i], row, column);
                }
            }
        }
    }

    private void unitOf(int place, Component component, int row, int column) throws CodecException {
        for (int y = 0; y < component.vertical; y++) {
            for (int x = 0; x < component.horizontal; x++) {
                block(place, component, row * component.vertical + y, column * component.horizontal + x);
            }
        }
    }

    private void beginUnit(int unit) throws CodecException {
        int interval = scan.restartInterval();
        if (interval > 0 && unit > 0 && unit % interval == 0) {
            data.checkNotExceeded();
            data.restart(unit / interval - 1);
            reset();
        }
    }

    /** Has the bits of one code in the window and of what comes with it. */
    final void fill() throws CodecException {
        if (data.count < MAX_BITS) {
            data.fill();
        }
    }

    /** Decodes the difference of a DC coefficient (T.81 §F.2.2.1) and gives the coefficient. */
    final int dcCoefficient(int place, short[] lookup) throws CodecException {
        fill();
        int category = data.symbol(lookup, scan.dc()[place]);
        if (category > 15) {
            throw new CodecException("A JPEG DC coefficient has a category of " + category + " bits");
        }
        predictions[place] += HuffmanTable.extend(data.bits(category), category);
        return predictions[place];
    }

    static CodecException beyondBlock() {
        return new CodecException("A JPEG block has more than 64 coefficients");
    }
}
