package org.dromedary.dicom.data;

/** The data set or item that is being read, and what earlier elements say about later ones. */
final class Scope {
    private static final int NO_GROUP = -1;

    private final int depth;
    private final boolean unknownSequence;
    private Encoding encoding;
    private long end;
    private int pixelRepresentation;
    private int waveformBitsAllocated = 16;
    private int measuredGroup = NO_GROUP;
    private long measuredEnd;

    Scope(Encoding encoding, long end) {
        this(encoding, end, 0, false);
    }

    private Scope(Encoding encoding, long end, int depth, boolean unknownSequence) {
        this.encoding = encoding;
        this.end = end;
        this.depth = depth;
        this.unknownSequence = unknownSequence;
    }

    /** An item; Pixel Representation holds in items that have none of their own. */
    Scope nested(Encoding itemEncoding, long itemEnd) {
        boolean unknown = unknownSequence || !itemEncoding.equals(encoding);
        Scope nested = new Scope(itemEncoding, itemEnd, depth + 1, unknown && itemEncoding.equals(Encoding.IMPLICIT));
        nested.pixelRepresentation = pixelRepresentation;
        nested.waveformBitsAllocated = waveformBitsAllocated;
        return nested;
    }

    /** Takes note of an element; false if a group length stated another place for its start. */
    boolean follows(Element element, long start, long elementEnd) {
        int tag = element.tag();
        boolean right = Tag.group(tag) == measuredGroup || measuredGroup == NO_GROUP || start == measuredEnd;
        if (Tag.group(tag) != measuredGroup) {
            measuredGroup = NO_GROUP;
        }
        if (Lengths.isGroupLength(element)) {
            measuredGroup = Tag.group(tag);
            measuredEnd = elementEnd + Values.firstLong(element, Vr.UL, 0);
        } else if (tag == Tag.PixelRepresentation) {
            pixelRepresentation = (int) Values.firstLong(element, element.knownVr(), 0);
        } else if (tag == Tag.WaveformBitsAllocated) {
            waveformBitsAllocated = (int) Values.firstLong(element, element.knownVr(), 16);
        }
        return right;
    }

    /** Whether the last group is as long as stated, given that it ends here. */
    boolean endsRightly(long offset) {
        return measuredGroup == NO_GROUP || offset == measuredEnd;
    }

    Vr vrOf(int tag) {
        return Dictionary.vrOf(tag, pixelRepresentation, waveformBitsAllocated);
    }

    Encoding encoding() {
        return encoding;
    }

    void encodedIn(Encoding shown) {
        encoding = shown;
    }

    /** Where it ends, or that of what encloses it if its length is undefined. */
    long end() {
        return end;
    }

    void endAt(long stated) {
        end = stated;
    }

    int depth() {
        return depth;
    }

    /** Whether it is in a sequence under VR UN, whose items should be in implicit VR but are not always. */
    boolean isUnknownSequence() {
        return unknownSequence;
    }
}
