package org.dromedary.dicom.codec;

import java.io.ByteArrayOutputStream;
import java.util.List;
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
 * Pixel Data in sequences, as icons have it: where it is encapsulated, it is so in the syntax of the whole object
 * (PS3.5 §A.4), and becomes native when that changes. Native pixels are allowed there in every syntax.
 */
final class NestedPixels {

    private NestedPixels() {
    }

    /** Decodes what is encapsulated in items, at any depth. */
    static void decode(DataSet head, TransferSyntax source, List<String> notes) throws CodecException {
        for (Element element : head) {
            for (DataSet item : element.items()) {
                Element pixels = item.get(Tag.PixelData);
                if (pixels != null && pixels.isEncapsulated()) {
                    decodeItem(item, pixels, source);
                    notes.add("pixels in " + Tag.toString(element.tag()) + " were decoded");
                }
                decode(item, source, notes);
            }
        }
    }

    private static void decodeItem(DataSet item, Element pixels, TransferSyntax source) throws CodecException {
        ImageHeader header = ImageHeader.ofEncapsulated(item);
        if (header.frames() != 1 || pixels.fragments().size() < 2) {
            throw new CodecException("Pixel Data in a sequence is not one encapsulated frame");
        }
        FrameDecoder decoder = Codecs.decoder(source.uid()).orElseThrow(
                () -> new CodecException(source.name() + " can't be decoded by this program"));
        byte[] codestream = joined(pixels.fragments());
        PixelFormat declared = header.format().byPixel();
        Frame frame = CodedFrames.decode(decoder, codestream, declared, source);
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
