package org.dromedary.dicom.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Part10;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.TransferSyntax;
import org.dromedary.dicom.data.Uid;
import org.dromedary.dicom.data.Vr;
import org.dromedary.dicom.dimse.StoreHandler;

/** Small CT objects that archives accept, and a handler that writes what it receives. */
public final class TestObjects {
    public static final String STUDY = "2.25.4711";

    private TestObjects() { }

    /** Files of one study with one series, SOP Instance UIDs {@code STUDY.1.n}. */
    public static List<Path> write(Path folder, int count) throws IOException {
        Files.createDirectories(folder);
        List<Path> files = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            byte[] pixels = new byte[2 * 64 * 64];
            pixels[i] = (byte) i;
            DataSet image = new DataSet().set(Tag.SOPClassUID, Uid.CTImageStorage)
                    .set(Tag.SOPInstanceUID, STUDY + ".1." + i).set(Tag.StudyDate, "20200102")
                    .set(Tag.StudyTime, "120000").set(Tag.AccessionNumber, "A1").set(Tag.Modality, "CT")
                    .set(Tag.PatientName, "Test^Object").set(Tag.PatientID, "P1").set(Tag.StudyInstanceUID, STUDY)
                    .set(Tag.SeriesInstanceUID, STUDY + ".1").set(Tag.StudyID, "1").set(Tag.SeriesNumber, "1")
                    .set(Tag.InstanceNumber, Integer.toString(i)).setInt(Tag.SamplesPerPixel, 1)
                    .set(Tag.PhotometricInterpretation, "MONOCHROME2").setInt(Tag.Rows, 64).setInt(Tag.Columns, 64)
                    .setInt(Tag.BitsAllocated, 16).setInt(Tag.BitsStored, 16).setInt(Tag.HighBit, 15)
                    .setInt(Tag.PixelRepresentation, 0).setBytes(Tag.PixelData, Vr.OW, pixels);
            Path file = folder.resolve(i + ".dcm");
            Part10.write(file, image, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
            files.add(file);
        }
        return files;
    }

    public static StoreHandler into(Path folder) {
        return (request, data) -> {
            try (FileChannel file = FileChannel.open(folder.resolve(request.sopInstanceUid()),
                    StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                file.write(ByteBuffer.wrap(Part10.encodeMeta(request.sopClassUid(), request.sopInstanceUid(),
                        request.transferSyntaxUid())));
                data.transferTo(file, null);
            }
            return Status.SUCCESS;
        };
    }

    public static DataSet study() {
        return new DataSet().set(Tag.QueryRetrieveLevel, "STUDY").set(Tag.StudyInstanceUID, STUDY);
    }
}
