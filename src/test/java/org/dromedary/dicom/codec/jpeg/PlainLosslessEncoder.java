package org.dromedary.dicom.codec.jpeg;

import java.io.ByteArrayOutputStream;
import java.util.stream.IntStream;
import org.dromedary.dicom.codec.frame.PixelFormat;

/** Encodes the lossless process as T.81 Annex H puts it, sample by sample: what others write and we do not. */
final class PlainLosslessEncoder {

    /**
     * @param lines      lines of units a restart interval, 0 for none
     * @param separate   whether each component has a scan of its own
     * @param horizontal samples a line that the first component has for one of the others; {@code vertical} alike
     */
    record Form(int predictor, int transform, int lines, boolean separate, int horizontal, int vertical) {

        Form(int predictor, int transform, int lines, boolean separate) {
            this(predictor, transform, lines, separate, 1, 1);
        }
    }

    private static final int CODE_LENGTH = 5;
    private static final int CATEGORIES = 17;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final byte[] samples;
    private final PixelFormat format;
    private final Form form;
    private int pending;
    private int pendingBits;

    private PlainLosslessEncoder(byte[] samples, PixelFormat format, Form form) {
        this.samples = samples;
        this.format = format;
        this.form = form;
    }

    static byte[] encode(byte[] samples, PixelFormat format, Form form) {
        PlainLosslessEncoder encoder = new PlainLosslessEncoder(samples, format, form);
        encoder.headers();
        if (form.separate()) {
            for (int i = 0; i < format.samples(); i++) {
                encoder.scan(i);
            }
        } else {
            encoder.scan(IntStream.range(0, format.samples()).toArray());
        }
        encoder.u16(0xFFD9);
        return encoder.out.toByteArray();
    }

    private void headers() {
        u16(0xFFD8);
        u16(0xFFC3);
        u16(8 + 3 * format.samples());
        out.write(format.bitsStored());
        u16(format.rows());
        u16(format.columns());
        out.write(format.samples());
        for (int i = 0; i < format.samples(); i++) {
            out.write(i + 1);
            out.write(i == 0 ? form.horizontal() << 4 | form.vertical() : 0x11);
            out.write(0);
        }
        u16(0xFFC4);
        u16(19 + CATEGORIES);
        out.write(0);
        for (int length = 1; length <= 16; length++) {
            out.write(length == CODE_LENGTH ? CATEGORIES : 0);
        }
        IntStream.range(0, CATEGORIES).forEach(out::write);
    }

    private int width(int component) {
        return component == 0 ? format.columns() : (format.columns() + form.horizontal() - 1) / form.horizontal();
    }

    private int height(int component) {
        return component == 0 ? format.rows() : (format.rows() + form.vertical() - 1) / form.vertical();
    }

    private void scan(int... components) {
        boolean alone = components.length == 1;
        int across = width(components[components.length - 1]);
        int down = height(components[components.length - 1]);
        u16(0xFFDD);
        u16(4);
        u16(form.lines() * across);
        u16(0xFFDA);
        u16(6 + 2 * components.length);
        out.write(components.length);
        for (int component : components) {
            out.write(component + 1);
            out.write(0);
        }
        out.write(form.predictor());
        out.write(0);
        out.write(form.transform());
        for (int row = 0; row < down; row++) {
            boolean first = row == 0 || form.lines() > 0 && row % form.lines() == 0;
            if (first && row > 0) {
                flush();
                u16(0xFFD0 | row / form.lines() - 1 & 7);
            }
            for (int column = 0; column < across; column++) {
                for (int component : components) {
                    unit(row, column, component, first, alone || component > 0);
                }
            }
        }
        flush();
    }

    private void unit(int unitRow, int unitColumn, int component, boolean first, boolean single) {
        int wide = single ? 1 : form.horizontal();
        int high = single ? 1 : form.vertical();
        for (int y = 0; y < high; y++) {
            for (int x = 0; x < wide; x++) {
                int row = unitRow * high + y;
                int column = unitColumn * wide + x;
                int prediction = prediction(row, column, component, first && y == 0);
                difference((short) (value(row, column, component) - prediction));
            }
        }
    }

    /** A sample of the component's own rows and columns, beyond which the last goes on. */
    private int value(int row, int column, int component) {
        int y = Math.min(row, height(component) - 1) * (component == 0 ? 1 : form.vertical());
        int x = Math.min(column, width(component) - 1) * (component == 0 ? 1 : form.horizontal());
        int at = (y * format.columns() + x) * format.samples() + component;
        int bits = format.bitsAllocated() == 8 ? samples[at]
                : samples[2 * at] & 0xFF | (samples[2 * at + 1] & 0xFF) << 8;
        return (bits & (1 << format.bitsStored()) - 1) >> form.transform();
    }

    private int prediction(int row, int column, int component, boolean first) {
        if (first) {
            return column == 0 ? 1 << format.bitsStored() - form.transform() - 1 : value(row, column - 1, component);
        }
        int above = value(row - 1, column, component);
        if (column == 0) {
            return above;
        }
        int left = value(row, column - 1, component);
        int corner = value(row - 1, column - 1, component);
        return switch (form.predictor()) {
            case 1 -> left;
            case 2 -> above;
            case 3 -> corner;
            case 4 -> left + above - corner;
            case 5 -> left + (above - corner >> 1);
            case 6 -> above + (left - corner >> 1);
            default -> left + above >> 1;
        };
    }

    private void difference(int difference) {
        int category = 0;
        while (Math.abs(difference) >= 1 << category) {
            category++;
        }
        bits(category, CODE_LENGTH);
        if (category < 16) {
            bits(difference < 0 ? difference - 1 : difference, category);
        }
    }

    private void bits(int value, int length) {
        for (int i = length - 1; i >= 0; i--) {
            pending = pending << 1 | value >> i & 1;
            pendingBits++;
            if (pendingBits == 8) {
                out.write(pending);
                if ((pending & 0xFF) == 0xFF) {
                    out.write(0);
                }
                pendingBits = 0;
            }
        }
    }

    private void flush() {
        while (pendingBits > 0) {
            bits(1, 1);
        }
    }

    private void u16(int value) {
        out.write(value >> 8);
        out.write(value);
    }
}
