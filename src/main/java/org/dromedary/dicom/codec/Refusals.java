package org.dromedary.dicom.codec;

import org.dromedary.dicom.codec.frame.CodecException;
import org.dromedary.dicom.codec.frame.PixelFormat;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.TransferSyntax;
import org.dromedary.dicom.data.Uid;

/** Conversions that are not done, and why. */
final class Refusals {

    private static final int DIRECTORY_RECORD_SEQUENCE = 0x00041220;

    private Refusals() {
    }

    static String of(DataSet head, TransferSyntax from, TransferSyntax to) {
        if (head.contains(DIRECTORY_RECORD_SEQUENCE)) {
            return "A DICOMDIR is in Explicit VR Little Endian always (PS3.10 §8.6), its records point to bytes in it";
        }
        if (!isNative(to) && Codecs.encoder(to.uid()).isEmpty()) {
            return to.name() + " is not written by this program";
        }
        boolean image = head.contains(Tag.BitsStored);
        boolean readable = from.encapsulated() ? Codecs.decoder(from.uid()).isPresent()
                : isNative(from) || from.equals(TransferSyntax.PRIVATE_GE_BIG_ENDIAN_PIXELS);
        if (image && !readable) {
            String name = TransferSyntax.isKnown(from.uid()) ? from.name() : "an unknown transfer syntax";
            return name + " (0002,0010) is passed on as it is, but not converted";
        }
        if (isNative(to)) {
            return null;
        }
        return image ? ofImage(head, from, to) : noImage(to);
    }

    static String noImage(TransferSyntax to) {
        return "No image (7FE0,0010) to encode: " + to.name() + " is for objects with Pixel Data of whole numbers";
    }

    private static String ofImage(DataSet head, TransferSyntax from, TransferSyntax to) {
        if (head.getInt(Tag.BitsAllocated, 0) == 1 && !Codecs.isStored(to.uid())) {
            return "Single-bit pixels (0028,0100) are only written uncompressed or deflated";
        }
        if (head.getString(Tag.PhotometricInterpretation, "").startsWith("YBR_PARTIAL")) {
            return "YBR_PARTIAL_422 (0028,0004) is not encoded: there is no term for its range of values where each"
                    + " pixel has its own chrominance (PS3.3 §C.7.6.3.1.2)";
        }
        try {
            ImageHeader header = from.encapsulated() ? ImageHeader.ofEncapsulated(head) : ImageHeader.of(head);
            PixelFormat format = header.full().format().byPixel();
            boolean whole = Codecs.keepsCells(to.uid());
            String photometric = format.photometric().matches("YBR_(RCT|ICT)") ? "RGB" : format.photometric();
            String refusal = Encoding.refusal(Codecs.encoder(to.uid()).orElseThrow(), to,
                    (whole ? format.wholeCells() : format.lowBits()).photometric(photometric));
            return refusal == null ? null : "Pixel Data (7FE0,0010) in " + refusal;
        } catch (CodecException e) {
            return e.getMessage();
        }
    }

    /** The syntaxes whose Pixel Data is not encapsulated and that are written. */
    static boolean isNative(TransferSyntax syntax) {
        return syntax.uid().equals(Uid.ImplicitVRLittleEndian) || syntax.uid().equals(Uid.ExplicitVRLittleEndian)
                || syntax.uid().equals(Uid.ExplicitVRBigEndian)
                || syntax.uid().equals(Uid.DeflatedExplicitVRLittleEndian);
    }
}
