package org.dromedary.dicom.codec;

import java.io.IOException;
import java.util.List;
import org.dromedary.dicom.codec.frame.Frame;

/** The frames of an object, one after the other. */
interface FrameSource {

    /** Number of Frames (0028,0008). */
    int frames();

    /**
     * The next frame, by pixel. Its format says where in the cells the stored bits are; what else is in the cells, as
     * overlays may be, is there as it was.
     */
    Frame next() throws IOException;

    /** Goes on behind Pixel Data, whatever was read of it. */
    void skipRest() throws IOException;

    static FrameSource of(ObjectFile file, List<String> notes) throws IOException {
        return file.pixels().encapsulated() ? new CodedFrames(file, notes) : new NativeFrames(file, notes);
    }
}
