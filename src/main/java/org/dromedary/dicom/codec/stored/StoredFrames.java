package org.dromedary.dicom.codec.stored;

import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.dromedary.dicom.codec.frame.CodecException;
import org.dromedary.dicom.codec.frame.Frame;
import org.dromedary.dicom.codec.frame.FrameDecoder;
import org.dromedary.dicom.codec.frame.FrameEncoder;
import org.dromedary.dicom.codec.frame.PixelFormat;

/**
 * Encapsulated Uncompressed Explicit VR Little Endian, and Deflated Image Frame Compression (RFC 1951): each frame has
 * the bytes that it has in native Pixel Data, single bits packed and filled up to a byte.
 */
public final class StoredFrames implements FrameDecoder, FrameEncoder {

    private static final byte[] NONE = {};

    private final boolean deflated;

    private StoredFrames(boolean deflated) {
        this.deflated = deflated;
    }

    public static StoredFrames plain() {
        return new StoredFrames(false);
    }

    public static StoredFrames deflated() {
        return new StoredFrames(true);
    }

    @Override
    public String refusal(PixelFormat format) {
        return null;
    }

    @Override
    public byte[] encode(byte[] samples, PixelFormat format) throws CodecException {
        byte[] codestream = deflated ? deflate(samples) : samples;
        return codestream.length % 2 == 0 ? codestream : Arrays.copyOf(codestream, codestream.length + 1);
    }

    @Override
    public Frame decode(byte[] codestream, int offset, int length, PixelFormat declared) throws CodecException {
        return new Frame(declared, cells(codestream, offset, length, declared.frameBytes()));
    }

    /**
     * The native bytes of a frame.
     *
     * @param due how many there must be; one more, to make the number even, is taken
     */
    public byte[] cells(byte[] codestream, int offset, int length, long due) throws CodecException {
        byte[] cells = deflated ? inflate(codestream, offset, length, due)
                : Arrays.copyOfRange(codestream, offset, offset + length);
        if (cells.length < due || cells.length > due + 1) {
            throw new CodecException("A frame of " + cells.length + " bytes in place of " + due);
        }
        return cells.length == due ? cells : Arrays.copyOf(cells, (int) due);
    }

    private static byte[] deflate(byte[] samples) {
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        try {
            deflater.setInput(samples);
            deflater.finish();
            byte[] out = new byte[samples.length / 2 + 64];
            int length = 0;
            while (!deflater.finished()) {
                if (length == out.length) {
                    out = Arrays.copyOf(out, 2 * length);
                }
                length += deflater.deflate(out, length, out.length - length);
            }
            return Arrays.copyOf(out, length);
        } finally {
            deflater.end();
        }
    }

    private static byte[] inflate(byte[] codestream, int offset, int length, long due) throws CodecException {
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(codestream, offset, length);
            byte[] out = NONE;
            int filled = 0;
            while (!inflater.finished() && filled <= due + 1) {
                if (filled == out.length) {
                    // Memory grows with what comes, whatever the header says.
                    out = Arrays.copyOf(out, (int) Math.min(due + 2, Math.max(1 << 16, 2L * filled)));
                }
                int count = inflater.inflate(out, filled, out.length - filled);
                filled += count;
                if (count == 0 && (inflater.needsInput() || inflater.needsDictionary())) {
                    throw new CodecException("A deflated frame ends early, after " + filled + " bytes of " + due);
                }
            }
            return Arrays.copyOf(out, filled);
        } catch (DataFormatException e) {
            throw new CodecException("A frame is not deflated: " + e.getMessage(), e);
        } finally {
            inflater.end();
        }
    }
}
