package org.dromedary.dicom.codec;

import java.io.ByteArrayOutputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.dromedary.dicom.codec.frame.CodecException;
import org.dromedary.dicom.codec.frame.Frame;
import org.dromedary.dicom.codec.frame.FrameDecoder;
import org.dromedary.dicom.codec.frame.PixelFormat;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Element;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.TransferSyntax;
import org.dromedary.dicom.data.Vr;

/**
 * Pixel Data in sequences, as icons have it: where it is encapsulated, it should be so in the syntax of the whole
 * object (PS3.5 §A.4), and is decoded by what its codestream is; it becomes native when the syntax changes. Native
 * pixels are allowed there in every syntax.
 */
final class NestedPixels {

    private NestedPixels() {
    }

    /** Decodes what is encapsulated in items, at any depth; returns the tags of the sequences in this data set. */
    static Set<Integer> decode(DataSet head, TransferSyntax source, List<String> notes) throws CodecException {
        Set<Integer> changed = new HashSet<>();
        for (Element element : head) {
            for (DataSet item : element.items()) {
                Element pixels = item.get(Tag.PixelData);
                if (pixels != null && pixels.isEncapsulated()) {
                    try {
                        decodeItem(item, pixels, source);
                    } catch (CodecException e) {
                        throw new CodecException("Pixels in " + Tag.toString(element.tag()) + ": " + e.getMessage(), e);
                    }
                    notes.add("pixels in " + Tag.toString(element.tag()) + " were decoded");
                    changed.add(element.tag());
                }
                if (!decode(item, source, notes).isEmpty()) {
                    changed.add(element.tag());
                }
            }
        }
        return changed;
    }

    private static void decodeItem(DataSet item, Element pixels, TransferSyntax source) throws CodecException {
        ImageHeader header = ImageHeader.ofEncapsulated(item);
        if (header.frames() != 1 || pixels.fragments().size() < 2) {
            throw new CodecException("Pixel Data in a sequence is not one encapsulated frame");
        }
        byte[] codestream = joined(pixels.fragments());
        TransferSyntax own = Codecs.of(codestream, source);
        FrameDecoder decoder = Codecs.decoder(own.uid()).orElseThrow(
                () -> new CodecException(own.name() + " can't be decoded by this program"));
        PixelFormat declared = header.format().byPixel();
        Frame frame = CodedFrames.decode(decoder, codestream, declared, own);
        ImageChanges.describe(item, frame.format());
        Vr vr = frame.format().bitsAllocated() <= 8 ? Vr.OB : Vr.OW;
        item.setBytes(Tag.PixelData, vr, frame.bytes());
    }

    private static byte[] joined(List<byte[]> fragments) {
        ByteArrayOutputStream codestream = new ByteArrayOutputStream();
        fragments.subList(1, fragments.size()).forEach(codestream::writeBytes);
        return codestream.toByteArray();
    }
}
