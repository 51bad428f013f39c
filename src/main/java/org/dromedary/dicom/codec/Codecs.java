package org.dromedary.dicom.codec;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
import org.dromedary.dicom.codec.stored.StoredFrames;
import org.dromedary.dicom.data.TransferSyntax;
import org.dromedary.dicom.data.Uid;

/** Which codec serves which transfer syntax (PS3.5 §A.4). */
public final class Codecs {

    private static final Map<String, Supplier<FrameDecoder>> DECODERS = Map.ofEntries(
            Map.entry(Uid.EncapsulatedUncompressedExplicitVRLittleEndian, StoredFrames::plain),
            Map.entry(Uid.DeflatedImageFrameCompression, StoredFrames::deflated),
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
            Uid.EncapsulatedUncompressedExplicitVRLittleEndian, StoredFrames::plain,
            Uid.DeflatedImageFrameCompression, StoredFrames::deflated,
            Uid.RLELossless, RleEncoder::new,
            Uid.JPEGBaseline8Bit, JpegBaselineEncoder::new,
            Uid.JPEGLosslessSV1, JpegLosslessEncoder::new,
            Uid.JPEGLSLossless, JpegLsEncoder::new,
            Uid.JPEG2000Lossless, J2kEncoder::blockCoding,
            Uid.HTJ2KLossless, J2kEncoder::highThroughput);

    private static final Set<String> STORED = Set.of(Uid.EncapsulatedUncompressedExplicitVRLittleEndian,
            Uid.DeflatedImageFrameCompression);

    /** Bytes of a codestream in which its frame header is looked for: tables of JPEG may stand before it. */
    static final int HEADERS = 1 << 16;

    private Codecs() {
    }

    /** Whether frames are encapsulated as they are in native Pixel Data, their planes and chrominance included. */
    static boolean isStored(String transferSyntaxUid) {
        return STORED.contains(transferSyntaxUid);
    }

    /** Whether a frame keeps whole cells, with all that is in them beside the stored bits. */
    static boolean keepsCells(String transferSyntaxUid) {
        return transferSyntaxUid.equals(Uid.RLELossless) || isStored(transferSyntaxUid);
    }

    /** A new decoder of that syntax's frames; empty if it is native, a video, or unknown. */
    public static Optional<FrameDecoder> decoder(String transferSyntaxUid) {
        return Optional.ofNullable(DECODERS.get(transferSyntaxUid)).map(Supplier::get);
    }

    /**
     * The most general syntax of the family to which a codestream belongs, by its first bytes: JPEG 2000 (SOC, or a JP2
     * box), JPEG-LS and JPEG (SOI, and the frame header that follows), or RLE (PS3.5 §G.5); empty if it is none.
     */
    static Optional<String> shownBy(byte[] codestream) {
        if (codestream.length < 64) {
            return Optional.empty();
        }
        int first = number(codestream, 0) << 16 | number(codestream, 2);
        if (first == 0xFF4FFF51 || first == 0x0000000C && number(codestream, 4) == 0x6A50) {
            return Optional.of(Uid.JPEG2000);
        }
        if (first >>> 16 == 0xFFD8) {
            return jpegFrame(codestream);
        }
        boolean rle = codestream[0] >= 1 && codestream[0] <= 15 && number(codestream, 1) == 0 && codestream[3] == 0
                && codestream[4] == 64 && number(codestream, 5) == 0 && codestream[7] == 0;
        return rle ? Optional.of(Uid.RLELossless) : Optional.empty();
    }

    /** By the marker of the frame header (ITU-T T.81 §B.1.1.3, T.87 §C.1.1). */
    private static Optional<String> jpegFrame(byte[] codestream) {
        for (int at = 2; at + 4 <= codestream.length; at += 2 + number(codestream, at + 2)) {
            int marker = number(codestream, at);
            if (marker == 0xFFF7) {
                return Optional.of(Uid.JPEGLSNearLossless);
            }
            boolean tables = marker == 0xFFC4 || marker == 0xFFC8 || marker == 0xFFCC;
            if (marker >= 0xFFC0 && marker <= 0xFFCF && !tables) {
                return Optional.of(Uid.JPEGBaseline8Bit);
            }
            if (marker < 0xFFC0 || number(codestream, at + 2) < 2) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    private static int number(byte[] bytes, int at) {
        return (bytes[at] & 0xFF) << 8 | bytes[at + 1] & 0xFF;
    }

    /**
     * The syntax by which to decode a codestream: the stated one, unless the codestream is of another family, as after
     * an archive that compressed and did not say so.
     */
    static TransferSyntax of(byte[] codestream, TransferSyntax stated) {
        FrameDecoder decoder = decoder(stated.uid()).orElse(null);
        if (decoder == null && stated.encapsulated() || isStored(stated.uid())) {
            return stated;
        }
        return shownBy(codestream).map(TransferSyntax::of)
                .filter(shown -> decoder == null || decoder(shown.uid()).orElseThrow().getClass() != decoder.getClass())
                .orElse(stated);
    }

    /** A new encoder of that syntax's frames; empty if we write none. */
    public static Optional<FrameEncoder> encoder(String transferSyntaxUid) {
        return Optional.ofNullable(ENCODERS.get(transferSyntaxUid)).map(Supplier::get);
    }
}
