package org.dromedary.dicom.data;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Bytes written out for readers: hexadecimal digits, 'text' in quotes, and comments from # to the end of the line. */
final class Fixture {
    private static final Pattern TOKEN = Pattern.compile("#[^\n]*|'([^']*)'|([0-9A-Fa-f]{2})|(\\S)");

    private Fixture() {
    }

    static byte[] bytes(String drawing) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Matcher tokens = TOKEN.matcher(drawing);
        while (tokens.find()) {
            if (tokens.group(1) != null) {
                bytes.writeBytes(tokens.group(1).getBytes(StandardCharsets.ISO_8859_1));
            } else if (tokens.group(2) != null) {
                bytes.writeBytes(HexFormat.of().parseHex(tokens.group(2)));
            } else if (tokens.group(3) != null) {
                throw new IllegalArgumentException("Neither hexadecimal nor text: " + tokens.group(3));
            }
        }
        return bytes.toByteArray();
    }

    static DataSet implicit(String drawing) throws IOException {
        return new DataSetReader(bytes(drawing), TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN).read();
    }

    static DataSet explicit(String drawing) throws IOException {
        return new DataSetReader(bytes(drawing), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN).read();
    }

    static DataSet bigEndian(String drawing) throws IOException {
        return new DataSetReader(bytes(drawing), TransferSyntax.EXPLICIT_VR_BIG_ENDIAN).read();
    }

    static DataSetReader reader(byte[] bytes, TransferSyntax syntax, Limits limits) throws IOException {
        return new DataSetReader(new ByteArrayInputStream(bytes), syntax, limits);
    }

    /** One of everything: text, numbers of all widths, nested and empty sequences, private and unknown elements. */
    static DataSet everything() {
        DataSet code = new DataSet().set(Tag.CodeValue, "T-D1100").set(Tag.CodingSchemeDesignator, "SRT");
        DataSet request = new DataSet()
                .set(Tag.RequestedProcedureID, "RP1")
                .setItems(Tag.RequestedProcedureCodeSequence, code, new DataSet());
        return new DataSet()
                .set(Tag.SpecificCharacterSet, "ISO_IR 100")
                .set(Tag.ImageType, "ORIGINAL", "PRIMARY")
                .set(Tag.SOPClassUID, Uid.CTImageStorage)
                .set(Tag.SOPInstanceUID, "1.2.3")
                .setItems(Tag.ReferencedImageSequence)
                .set(Tag.PatientName, "M\u00FCller^J\u00F6rg")
                .set(0x00090010, Vr.LO, "DROMEDARY TEST")
                .setBytes(0x00091001, Vr.UN, new byte[] {1, 2, 3, 4})
                .set(0x00091002, Vr.FD, "0.1", "-2.5")
                .set(0x00091003, Vr.SV, "-9000000000000000000")
                .set(0x00091004, Vr.UV, "18000000000000000000")
                .setBytes(0x00091005, Vr.OV, new byte[] {1, 2, 3, 4, 5, 6, 7, 8})
                .setBytes(0x00091006, Vr.OL, new byte[] {1, 2, 3, 4})
                .setBytes(0x00091007, Vr.OD, new byte[] {1, 2, 3, 4, 5, 6, 7, 8})
                .set(0x00091008, Vr.UC, "unlimited")
                .set(0x00091009, Vr.UR, "http://127.0.0.1/x")
                .set(0x0009100A, Vr.SL, "-5")
                .set(0x0009100B, Vr.FL, "1.5")
                .set(0x0009100C, Vr.UT, "two\r\nlines")
                .set(Tag.StudyInstanceUID, "1.2.3.4")
                .setInt(Tag.Rows, 4)
                .setInt(Tag.PixelRepresentation, 1)
                .set(Tag.SmallestImagePixelValue, "-7")
                .set(Tag.FrameIncrementPointer, "00181063")
                .setItems(Tag.RequestAttributesSequence, request)
                .setBytes(Tag.PixelData, Vr.OW, new byte[] {1, 2, 3, 4, 5, 6, 7, 8});
    }
}
