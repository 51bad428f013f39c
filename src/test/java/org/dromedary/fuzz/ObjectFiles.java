package org.dromedary.fuzz;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.dromedary.dicom.codec.Transcoder;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.DicomFormatException;
import org.dromedary.dicom.data.Limits;
import org.dromedary.dicom.data.Part10;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.TransferSyntax;
import org.dromedary.dicom.data.Uid;
import org.dromedary.dicom.data.Vr;
import org.dromedary.objects.validation.ObjectValidator;
import org.dromedary.objects.validation.ValidationSettings;
import org.dromedary.testing.Corpus;

/** Targets that read whole objects: the parser, and what works on files. */
final class ObjectFiles {

    private static final int LARGEST_SEED = 12_000;
    private static final int PARSER_WEIGHT = 6;
    private static final int FILE_WEIGHT = 2;
    private static final List<String> WRITTEN = List.of(Uid.ImplicitVRLittleEndian, Uid.ExplicitVRLittleEndian,
            Uid.DeflatedExplicitVRLittleEndian, Uid.RLELossless, Uid.JPEGLSLossless, Uid.JPEG2000Lossless);

    private ObjectFiles() {
    }

    static List<Target> targets() throws IOException {
        List<byte[]> seeds = seeds();
        Path folder = Files.createTempDirectory("fuzz");
        Path from = folder.resolve("from.dcm");
        Path to = folder.resolve("to.dcm");
        ObjectValidator validator = new ObjectValidator(ValidationSettings.DEFAULT);
        return List.of(
                new Target("data set", PARSER_WEIGHT, seeds, (bytes, seed, random) ->
                        Part10.reader(new ByteArrayInputStream(bytes), Limits.DEFAULT).read(),
                        DicomFormatException.class),
                new Target("validation", FILE_WEIGHT, seeds, (bytes, seed, random) ->
                        validator.check(Files.write(from, bytes), null), DicomFormatException.class),
                new Target("transcoder", FILE_WEIGHT, seeds, (bytes, seed, random) ->
                        new Transcoder().transcode(Files.write(from, bytes), to,
                                TransferSyntax.of(WRITTEN.get(random.nextInt(WRITTEN.size()))),
                                Transcoder.Options.DEFAULT), IOException.class));
    }

    static List<byte[]> seeds() throws IOException {
        List<byte[]> seeds = new ArrayList<>();
        Path folder = Files.createTempDirectory("fuzz");
        for (TransferSyntax syntax : List.of(TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN,
                TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, TransferSyntax.EXPLICIT_VR_BIG_ENDIAN,
                TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN)) {
            Path file = folder.resolve("object.dcm");
            Part10.write(file, object(), syntax);
            seeds.add(Files.readAllBytes(file));
            Files.delete(file);
        }
        Files.delete(folder);
        if (Corpus.find().isPresent()) {
            for (String part : List.of("images", "non-image", "charset", "broken", "transfer-syntax")) {
                for (Path file : Corpus.files("dicom/" + part)) {
                    if (Files.size(file) < LARGEST_SEED) {
                        seeds.add(Files.readAllBytes(file));
                    }
                }
            }
        }
        return seeds;
    }

    private static DataSet object() {
        DataSet code = new DataSet().set(Tag.CodeValue, "1").set(Tag.CodingSchemeDesignator, "99X");
        return new DataSet().set(Tag.SOPClassUID, Uid.SecondaryCaptureImageStorage).set(Tag.SOPInstanceUID, "2.25.3")
                .set(Tag.PatientName, "Invented^Ida").set(Tag.StudyInstanceUID, "2.25.4")
                .set(Tag.SeriesInstanceUID, "2.25.5")
                .setItems(Tag.RequestAttributesSequence, new DataSet().setItems(Tag.RequestedProcedureCodeSequence,
                        code))
                .setInt(Tag.SamplesPerPixel, 1).set(Tag.PhotometricInterpretation, "MONOCHROME2")
                .setInt(Tag.Rows, 8).setInt(Tag.Columns, 8).setInt(Tag.BitsAllocated, 16).setInt(Tag.BitsStored, 12)
                .setInt(Tag.HighBit, 11).setInt(Tag.PixelRepresentation, 0)
                .setBytes(Tag.PixelData, Vr.OW, new byte[128]);
    }
}
