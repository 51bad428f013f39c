package org.dromedary.dicom.codec;

import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.dromedary.dicom.codec.frame.CodecException;
import org.dromedary.dicom.codec.frame.Frame;
import org.dromedary.dicom.codec.frame.PixelFormat;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Digests;
import org.dromedary.dicom.data.ElementDigests;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.TransferSyntax;

/** One object on its way from one transfer syntax into another. */
final class Transcoding {

    private static final long MAX_VALUE_LENGTH = 0xFFFFFFFEL;

    private final Path from;
    private final ObjectFile file;
    private final TransferSyntax target;
    private final Transcoder.Options options;
    private final MessageDigest samples = Digests.sha256();
    private final List<String> notes = new ArrayList<>();
    /** Outermost elements that the conversion changes, and says so. */
    private final Set<Integer> changed = new HashSet<>();
    private ElementDigests source;
    private ElementDigests written;
    private boolean isRead = true;

    Transcoding(Path from, ObjectFile file, TransferSyntax target, Transcoder.Options options) {
        this.from = from;
        this.file = file;
        this.target = target;
        this.options = options;
    }

    Transcoder.Result write(Path to) throws IOException {
        if (file.meta().sopInstanceUid() == null) {
            notes.add("has no SOP Instance UID");
        }
        if (file.hasUnreadableSequence()) {
            notes.add("a private sequence that can't be followed stays bytes under VR UN");
        }
        source = ElementDigests.of(file.head());
        changed.addAll(NestedPixels.decode(file.head(), file.syntax(), notes));
        withoutVrs(file.head());
        try (ObjectWriter writer = new ObjectWriter(to, file, target)) {
            writeWithPixels(writer, file.head());
            ElementDigests tail = writeTail(writer);
            writer.finish();
            int pixels = file.pixels() == null ? 0 : file.pixels().tag();
            new ReadBack(target, written, pixels, writer.pixelChecksum(), tail).prove(writer.written());
            return commit(writer, pixelSha256());
        }
    }

    private void writeWithPixels(ObjectWriter writer, DataSet head) throws IOException {
        if (file.pixels() == null) {
            writeHead(writer, head);
        } else if (!isImage()) {
            copyValue(writer, head);
        } else if (!file.pixels().encapsulated() && !target.encapsulated()) {
            copyNative(writer, head);
        } else {
            convert(writer, head);
        }
    }

    private void writeHead(ObjectWriter writer, DataSet head) throws IOException {
        onlyKnownChanges(source, head);
        written = ElementDigests.of(head, target);
        writer.write(head);
        file.releaseHead();
    }

    private ElementDigests writeTail(ObjectWriter writer) throws IOException {
        DataSet tail = file.readTail(notes);
        ElementDigests before = ElementDigests.of(tail);
        withoutVrs(tail);
        onlyKnownChanges(before, tail);
        writer.write(tail);
        return ElementDigests.of(tail, target);
    }

    private void onlyKnownChanges(ElementDigests before, DataSet after) throws CodecException {
        List<Integer> others = before.differences(ElementDigests.of(after));
        others.removeAll(changed);
        if (!others.isEmpty()) {
            throw new CodecException("The conversion would change these elements: " + ReadBack.named(others));
        }
    }

    private void withoutVrs(DataSet elements) throws CodecException {
        changed.addAll(target.explicitVr() ? ImplicitValues.prepareUnknown(elements, notes)
                : ImplicitValues.prepare(elements, notes));
    }

    /** Reads all frames of an object that stays in its syntax; videos, and what can't be decoded here, are left. */
    Transcoder.Result copy(Path to) throws IOException {
        if (!isImage()) {
            if (file.pixels() != null) {
                file.readValue(samples::update);
            }
        } else if (file.pixels().encapsulated()) {
            isRead = Codecs.decoder(target.uid()).isPresent();
            if (isRead) {
                digest(FrameSource.of(file, notes));
            } else {
                file.goTo(new FragmentIndex(file.channel(), file.offset()).end());
            }
        } else {
            NativeFrames frames = nativeFrames();
            isRead = frames != null;
            if (isRead) {
                digest(frames);
            } else {
                file.readValue(bytes -> { });
            }
        }
        file.readTail(new ArrayList<>());
        try (ObjectWriter writer = ObjectWriter.copyOf(to, file)) {
            writer.finish();
            return commit(writer, pixelSha256());
        }
    }

    private Transcoder.Result commit(ObjectWriter writer, String pixelSha256) throws IOException {
        Transcoder.Result result = new Transcoder.Result(target.uid(), writer.dataSetLength(),
                writer.dataSetSha256(), pixelSha256, List.copyOf(notes));
        writer.commit();
        return result;
    }

    private void digest(FrameSource frames) throws IOException {
        for (int i = 0; i < frames.frames(); i++) {
            samples.update(Cells.samples(frames.next()));
        }
        frames.skipRest();
    }

    private String pixelSha256() {
        return file.pixels() == null || !isRead ? null : HexFormat.of().formatHex(samples.digest());
    }

    /** Whether there are frames: not for numbers, nor without the dimensions of an image. */
    private boolean isImage() {
        return file.pixels() != null && file.pixels().tag() == Tag.PixelData
                && (file.hasFragments() || file.head().contains(Tag.Rows));
    }

    /** Float and Double Float Pixel Data stay as they are, but for the order of their bytes (PS3.3 §C.7.6.24). */
    private void copyValue(ObjectWriter writer, DataSet head) throws IOException {
        writeHead(writer, head);
        copyBytes(writer, samples::update);
    }

    private void copyBytes(ObjectWriter writer, ObjectFile.Sink also) throws IOException {
        ObjectFile.PixelElement pixels = file.pixels();
        NativeWriter out = new NativeWriter(writer, pixels.tag(), file.nativeVr(), pixels.length(), target.bigEndian());
        file.readValue(bytes -> {
            also.take(bytes);
            out.write(bytes);
        });
        out.finish();
    }

    /** From one plain syntax to another the bytes of the value stay what they are, whatever is said of them. */
    private void copyNative(ObjectWriter writer, DataSet head) throws IOException {
        NativeFrames frames = nativeFrames();
        if (frames != null && frames.fillBytes()) {
            copyCells(writer, head, frames);
            return;
        }
        isRead = frames != null;
        if (isRead) {
            try (ObjectFile again = ObjectFile.open(from)) {
                digest(new NativeFrames(again, new ArrayList<>()));
            }
        }
        writeHead(writer, head);
        copyBytes(writer, bytes -> { });
    }

    /** Null if the value does not hold the frames that are said to be in it. */
    private NativeFrames nativeFrames() throws CodecException {
        try {
            return new NativeFrames(file, notes);
        } catch (CodecException e) {
            if (file.syntax().uid().equals(NativeFrames.GE_BIG_ENDIAN_PIXELS)) {
                throw e;
            }
            notes.add("Pixel Data stays as it is, and its frames were not read: " + e.getMessage());
            return null;
        }
    }

    private void copyCells(ObjectWriter writer, DataSet head, NativeFrames frames) throws IOException {
        writeHead(writer, head);
        ObjectFile.PixelElement pixels = file.pixels();
        NativeWriter out = new NativeWriter(writer, Tag.PixelData, file.nativeVr(), pixels.length(),
                target.bigEndian());
        for (int i = 0; i < frames.frames(); i++) {
            byte[] cells = frames.cells();
            samples.update(Cells.samples(Cells.frame(cells, frames.header())));
            out.writeFrame(cells, frames.header().nativeFrameBits());
        }
        out.finish(frames.rest());
    }

    private void convert(ObjectWriter writer, DataSet head) throws IOException {
        FrameSource frames = FrameSource.of(file, notes);
        if (frames instanceof NativeFrames plain) {
            plain.checkGaps();
        }
        changed.addAll(ImageChanges.TAGS);
        ImageChanges.dropTables(head);
        if (frames instanceof CodedFrames coded) {
            ImageChanges.keepLossyMarks(head, coded.syntax(), coded.codestream(0), coded.ratio(), notes);
        }
        if (target.encapsulated()) {
            encode(writer, head, frames);
        } else {
            decode(writer, head, frames);
        }
        frames.skipRest();
    }

    private void decode(ObjectWriter writer, DataSet head, FrameSource frames) throws IOException {
        Frame frame = frames.next();
        long bits = frame.format().sampleCount() * frame.format().bitsAllocated();
        long length = (bits * frames.frames() + 7) / 8;
        if (length > MAX_VALUE_LENGTH) {
            throw new CodecException("Uncompressed, its Pixel Data would have " + length + " bytes; more than "
                    + MAX_VALUE_LENGTH + " can't be written (PS3.5 §7.1)");
        }
        ImageChanges.describe(head, frame.format());
        writeHead(writer, head);
        String vr = target.explicitVr() && frame.format().bitsAllocated() <= 8 ? "OB" : "OW";
        NativeWriter out = new NativeWriter(writer, Tag.PixelData, vr, length, target.bigEndian());
        for (int i = 0; i < frames.frames(); i++) {
            frame = i == 0 ? frame : next(frames, frame.format());
            samples.update(Cells.samples(frame));
            out.writeFrame(frame.bytes(), bits);
        }
        out.finish(new byte[0]);
    }

    private void encode(ObjectWriter writer, DataSet head, FrameSource frames) throws IOException {
        Frame frame = frames.next();
        Encoding encoding = new Encoding(target, options, notes);
        OverlayPlanes overlays = OverlayPlanes.of(head, frame.format(), frames.frames(), encoding.keepsCells());
        if (!overlays.isEmpty() || encoding.isLossy()) {
            passOnce(head, overlays, encoding);
        }
        ImageChanges.describe(head, encoding.written(frame.format()));
        writeHead(writer, head);
        Encapsulation out = new Encapsulation(writer, frames.frames(),
                frame.format().frameBytes() * frames.frames());
        for (int i = 0; i < frames.frames(); i++) {
            frame = i == 0 ? frame : next(frames, frame.format());
            samples.update(Cells.samples(frame));
            try {
                out.write(encoding.encode(overlays.isEmpty() ? frame : overlays.clear(frame)));
            } catch (CodecException e) {
                throw new CodecException("Frame " + (i + 1) + " of " + frames.frames() + ": " + e.getMessage(), e);
            }
        }
        out.finish();
    }

    /** What the head has to say of frames that come behind it: overlays from their cells, their length once encoded. */
    private void passOnce(DataSet head, OverlayPlanes overlays, Encoding encoding) throws IOException {
        try (ObjectFile again = ObjectFile.open(from)) {
            FrameSource frames = FrameSource.of(again, new ArrayList<>());
            long nativeBytes = 0;
            long encodedBytes = 0;
            for (int i = 0; i < frames.frames(); i++) {
                Frame frame = frames.next();
                overlays.collect(frame);
                nativeBytes += frame.bytes().length;
                encodedBytes += encoding.isLossy() ? encoding.encode(overlays.clear(frame)).length : 0;
            }
            changed.addAll(overlays.describe(head));
            if (encoding.isLossy()) {
                ImageChanges.deriveLossy(head, target, (double) nativeBytes / encodedBytes);
            }
        }
    }

    private static Frame next(FrameSource frames, PixelFormat first) throws IOException {
        Frame frame = frames.next();
        if (!frame.format().equals(first)) {
            throw new CodecException("Frames differ in how their samples lie or what they mean: "
                    + first.photometric() + " and " + frame.format().photometric());
        }
        return frame;
    }
}
