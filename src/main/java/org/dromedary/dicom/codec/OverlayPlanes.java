package org.dromedary.dicom.codec;

import java.util.ArrayList;
import java.util.List;
import org.dromedary.dicom.codec.frame.CodecException;
import org.dromedary.dicom.codec.frame.Frame;
import org.dromedary.dicom.codec.frame.PixelFormat;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.Vr;

/**
 * Overlays in bits of the pixel cells that hold no samples (retired; PS3.5 §8.1.2, PS3.3 §C.9.2). Most encodings keep
 * only samples, so that such overlays become Overlay Data (60xx,3000), of single bits, the first one lowest.
 */
final class OverlayPlanes {

    private static final int GROUPS = 16;
    private static final long MAX_BYTES = 128L << 20;
    private static final int NUMBER_OF_FRAMES_IN_OVERLAY = 0x60000015;
    private static final int IMAGE_FRAME_ORIGIN = 0x60000051;
    private static final int[] SET = {Tag.OverlayBitsAllocated, Tag.OverlayBitPosition, Tag.OverlayData,
        Tag.OverlayRows, Tag.OverlayColumns, Tag.OverlayOrigin, NUMBER_OF_FRAMES_IN_OVERLAY, IMAGE_FRAME_ORIGIN};

    private record Plane(int groupOffset, int bit, byte[] data) {
    }

    private final PixelFormat format;
    private final int frames;
    private final List<Plane> planes = new ArrayList<>();
    private long position;

    private OverlayPlanes(PixelFormat format, int frames) {
        this.format = format;
        this.frames = frames;
    }

    /** The overlays that the head says are in the cells; none if these are kept. */
    static OverlayPlanes of(DataSet head, PixelFormat format, int frames, boolean kept) throws CodecException {
        OverlayPlanes found = new OverlayPlanes(format, frames);
        long bytes = (Math.multiplyExact(format.sampleCount(), (long) frames) + 7) / 8;
        for (int i = 0; i < GROUPS && format.samples() == 1 && !kept; i++) {
            int group = i << 17;
            int bit = head.getInt(Tag.OverlayBitPosition + group, 0);
            boolean stored = bit <= format.highBit() && bit > format.highBit() - format.bitsStored();
            boolean own = head.contains(Tag.OverlayData + group) || !head.contains(Tag.OverlayBitPosition + group);
            if (!own && !stored && bit < format.bitsAllocated()) {
                if (bytes * (found.planes.size() + 1) > MAX_BYTES) {
                    throw new CodecException("The overlays (60xx,0102) in the pixel cells are too large to be moved");
                }
                found.planes.add(new Plane(group, bit, new byte[(int) (bytes + (bytes & 1))]));
            }
        }
        return found;
    }

    boolean isEmpty() {
        return planes.isEmpty();
    }

    /** Takes the overlays' bits of the next frame. */
    void collect(Frame frame) {
        int width = format.bitsAllocated() / 8;
        byte[] cells = frame.bytes();
        for (Plane plane : planes) {
            int at = plane.bit / 8;
            int shift = plane.bit % 8;
            long to = position;
            for (; at < cells.length; at += width, to++) {
                plane.data[(int) (to >> 3)] |= (byte) ((cells[at] >> shift & 1) << (to & 7));
            }
        }
        position += format.sampleCount();
    }

    /** The frame without these overlays. */
    Frame clear(Frame frame) {
        byte[] cells = frame.bytes().clone();
        int width = format.bitsAllocated() / 8;
        for (Plane plane : planes) {
            int mask = ~(1 << plane.bit % 8);
            for (int at = plane.bit / 8; at < cells.length; at += width) {
                cells[at] &= (byte) mask;
            }
        }
        return new Frame(frame.format(), cells);
    }

    /** Puts what was collected into the head; returns the tags of what it sets. */
    List<Integer> describe(DataSet head) {
        List<Integer> changed = new ArrayList<>();
        for (Plane plane : planes) {
            int group = plane.groupOffset;
            head.setInt(Tag.OverlayBitsAllocated + group, 1);
            head.setInt(Tag.OverlayBitPosition + group, 0);
            head.setBytes(Tag.OverlayData + group, Vr.OW, plane.data);
            putIfAbsent(head, Tag.OverlayRows + group, format.rows());
            putIfAbsent(head, Tag.OverlayColumns + group, format.columns());
            putIfAbsent(head, Tag.OverlayOrigin + group, 1, 1);
            if (frames > 1) {
                putIfAbsent(head, NUMBER_OF_FRAMES_IN_OVERLAY + group, frames);
                putIfAbsent(head, IMAGE_FRAME_ORIGIN + group, 1);
            }
            for (int tag : SET) {
                changed.add(tag + group);
            }
        }
        return changed;
    }

    private static void putIfAbsent(DataSet head, int tag, int... values) {
        if (!head.contains(tag)) {
            head.setInt(tag, values);
        }
    }
}
