package org.dromedary.dicom.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.dromedary.dicom.codec.frame.CodecException;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Part10;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.TransferSyntax;
import org.dromedary.dicom.data.Uid;
import org.dromedary.dicom.data.Vr;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where a value loses its VR it means what it meant, or is not written. */
class ImplicitValuesTest {

    private static final int PRIVATE_SEQUENCE = 0x00291010;

    @TempDir
    Path folder;

    private static DataSet object() {
        return new DataSet().set(Tag.SOPClassUID, Uid.BasicTextSRStorage).set(Tag.SOPInstanceUID, "2.25.4711");
    }

    private DataSet implicit(DataSet object) throws IOException {
        Path file = TestImages.write(folder.resolve("explicit.dcm"), object, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
        Path to = folder.resolve("implicit.dcm");
        TestImages.transcode(file, to, TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN);
        return Part10.read(to);
    }

    private void refused(DataSet object, String tag) {
        assertThatThrownBy(() -> implicit(object)).isInstanceOf(CodecException.class).hasMessageContaining(tag);
        assertThat(folder.resolve("implicit.dcm")).doesNotExist();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void aTextWhoseCharactersOrValuesWouldChangeIsRefused() {
        refused(object().setBytes(Tag.StudyDescription, Vr.LT, bytes("left\\right")), "(0008,1030)");
        refused(object().setBytes(Tag.Modality, Vr.LO, bytes("\u00E4")), "(0008,0060)");
        refused(object().setBytes(Tag.RescaleSlope, Vr.LO, bytes("none")), "(0028,1053)");
        refused(object().setBytes(Tag.InstanceNumber, Vr.DS, bytes("1.5")), "(0020,0013)");
    }

    @Test
    void aTextThatMeansTheSameStays() throws IOException {
        DataSet written = implicit(object().setBytes(Tag.StudyDescription, Vr.LT, bytes("left and right"))
                .setBytes(Tag.Modality, Vr.LO, bytes("MR")).setBytes(Tag.RescaleSlope, Vr.IS, bytes("2\\3")));

        assertThat(written.getString(Tag.StudyDescription)).isEqualTo("left and right");
        assertThat(written.getString(Tag.Modality)).isEqualTo("MR");
        assertThat(written.getStrings(Tag.RescaleSlope)).containsExactly("2", "3");
    }

    @ParameterizedTest
    @CsvSource({"DS,2.0,2", "DS,1e3,1000", "UV,7,7", "SV,-7,-7", "UL,4000000,4000000", "FD,12,12"})
    void aNumberIsConvertedExactly(Vr vr, String value, String integer) throws IOException {
        byte[] bytes = switch (vr) {
            case DS -> bytes(value);
            case FD -> number(8).putDouble(0, Double.parseDouble(value)).array();
            case UL -> number(4).putInt(0, Integer.parseInt(value)).array();
            default -> number(8).putLong(0, Long.parseLong(value)).array();
        };

        DataSet written = implicit(object().setBytes(Tag.InstanceNumber, vr, bytes));

        assertThat(written.getString(Tag.InstanceNumber)).isEqualTo(integer);
    }

    private static ByteBuffer number(int length) {
        return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Test
    void aNumberThatTheDictionarysVrCannotHoldIsRefused() {
        refused(object().setBytes(Tag.InstanceNumber, Vr.FD, number(8).putDouble(0, 0.5).array()), "(0020,0013)");
        refused(object().setBytes(Tag.Rows, Vr.UL, number(4).putInt(0, 70000).array()), "(0028,0010)");
        refused(object().setBytes(Tag.Rows, Vr.UV, number(8).putLong(0, -1).array()), "(0028,0010)");
        refused(object().setBytes(Tag.RescaleSlope, Vr.FD, number(8).putDouble(0, Math.PI).array()), "(0028,1053)");
        refused(object().setBytes(Tag.RescaleSlope, Vr.FD, number(8).putDouble(0, Double.NaN).array()), "(0028,1053)");
    }

    @Test
    void aPrivateSequenceIsKnownForOneByItsUndefinedLength() throws IOException {
        DataSet written = implicit(object().set(0x00290010, Vr.LO, "INVENTED").setItems(PRIVATE_SEQUENCE,
                new DataSet().set(Tag.Modality, "MR"), new DataSet()));

        assertThat(written.getItems(PRIVATE_SEQUENCE)).hasSize(2);
        assertThat(written.getItems(PRIVATE_SEQUENCE).get(0).getString(Tag.Modality)).isEqualTo("MR");
    }

    /** Under VR UN items are without VRs in every syntax; these were written with theirs. */
    @Test
    void itemsUnderUnAreConvertedInEverySyntax() throws IOException {
        byte[] item = bytes("\u0028\0\u0053\u0010FD\u0008\0" + "\0\0\0\0\0\0\u0000\u0040"
                + "\u0028\0\u0054\u0010LO\u0004\0" + "none");
        byte[] sequence = bytes("\u0029\0\u0010\u0010UN\0\0\u00FF\u00FF\u00FF\u00FF" + "\u00FE\u00FF\0\u00E0"
                + (char) item.length + "\0\0\0" + new String(item, StandardCharsets.ISO_8859_1)
                + "\u00FE\u00FF\u00DD\u00E0\0\0\0\0");
        Path file = TestImages.write(folder.resolve("un.dcm"), object(), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
        byte[] head = Files.readAllBytes(file);
        byte[] all = Arrays.copyOf(head, head.length + sequence.length);
        System.arraycopy(sequence, 0, all, head.length, sequence.length);
        Files.write(file, all);

        for (TransferSyntax syntax : TestImages.NATIVE) {
            Path to = folder.resolve("to.dcm");
            if (!syntax.equals(TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN)) {
                TestImages.transcode(file, to, syntax);
                DataSet written = Part10.read(to).getItems(PRIVATE_SEQUENCE).get(0);
                assertThat(written.getDouble(Tag.RescaleSlope, 0)).as(syntax.name()).isEqualTo(2.0);
                assertThat(written.getString(0x00281054)).as(syntax.name()).isEqualTo("none");
            }
        }
    }
}
