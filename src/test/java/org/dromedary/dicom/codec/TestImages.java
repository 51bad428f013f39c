package org.dromedary.dicom.codec;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.dromedary.dicom.codec.frame.PixelFormat;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Digests;
import org.dromedary.dicom.data.Element;
import org.dromedary.dicom.data.Part10;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.TransferSyntax;
import org.dromedary.dicom.data.Uid;
import org.dromedary.dicom.data.Vr;

/** Made-up objects with pixels, and what became of them. */
final class TestImages {

    static final List<TransferSyntax> NATIVE = List.of(TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN,
            TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, TransferSyntax.EXPLICIT_VR_BIG_ENDIAN,
            TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN);
    static final List<TransferSyntax> ENCAPSULATED = List.of(TransferSyntax.RLE_LOSSLESS,
            TransferSyntax.JPEG_LOSSLESS_SV1, TransferSyntax.JPEG_LS_LOSSLESS, TransferSyntax.JPEG_2000_LOSSLESS,
            TransferSyntax.HTJ2K_LOSSLESS);

    private TestImages() {
    }

    /** An object of that format without pixels. */
    static DataSet head(PixelFormat format, int frames) {
        DataSet head = new DataSet().set(Tag.SOPClassUID, Uid.SecondaryCaptureImageStorage)
                .set(Tag.SOPInstanceUID, "2.25.4711").set(Tag.Modality, "OT")
                .setInt(Tag.SamplesPerPixel, format.samples())
                .set(Tag.PhotometricInterpretation, format.photometric())
                .setInt(Tag.Rows, format.rows()).setInt(Tag.Columns, format.columns())
                .setInt(Tag.BitsAllocated, format.bitsAllocated()).setInt(Tag.BitsStored, format.bitsStored())
                .setInt(Tag.HighBit, format.highBit()).setInt(Tag.PixelRepresentation, format.signed() ? 1 : 0);
        if (format.samples() > 1) {
            head.setInt(Tag.PlanarConfiguration, format.planar() ? 1 : 0);
        }
        return frames == 1 ? head : head.setInt(Tag.NumberOfFrames, frames);
    }

    /** An object with these cells, little endian. */
    static DataSet image(PixelFormat format, int frames, byte[] cells) {
        return head(format, frames).setBytes(Tag.PixelData, format.bitsAllocated() > 8 ? Vr.OW : Vr.OB, cells);
    }

    /** An object with these fragments, the basic offset table first. */
    static DataSet encapsulated(PixelFormat format, int frames, List<byte[]> fragments) {
        return head(format, frames).put(Element.ofFragments(Tag.PixelData, Vr.OB, fragments));
    }

    /** Frames of all contents, one after the other. */
    static byte[] cells(PixelFormat format, int frames) {
        ByteArrayOutputStream cells = new ByteArrayOutputStream();
        TestFrames.Content[] contents = TestFrames.Content.values();
        for (int i = 0; i < frames; i++) {
            cells.writeBytes(TestFrames.frame(format, contents[(i + 1) % contents.length], i));
        }
        return cells.toByteArray();
    }

    static Path write(Path file, DataSet object, TransferSyntax syntax) throws IOException {
        Part10.write(file, object, syntax);
        return file;
    }

    /** The element's bytes in a file of any uncompressed syntax, little endian, without padding. */
    static byte[] pixels(Path file, int length) throws IOException {
        byte[] bytes = Part10.read(file).getBytes(Tag.PixelData);
        return Arrays.copyOf(bytes, Math.min(length, bytes.length));
    }

    static Transcoder.Result transcode(Path from, Path to, TransferSyntax syntax) throws IOException {
        Transcoder.Result result = new Transcoder().transcode(from, to, syntax, Transcoder.Options.DEFAULT);
        byte[] file = Files.readAllBytes(to);
        int start = (int) Part10.readMeta(to).dataSetOffset();
        byte[] dataSet = Arrays.copyOfRange(file, start, file.length);
        String sha256 = HexFormat.of().formatHex(Digests.sha256().digest(dataSet));
        if (result.dataSetLength() != dataSet.length || !result.dataSetSha256().equals(sha256)) {
            throw new AssertionError("The result does not describe the file that was written");
        }
        return result;
    }
}
