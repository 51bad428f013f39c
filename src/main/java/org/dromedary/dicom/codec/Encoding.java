package org.dromedary.dicom.codec;

import java.util.Arrays;
import java.util.List;
import org.dromedary.dicom.codec.frame.CodecException;
import org.dromedary.dicom.codec.frame.Frame;
import org.dromedary.dicom.codec.frame.FrameDecoder;
import org.dromedary.dicom.codec.frame.FrameEncoder;
import org.dromedary.dicom.codec.frame.PixelFormat;
import org.dromedary.dicom.codec.jpeg.JpegBaselineEncoder;
import org.dromedary.dicom.data.TransferSyntax;
import org.dromedary.dicom.data.Uid;

/** Encodes frames of one object and proves it: what was encoded is decoded again and compared. */
final class Encoding {

    private final TransferSyntax target;
    private final FrameEncoder encoder;
    private final FrameDecoder decoder;
    private final boolean wholeCells;
    private final boolean lossy;
    private final boolean verify;
    private final List<String> notes;

    Encoding(TransferSyntax target, Transcoder.Options options, List<String> notes) throws CodecException {
        this.target = target;
        this.notes = notes;
        lossy = target.uid().equals(Uid.JPEGBaseline8Bit);
        encoder = lossy ? new JpegBaselineEncoder(options.quality()) : Codecs.encoder(target.uid()).orElseThrow(
                () -> new CodecException(target.name() + " is not written by this program"));
        decoder = Codecs.decoder(target.uid()).orElseThrow();
        wholeCells = Codecs.keepsCells(target.uid());
        verify = options.verify() && !lossy;
    }

    /** Why frames of that format can't be encoded in that syntax; null if they can. */
    static String refusal(FrameEncoder encoder, TransferSyntax target, PixelFormat format) {
        String refusal = encoder.refusal(asLuminance(format, target));
        return refusal == null ? null : target.name() + ": " + refusal;
    }

    /** JPEG Baseline codes colour as luminance and chrominance. */
    private static PixelFormat asLuminance(PixelFormat format, TransferSyntax target) {
        boolean convert = target.uid().equals(Uid.JPEGBaseline8Bit) && format.photometric().equals("RGB");
        return convert ? format.photometric("YBR_FULL") : format;
    }

    /** Whether whatever is in the cells is kept, as RLE does. */
    boolean keepsCells() {
        return wholeCells;
    }

    boolean isLossy() {
        return lossy;
    }

    /** How the cells lie once they are encoded; only RLE keeps stored bits that are not at the low end. */
    PixelFormat written(PixelFormat format) {
        PixelFormat kept = asLuminance(wholeCells ? format : format.lowBits(), target);
        return kept.photometric(encoder.photometric(kept));
    }

    /** The frame's codestream, of even length. */
    byte[] encode(Frame frame) throws CodecException {
        PixelFormat format = frame.format();
        byte[] values = wholeCells ? frame.bytes() : Cells.samples(frame);
        boolean cells = wholeCells || !lossy && hasMore(frame, values);
        if (cells && !wholeCells) {
            values = frame.bytes();
            note("cells have bits above High Bit that no overlay explains; they are kept");
        }
        PixelFormat asked = asLuminance(cells ? format.wholeCells() : format.lowBits(), target);
        String refusal = refusal(encoder, target, asked);
        if (refusal != null) {
            throw new CodecException(refusal);
        }
        if (!asked.photometric().equals(format.photometric())) {
            values = Cells.luminance(values);
        }
        byte[] codestream = encoder.encode(values, asked);
        if (verify) {
            verify(codestream, values, asked.photometric(encoder.photometric(asked)));
        }
        return codestream;
    }

    /** Whether the cells hold more than the samples and what extends them. */
    private static boolean hasMore(Frame frame, byte[] samples) throws CodecException {
        PixelFormat format = frame.format();
        boolean more = Cells.haveMore(frame, samples);
        if (more && format.highBit() != format.bitsStored() - 1) {
            throw new CodecException("The cells of Pixel Data (7FE0,0010) have bits below or above the stored ones,"
                    + " which only RLE and the uncompressed syntaxes keep");
        }
        return more;
    }

    private void verify(byte[] codestream, byte[] values, PixelFormat declared) throws CodecException {
        Frame again = decoder.decode(codestream, 0, codestream.length, declared);
        if (!Arrays.equals(again.bytes(), values)) {
            throw new CodecException("Encoded in " + target.name() + " and decoded again, samples differ");
        }
    }

    private void note(String note) {
        if (!notes.contains(note)) {
            notes.add(note);
        }
    }
}
