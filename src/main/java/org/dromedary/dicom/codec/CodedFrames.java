package org.dromedary.dicom.codec;

import java.io.IOException;
import java.util.List;
import org.dromedary.dicom.codec.frame.CodecException;
import org.dromedary.dicom.codec.frame.Frame;
import org.dromedary.dicom.codec.frame.FrameDecoder;
import org.dromedary.dicom.codec.frame.PixelFormat;
import org.dromedary.dicom.codec.stored.StoredFrames;
import org.dromedary.dicom.data.TransferSyntax;

/** Encapsulated Pixel Data, decoded frame by frame (PS3.5 §8.2, §A.4). */
final class CodedFrames implements FrameSource {

    private final ObjectFile file;
    private final FragmentIndex fragments;
    private final FrameTable table;
    private final ImageHeader header;
    private final PixelFormat declared;
    private final TransferSyntax syntax;
    private final FrameDecoder decoder;
    private final List<String> notes;
    private final int frames;
    private int next;
    private byte[] latest;
    private int latestFrame = -1;

    CodedFrames(ObjectFile file, List<String> notes) throws IOException {
        boolean stored = Codecs.isStored(file.syntax().uid());
        header = stored ? ImageHeader.of(file.head()) : ImageHeader.ofEncapsulated(file.head());
        this.file = file;
        this.notes = notes;
        declared = header.format().byPixel();
        frames = header.frames();
        fragments = new FragmentIndex(file.channel(), file.offset());
        table = new FrameTable(fragments, file.head(), frames, file.syntax().uid(), notes);
        syntax = Codecs.of(codestream(0), file.syntax());
        decoder = Codecs.decoder(syntax.uid()).orElseThrow(
                () -> new CodecException("Pixel Data (7FE0,0010) in " + syntax.name()
                        + " can't be decoded by this program"));
        if (!syntax.equals(file.syntax())) {
            notes.add("the frames are not in " + file.syntax().name() + " but coded as in " + syntax.name());
        }
        if (!fragments.delimited()) {
            notes.add("Pixel Data ended without a sequence delimitation item");
        }
    }

    @Override
    public int frames() {
        return frames;
    }

    @Override
    public void skipRest() throws IOException {
        file.goTo(fragments.end());
    }

    /** The syntax by which they are decoded. */
    TransferSyntax syntax() {
        return syntax;
    }

    /** Native bytes to encoded bytes. */
    double ratio() {
        double bits = (double) declared.sampleCount() * declared.bitsAllocated() * frames;
        return bits / 8 / (fragments.end() - fragments.start());
    }

    /** The codestream of a frame; the latest is kept, since the first frame's is looked at before it is decoded. */
    byte[] codestream(int frame) throws IOException {
        if (frame != latestFrame) {
            latest = fragments.join(table.first(frame), table.first(frame + 1));
            latestFrame = frame;
        }
        return latest;
    }

    @Override
    public Frame next() throws IOException {
        try {
            Frame frame = decoder instanceof StoredFrames stored ? stored(stored, codestream(next))
                    : decode(decoder, codestream(next), declared, syntax);
            next++;
            if (decoder.truncated()) {
                notes.add("frame " + next + " was cut and has lost its finest detail");
            }
            return frame;
        } catch (CodecException e) {
            throw new CodecException("Frame " + (next + 1) + " of " + frames + ": " + e.getMessage(), e);
        }
    }

    private Frame stored(StoredFrames decoder, byte[] codestream) throws CodecException {
        long due = (header.nativeFrameBits() + 7) / 8;
        return Cells.frame(decoder.cells(codestream, 0, codestream.length, due), header);
    }

    /** One frame; its format says where in the cells the samples are. */
    static Frame decode(FrameDecoder decoder, byte[] codestream, PixelFormat declared, TransferSyntax syntax)
            throws CodecException {
        boolean wholeCells = Codecs.keepsCells(syntax.uid());
        if (declared.bitsAllocated() == 1 && !wholeCells) {
            return packed(decoder, codestream, declared);
        }
        PixelFormat asked = wholeCells ? declared.wholeCells() : declared.lowBits();
        Frame frame = decoder.decode(codestream, 0, codestream.length, asked);
        // Cells of more bits than are stored came out as they went in: the stored bits are where the header says.
        boolean cells = wholeCells || frame.format().bitsStored() > declared.bitsStored();
        PixelFormat format = (cells ? declared : declared.lowBits()).photometric(frame.format().photometric());
        if (frame.bytes().length != format.frameBytes()) {
            throw new CodecException("Decoded to " + frame.bytes().length + " bytes in place of "
                    + format.frameBytes());
        }
        return new Frame(format, frame.bytes());
    }

    /** Single bits are coded as samples of their own (PS3.5 §8.2.4), and packed in Pixel Data (§8.1.1). */
    private static Frame packed(FrameDecoder decoder, byte[] codestream, PixelFormat declared) throws CodecException {
        PixelFormat bytes = new PixelFormat(declared.rows(), declared.columns(), declared.samples(), 8, 1, 0,
                declared.signed(), false, declared.photometric());
        byte[] samples = decoder.decode(codestream, 0, codestream.length, bytes).bytes();
        if (samples.length != declared.sampleCount()) {
            throw new CodecException("Decoded to " + samples.length + " samples in place of " + declared.sampleCount());
        }
        byte[] packed = new byte[(samples.length + 7) / 8];
        for (int i = 0; i < samples.length; i++) {
            if ((samples[i] & 0xFE) != 0) {
                throw new CodecException("Decoded to a sample of " + (samples[i] & 0xFF) + ", which is no single bit");
            }
            packed[i / 8] |= (byte) (samples[i] << i % 8);
        }
        return new Frame(declared, packed);
    }
}
