package org.dromedary.dicom.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DataSetWriterTest {
    static List<TransferSyntax> syntaxes() {
        return List.copyOf(TransferSyntax.known());
    }

    @ParameterizedTest
    @MethodSource("syntaxes")
    void whatWasWrittenIsReadAndWrittenTheSame(TransferSyntax syntax) throws IOException {
        DataSet dataSet = Fixture.everything();
        if (syntax.encapsulated()) {
            List<byte[]> fragments = List.of(new byte[0], new byte[] {1, 2}, new byte[4]);
            dataSet.put(Element.ofFragments(Tag.PixelData, Vr.OB, fragments));
        }
        byte[] written = DataSetWriter.encode(dataSet, syntax);
        DataSetReader reader = new DataSetReader(written, syntax);
        DataSet read = reader.read();
        assertThat(reader.irregularities()).isEmpty();
        assertThat(DataSetWriter.encode(read, syntax)).isEqualTo(written);
        assertThat(read.size()).isEqualTo(dataSet.size());
        assertThat(read.getString(Tag.PatientName)).isEqualTo("M\u00FCller^J\u00F6rg");
        assertThat(read.getInt(Tag.SmallestImagePixelValue, 0)).isEqualTo(-7);
        assertThat(written.length & 1).isZero();
    }

    @Test
    void everySyntaxLeadsToEveryOtherAndBack() throws IOException {
        byte[] original = DataSetWriter.encode(Fixture.everything(), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
        DataSet dataSet = new DataSetReader(original, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN).read();
        for (TransferSyntax syntax : List.of(TransferSyntax.EXPLICIT_VR_BIG_ENDIAN,
                TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN, TransferSyntax.EXPLICIT_VR_BIG_ENDIAN,
                TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN)) {
            dataSet = new DataSetReader(DataSetWriter.encode(dataSet, syntax), syntax).read();
        }
        assertThat(DataSetWriter.encode(dataSet, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN)).isEqualTo(original);
    }

    @Test
    void definedAndUndefinedLengthsStayAsTheyWere() throws IOException {
        byte[] bytes = Fixture.bytes("""
                08 00 15 11 'SQ' 00 00 FF FF FF FF
                   FE FF 00 E0  1C 00 00 00
                      08 00 40 11 'SQ' 00 00 10 00 00 00
                         FE FF 00 E0  FF FF FF FF
                         FE FF 0D E0  00 00 00 00
                   FE FF 00 E0  FF FF FF FF
                      20 00 0E 00 'UI' 04 00 '1.3' 00
                   FE FF 0D E0  00 00 00 00
                FE FF DD E0  00 00 00 00
                """);
        DataSet dataSet = new DataSetReader(bytes, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN).read();
        assertThat(DataSetWriter.encode(dataSet, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN)).isEqualTo(bytes);
        byte[] implicit = DataSetWriter.encode(dataSet, TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN);
        DataSet again = new DataSetReader(implicit, TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN).read();
        assertThat(DataSetWriter.encode(again, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN)).isEqualTo(bytes);
    }

    @Test
    void groupLengthsAreMadeRight() {
        DataSet command = new DataSet().setInt(Tag.CommandGroupLength, 0).setInt(Tag.CommandField, 0x0030)
                .setInt(Tag.MessageID, 1);
        assertThat(DataSetWriter.encode(command, TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN)).isEqualTo(Fixture.bytes("""
                00 00 00 00  04 00 00 00  14 00 00 00
                00 00 00 01  02 00 00 00  30 00
                00 00 10 01  02 00 00 00  01 00
                """));
    }

    @Test
    void aTextTooLongForItsVrGoesAsUnknown() throws IOException {
        DataSet dataSet = new DataSet().set(Tag.ImageComments, Vr.LT, "x".repeat(70_000));
        byte[] bytes = DataSetWriter.encode(dataSet, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
        DataSet read = new DataSetReader(bytes, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN).read();
        assertThat(read.get(Tag.ImageComments).vr()).isEqualTo(Vr.UN);
        assertThat(read.getString(Tag.ImageComments)).hasSize(70_000);
    }

    @Test
    void deflatedStreamsHaveEvenLengths() throws IOException {
        for (int length = 2; length < 80; length += 2) {
            DataSet dataSet = new DataSet().set(Tag.PatientID, "x".repeat(length));
            byte[] bytes = DataSetWriter.encode(dataSet, TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN);
            assertThat(bytes.length & 1).isZero();
            assertThat(new DataSetReader(bytes, TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN).read()
                    .getString(Tag.PatientID)).hasSize(length);
        }
    }

    @Test
    void headAndPixelsMayBeWrittenOneAfterTheOther() throws IOException {
        DataSet pixels = new DataSet().put(Fixture.everything().get(Tag.PixelData));
        DataSet head = Fixture.everything();
        head.remove(Tag.PixelData);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DataSetWriter writer = new DataSetWriter(out, TransferSyntax.EXPLICIT_VR_BIG_ENDIAN);
        writer.write(head);
        writer.write(pixels);
        writer.finish();
        assertThat(out.toByteArray())
                .isEqualTo(DataSetWriter.encode(Fixture.everything(), TransferSyntax.EXPLICIT_VR_BIG_ENDIAN));
    }

    @Test
    void writingBigEndianLeavesTheDataSetAsItWas() {
        DataSet dataSet = Fixture.everything();
        DataSetWriter.encode(dataSet, TransferSyntax.EXPLICIT_VR_BIG_ENDIAN);
        assertThat(dataSet.getBytes(Tag.PixelData)).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
    }

    @Test
    void knownSyntaxesIncludeTheCommonOnes() {
        List<String> uids = new ArrayList<>();
        TransferSyntax.known().forEach(syntax -> uids.add(syntax.uid()));
        assertThat(uids).contains(Uid.ImplicitVRLittleEndian, Uid.RLELossless, Uid.HTJ2KLossless, Uid.JPEGXL);
        TransferSyntax unknown = TransferSyntax.of("1.2.3");
        assertThat(unknown.explicitVr() && unknown.encapsulated() && !unknown.bigEndian()).isTrue();
        assertThat(TransferSyntax.isKnown("1.2.3")).isFalse();
        assertThat(TransferSyntax.of(Uid.RLELossless)).isSameAs(TransferSyntax.RLE_LOSSLESS);
    }
}
