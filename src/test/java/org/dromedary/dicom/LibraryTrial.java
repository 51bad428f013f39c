package org.dromedary.dicom;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.dromedary.dicom.codec.Transcoder;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Part10;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.TransferSyntax;
import org.dromedary.dicom.data.Uid;
import org.dromedary.dicom.data.Vr;
import org.dromedary.dicom.dimse.EchoScu;
import org.dromedary.dicom.dimse.FileSource;
import org.dromedary.dicom.dimse.ScpServer;
import org.dromedary.dicom.dimse.StoreScu;
import org.dromedary.dicom.net.Association;
import org.dromedary.dicom.net.AssociationRequest;
import org.dromedary.dicom.net.Status;

/** What a program does with the library alone; {@link LibraryArtifactIT} runs it without anything else to load. */
public final class LibraryTrial implements Callable<String> {

    private static final int SIDE = 16;

    /** @return what it did, in words, with the library's code source */
    @Override
    public String call() throws IOException {
        Path folder = Files.createTempDirectory("library");
        Path image = folder.resolve("image.dcm");
        Part10.write(image, image(), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
        String said;
        try (ScpServer server = ScpServer.builder().store((request, data) -> {
            Files.write(folder.resolve("arrived"), data.readAllBytes());
            return Status.SUCCESS;
        }).build().start(); Association association = Association.open(AssociationRequest.to("127.0.0.1", server.port())
                .context(Uid.Verification, Uid.ImplicitVRLittleEndian)
                .context(Uid.SecondaryCaptureImageStorage, Uid.ExplicitVRLittleEndian).build())) {
            said = "echo " + EchoScu.echo(association) + ", store "
                    + StoreScu.store(association, FileSource.of(image)).status() + ", ";
        }
        Transcoder.Result result = new Transcoder().transcode(image, folder.resolve("coded.dcm"),
                TransferSyntax.of(Uid.RLELossless), Transcoder.Options.DEFAULT);
        long arrived = Files.size(folder.resolve("arrived"));
        try (var files = Files.list(folder)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
        return said + "arrived " + (arrived > SIDE * SIDE) + ", coded in " + result.transferSyntaxUid() + ", from "
                + Transcoder.class.getProtectionDomain().getCodeSource().getLocation();
    }

    private static DataSet image() {
        byte[] pixels = new byte[SIDE * SIDE];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (i / SIDE);
        }
        return new DataSet().set(Tag.SOPClassUID, Uid.SecondaryCaptureImageStorage).set(Tag.SOPInstanceUID, "1.2.3")
                .set(Tag.StudyInstanceUID, "1.2").set(Tag.SeriesInstanceUID, "1.2.1").set(Tag.Modality, "OT")
                .setInt(Tag.SamplesPerPixel, 1).set(Tag.PhotometricInterpretation, "MONOCHROME2")
                .setInt(Tag.Rows, SIDE).setInt(Tag.Columns, SIDE).setInt(Tag.BitsAllocated, 8)
                .setInt(Tag.BitsStored, 8).setInt(Tag.HighBit, 7).setInt(Tag.PixelRepresentation, 0)
                .setBytes(Tag.PixelData, Vr.OB, pixels);
    }
}
