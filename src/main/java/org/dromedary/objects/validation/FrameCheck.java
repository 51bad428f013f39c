package org.dromedary.objects.validation;

import static org.dromedary.objects.validation.FindingCode.FRAME_CODEC_DIFFERS;
import static org.dromedary.objects.validation.FindingCode.FRAME_CUT;
import static org.dromedary.objects.validation.FindingCode.FRAME_FRAGMENTED;
import static org.dromedary.objects.validation.FindingCode.FRAME_PRECISION_DIFFERS;
import static org.dromedary.objects.validation.FindingCode.FRAME_SIZE_DIFFERS;
import static org.dromedary.objects.validation.FindingCode.FRAME_UNENDED;
import static org.dromedary.objects.validation.FindingCode.FRAME_UNREADABLE;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.dromedary.dicom.data.Uid;

/** Whether a compressed frame says of itself what the data set says of it (PS3.5 §8.2). */
final class FrameCheck {

    private static final int END = 0xFFD9;
    private static final int JPEG_LS = 0xFFF7;
    /** Which frame headers go with which syntax: baseline, extended, progressive, lossless, JPEG-LS. */
    private static final Map<String, Set<Integer>> PROCESSES = Map.of(
            Uid.JPEGBaseline8Bit, Set.of(0xFFC0),
            Uid.JPEGExtended12Bit, Set.of(0xFFC0, 0xFFC1),
            Uid.JPEGSpectralSelectionNonHierarchical68, Set.of(0xFFC2),
            Uid.JPEGFullProgressionNonHierarchical1012, Set.of(0xFFC2),
            Uid.JPEGLossless, Set.of(0xFFC3),
            Uid.JPEGLosslessSV1, Set.of(0xFFC3),
            Uid.JPEGLSLossless, Set.of(0xFFF7),
            Uid.JPEGLSNearLossless, Set.of(0xFFF7));
    private static final Set<String> JPEG_2000 = Set.of(Uid.JPEG2000Lossless, Uid.JPEG2000, Uid.JPEG2000MCLossless,
            Uid.JPEG2000MC, Uid.HTJ2KLossless, Uid.HTJ2KLosslessRPCL, Uid.HTJ2K);

    private final String syntax;
    private final Pixels pixels;
    private final Findings findings;

    FrameCheck(String transferSyntaxUid, Pixels pixels, Findings findings) {
        this.syntax = transferSyntaxUid;
        this.pixels = pixels;
        this.findings = findings;
    }

    /** Whether frames of the syntax have headers that we know. */
    static boolean knows(String transferSyntaxUid) {
        return PROCESSES.containsKey(transferSyntaxUid) || JPEG_2000.contains(transferSyntaxUid)
                || Uid.RLELossless.equals(transferSyntaxUid);
    }

    /** @param number from 1 */
    void check(FrameBytes frame, int number) throws IOException {
        if (Uid.RLELossless.equals(syntax)) {
            checkRle(frame, number);
            return;
        }
        boolean wavelet = JPEG_2000.contains(syntax);
        Optional<CodecHeader> header = wavelet ? jpeg2000(frame, number) : CodecHeader.jpeg(frame);
        if (header.isEmpty()) {
            otherCodec(frame, number, wavelet);
            return;
        }
        if (!wavelet && !PROCESSES.get(syntax).contains(header.get().process())) {
            findings.add(FRAME_CODEC_DIFFERS, "frame " + number + ": marker "
                    + Integer.toHexString(header.get().process()).toUpperCase());
        }
        compare(header.get(), number, wavelet);
        if (!frame.endsWith(END)) {
            findings.add(FRAME_UNENDED, "frame " + number);
        }
    }

    private Optional<CodecHeader> jpeg2000(FrameBytes frame, int number) throws IOException {
        long start = CodecHeader.codestream(frame);
        if (start > 0) {
            findings.add(FRAME_CODEC_DIFFERS, "frame " + number + ": a JP2 file in place of a codestream");
        }
        return start < 0 ? Optional.empty() : CodecHeader.jpeg2000(frame, start);
    }

    private void otherCodec(FrameBytes frame, int number, boolean wavelet) throws IOException {
        Optional<CodecHeader> other = wavelet ? CodecHeader.jpeg(frame) : CodecHeader.jpeg2000(frame, 0);
        if (other.isPresent()) {
            findings.add(FRAME_CODEC_DIFFERS, "frame " + number + ": " + (wavelet ? "JPEG" : "JPEG 2000"));
            compare(other.get(), number, !wavelet);
        } else {
            findings.add(FRAME_UNREADABLE, "frame " + number + " of " + frame.length() + " bytes");
        }
    }

    private void compare(CodecHeader header, int number, boolean wavelet) {
        String where = "frame " + number + ": ";
        if (header.columns() != pixels.columns() || header.rows() != pixels.rows() && header.rows() != 0) {
            findings.add(FRAME_SIZE_DIFFERS, where + header.columns() + " columns, " + header.rows()
                    + " rows instead of " + pixels.columns() + ", " + pixels.rows());
        }
        if (header.components() != pixels.samples()) {
            findings.add(FRAME_SIZE_DIFFERS, where + header.components() + " components instead of "
                    + pixels.samples());
        }
        if (header.precision() > pixels.allocated()) {
            findings.add(FRAME_SIZE_DIFFERS, where + header.precision() + " bits of Bits Allocated "
                    + pixels.allocated());
        } else if (header.precision() != pixels.stored() && !isWholeByte(header)) {
            findings.add(FRAME_PRECISION_DIFFERS, where + header.precision() + " bits instead of " + pixels.stored());
        }
        if (wavelet && header.signed() != (pixels.representation() == 1)) {
            findings.add(FRAME_PRECISION_DIFFERS, where + (header.signed() ? "signed" : "unsigned"));
        }
    }

    /** Of single bits some write the bytes of the native frame in place of a byte a pixel. */
    private long runBytes() {
        long count = (long) pixels.rows() * pixels.columns();
        return pixels.allocated() == 1 ? (count + 7) / 8 : count;
    }

    /** JPEG-LS readers want all allocated bits coded where up to 8 are stored. */
    private boolean isWholeByte(CodecHeader header) {
        return header.process() == JPEG_LS && pixels.stored() <= 8 && header.precision() == pixels.allocated();
    }

    private void checkRle(FrameBytes frame, int number) throws IOException {
        if (frame.fragments() > 1) {
            findings.add(FRAME_FRAGMENTED, "frame " + number + " in " + frame.fragments() + " fragments");
        }
        int segments = CodecHeader.rleSegments(frame);
        int due = pixels.samples() * ((pixels.allocated() + 7) / 8);
        if (segments < 0) {
            findings.add(FRAME_UNREADABLE, "frame " + number + " of " + frame.length() + " bytes");
        } else if (segments != due) {
            findings.add(FRAME_SIZE_DIFFERS, "frame " + number + ": " + segments + " segments instead of " + due);
        } else if (!RleRuns.areWhole(frame, segments, runBytes())) {
            findings.add(FRAME_CUT, "frame " + number);
        }
    }
}
