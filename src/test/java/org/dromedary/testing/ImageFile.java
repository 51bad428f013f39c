package org.dromedary.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.dromedary.dicom.codec.frame.PixelFormat;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Element;
import org.dromedary.dicom.data.Part10;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.TransferSyntax;
import org.dromedary.dicom.data.Uid;
import org.dromedary.dicom.data.Vr;

/** Small DICOM files around frames of pixels, by which the programs of others read and write them. */
public final class ImageFile {

    private ImageFile() {
    }

    /** Writes native frames. */
    public static Path ofFrames(Path file, PixelFormat format, byte[]... frames) throws IOException {
        byte[] bytes = join(List.of(frames));
        byte[] even = Arrays.copyOf(bytes, bytes.length + bytes.length % 2);
        Vr vr = format.bitsAllocated() > 8 ? Vr.OW : Vr.OB;
        return write(file, head(format, frames.length).setBytes(Tag.PixelData, vr, even),
                TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    }

    /** Writes coded frames, a fragment each. */
    public static Path ofCodestreams(Path file, PixelFormat format, String syntaxUid, byte[]... codestreams)
            throws IOException {
        List<byte[]> fragments = new ArrayList<>(List.of(new byte[0]));
        fragments.addAll(List.of(codestreams));
        return write(file, head(format, codestreams.length).put(Element.ofFragments(Tag.PixelData, Vr.OB, fragments)),
                TransferSyntax.of(syntaxUid));
    }

    private static Path write(Path file, DataSet dataSet, TransferSyntax syntax) throws IOException {
        Part10.write(file, dataSet, syntax);
        return file;
    }

    private static DataSet head(PixelFormat format, int frames) {
        DataSet head = new DataSet()
                .set(Tag.SOPClassUID, Uid.SecondaryCaptureImageStorage)
                .set(Tag.SOPInstanceUID, "2.25.1234567890")
                .set(Tag.StudyInstanceUID, "2.25.1234567891")
                .set(Tag.SeriesInstanceUID, "2.25.1234567892")
                .set(Tag.Modality, "OT")
                .set(Tag.PatientName, "Invented^Image")
                .set(Tag.PatientID, "IMAGE-1")
                .setInt(Tag.SamplesPerPixel, format.samples())
                .set(Tag.PhotometricInterpretation, format.photometric())
                .setInt(Tag.Rows, format.rows())
                .setInt(Tag.Columns, format.columns())
                .setInt(Tag.BitsAllocated, format.bitsAllocated())
                .setInt(Tag.BitsStored, format.bitsStored())
                .setInt(Tag.HighBit, format.highBit())
                .setInt(Tag.PixelRepresentation, format.signed() ? 1 : 0);
        if (frames > 1) {
            head.set(Tag.NumberOfFrames, Integer.toString(frames));
        }
        if (format.samples() > 1) {
            head.setInt(Tag.PlanarConfiguration, format.planar() ? 1 : 0);
        }
        return head;
    }

    /** How the file's frames lie, as its header says. */
    public static PixelFormat format(Path file) throws IOException {
        DataSet head = Part10.readHead(file);
        return new PixelFormat(head.getInt(Tag.Rows, 0), head.getInt(Tag.Columns, 0),
                head.getInt(Tag.SamplesPerPixel, 1), head.getInt(Tag.BitsAllocated, 0),
                head.getInt(Tag.BitsStored, 0), head.getInt(Tag.HighBit, 0),
                head.getInt(Tag.PixelRepresentation, 0) == 1, head.getInt(Tag.PlanarConfiguration, 0) == 1,
                head.getString(Tag.PhotometricInterpretation, ""));
    }

    /** The coded frames: all fragments of the one there is, a fragment each, or what begins as JPEG does. */
    public static List<byte[]> codestreams(Path file) throws IOException {
        DataSet dataSet = Part10.read(file);
        List<byte[]> fragments = dataSet.get(Tag.PixelData).fragments();
        int frames = dataSet.getInt(Tag.NumberOfFrames, 1);
        boolean apart = frames == fragments.size() - 1;
        List<byte[]> joined = new ArrayList<>();
        List<byte[]> parts = new ArrayList<>();
        for (byte[] fragment : fragments.subList(1, fragments.size())) {
            boolean begins = frames > 1 && (apart || fragment[0] == -1 && fragment[1] == (byte) 0xD8);
            if (begins && !parts.isEmpty()) {
                joined.add(join(parts));
                parts.clear();
            }
            parts.add(fragment);
        }
        joined.add(join(parts));
        return joined;
    }

    /** Native Pixel Data, by pixel where the file has planes. */
    public static byte[] pixels(Path file) throws IOException {
        byte[] bytes = Part10.read(file).get(Tag.PixelData).bytes();
        PixelFormat format = format(file);
        if (!format.planar() || format.samples() == 1) {
            return bytes;
        }
        byte[] pixels = new byte[bytes.length];
        int size = format.bitsAllocated() / 8;
        int samples = format.samples();
        int plane = format.rows() * format.columns() * size;
        for (int place = 0; place < bytes.length / (plane * samples) * plane * samples; place++) {
            int within = place % (plane * samples);
            int pixel = within % plane / size;
            pixels[place - within + (pixel * samples + within / plane) * size + within % size] = bytes[place];
        }
        return pixels;
    }

    /** Runs a program that shall succeed. */
    public static void run(Path folder, String... command) throws IOException {
        Peers.Output output = Peers.run(folder, Map.of(), command);
        Assertions.assertThat(output.exitValue()).as(String.join(" ", command) + ": " + output.text()).isZero();
    }

    private static byte[] join(List<byte[]> parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        parts.forEach(all::writeBytes);
        return all.toByteArray();
    }
}
