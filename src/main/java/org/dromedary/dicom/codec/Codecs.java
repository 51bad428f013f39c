package org.dromedary.dicom.codec;

import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.dromedary.dicom.codec.frame.FrameDecoder;
import org.dromedary.dicom.codec.frame.FrameEncoder;
import org.dromedary.dicom.codec.j2k.J2kDecoder;
import org.dromedary.dicom.codec.j2k.J2kEncoder;
import org.dromedary.dicom.codec.jpeg.JpegBaselineEncoder;
import org.dromedary.dicom.codec.jpeg.JpegDecoder;
import org.dromedary.dicom.codec.jpeg.JpegLosslessEncoder;
import org.dromedary.dicom.codec.jpegls.JpegLsDecoder;
import org.dromedary.dicom.codec.jpegls.JpegLsEncoder;
import org.dromedary.dicom.codec.rle.RleDecoder;
import org.dromedary.dicom.codec.rle.RleEncoder;
import org.dromedary.dicom.data.Uid;

/** Which codec serves which transfer syntax (PS3.5 §A.4). */
public final class Codecs {

    private static final Map<String, Supplier<FrameDecoder>> DECODERS = Map.ofEntries(
            Map.entry(Uid.RLELossless, RleDecoder::new),
            Map.entry(Uid.JPEGBaseline8Bit, JpegDecoder::new),
            Map.entry(Uid.JPEGExtended12Bit, JpegDecoder::new),
            Map.entry(Uid.JPEGSpectralSelectionNonHierarchical68, JpegDecoder::new),
            Map.entry(Uid.JPEGFullProgressionNonHierarchical1012, JpegDecoder::new),
            Map.entry(Uid.JPEGLossless, JpegDecoder::new),
            Map.entry(Uid.JPEGLosslessSV1, JpegDecoder::new),
            Map.entry(Uid.JPEGLSLossless, JpegLsDecoder::new),
            Map.entry(Uid.JPEGLSNearLossless, JpegLsDecoder::new),
            Map.entry(Uid.JPEG2000Lossless, J2kDecoder::new),
            Map.entry(Uid.JPEG2000, J2kDecoder::new),
            Map.entry(Uid.JPEG2000MCLossless, J2kDecoder::new),
            Map.entry(Uid.JPEG2000MC, J2kDecoder::new),
            Map.entry(Uid.HTJ2KLossless, J2kDecoder::new),
            Map.entry(Uid.HTJ2KLosslessRPCL, J2kDecoder::new),
            Map.entry(Uid.HTJ2K, J2kDecoder::new));

    private static final Map<String, Supplier<FrameEncoder>> ENCODERS = Map.of(
            Uid.RLELossless, RleEncoder::new,
            Uid.JPEGBaseline8Bit, JpegBaselineEncoder::new,
            Uid.JPEGLosslessSV1, JpegLosslessEncoder::new,
            Uid.JPEGLSLossless, JpegLsEncoder::new,
            Uid.JPEG2000Lossless, J2kEncoder::blockCoding,
            Uid.HTJ2KLossless, J2kEncoder::highThroughput);

    private Codecs() {
    }

    /** A new decoder of that syntax's frames; empty if it is native, a video, or unknown. */
    public static Optional<FrameDecoder> decoder(String transferSyntaxUid) {
        return Optional.ofNullable(DECODERS.get(transferSyntaxUid)).map(Supplier::get);
    }

    /** A new encoder of that syntax's frames; empty if we write none. */
    public static Optional<FrameEncoder> encoder(String transferSyntaxUid) {
        return Optional.ofNullable(ENCODERS.get(transferSyntaxUid)).map(Supplier::get);
    }
}
