package org.dromedary.dicom.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Known elements under VR UN (PS3.5 §6.2.2) are read by the dictionary, and written as they came. */
class UnknownVrTest {

    static List<TransferSyntax> explicitSyntaxes() {
        return List.of(TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, TransferSyntax.EXPLICIT_VR_BIG_ENDIAN,
                TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN);
    }

    /** The same object after a system that knew none of its elements. */
    private static DataSet unknown(DataSet known) {
        DataSet unknown = new DataSet();
        for (Element element : known) {
            byte[] value = element.bytes();
            if (element.isSequence()) {
                byte[] encoded = DataSetWriter.encode(new DataSet().put(element),
                        TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN);
                value = Arrays.copyOfRange(encoded, 8, encoded.length);
            }
            unknown.setBytes(element.tag(), Vr.UN, value);
        }
        return unknown;
    }

    private static DataSet read(byte[] bytes, TransferSyntax syntax) throws IOException {
        return new DataSetReader(bytes, syntax).read();
    }

    private static void assertSameValues(DataSet one, DataSet other) {
        for (Element element : other) {
            int tag = element.tag();
            if (Dictionary.keywordOf(tag) == null) {
                continue;
            }
            assertThat(one.getStrings(tag)).as(Tag.toString(tag)).isEqualTo(other.getStrings(tag));
            assertThat(one.getInt(tag, -99)).as(Tag.toString(tag)).isEqualTo(other.getInt(tag, -99));
            assertThat(one.getInts(tag)).as(Tag.toString(tag)).isEqualTo(other.getInts(tag));
            assertThat(one.getDouble(tag, -99)).as(Tag.toString(tag)).isEqualTo(other.getDouble(tag, -99));
            assertThat(one.getItems(tag)).as(Tag.toString(tag)).hasSameSizeAs(other.getItems(tag));
            for (int i = 0; i < other.getItems(tag).size(); i++) {
                assertSameValues(one.getItems(tag).get(i), other.getItems(tag).get(i));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("explicitSyntaxes")
    void everyKnownValueIsReadAsUnderItsOwnVr(TransferSyntax syntax) throws IOException {
        DataSet known = Fixture.everything();
        byte[] bytes = DataSetWriter.encode(unknown(known), syntax);

        DataSet read = read(bytes, syntax);

        assertSameValues(read, known);
        assertThat(read.getInt(Tag.SmallestImagePixelValue, 0)).as("signed by Pixel Representation").isEqualTo(-7);
        assertThat(DataSetWriter.encode(read, syntax)).as("bytes untouched").isEqualTo(bytes);
    }

    @ParameterizedTest
    @MethodSource("explicitSyntaxes")
    void conversionToImplicitVrAndBackKeepsEveryValue(TransferSyntax syntax) throws IOException {
        DataSet known = Fixture.everything();
        DataSet unknown = read(DataSetWriter.encode(unknown(known), syntax), syntax);

        byte[] implicit = DataSetWriter.encode(unknown, TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN);

        assertThat(implicit).isEqualTo(DataSetWriter.encode(known, TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN));
        DataSet again = read(implicit, TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN);
        assertThat(again.get(Tag.Rows).vr()).isEqualTo(Vr.US);
        assertSameValues(again, known);
    }

    @Test
    void headUpToTheSeriesIsRecognised() throws IOException {
        byte[] bytes = DataSetWriter.encode(unknown(Fixture.everything().set(Tag.SeriesInstanceUID, "1.2.3.4.5")),
                TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);

        DataSet head = new DataSetReader(bytes, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN)
                .readUntil(Tag.SeriesInstanceUID + 1);

        assertThat(head.getString(Tag.StudyInstanceUID)).isEqualTo("1.2.3.4");
        assertThat(head.getString(Tag.SeriesInstanceUID)).isEqualTo("1.2.3.4.5");
        assertThat(head.getString(Tag.SOPInstanceUID)).isEqualTo("1.2.3");
    }

    @Test
    void itemsAreSignedAsWhatIsAroundThem() throws IOException {
        DataSet item = new DataSet().setBytes(Tag.SmallestImagePixelValue, Vr.UN, new byte[] {-1, -1});
        DataSet unsigned = new DataSet().setItems(Tag.ReferencedImageSequence, item);
        assertThat(unsigned.getItems(Tag.ReferencedImageSequence).get(0).getInt(Tag.SmallestImagePixelValue, 0))
                .isEqualTo(65535);

        unsigned.setBytes(Tag.PixelRepresentation, Vr.UN, new byte[] {1, 0});

        assertThat(item.getInt(Tag.SmallestImagePixelValue, 0)).isEqualTo(-1);
        assertThat(item.knownVr(item.get(Tag.SmallestImagePixelValue))).isEqualTo(Vr.SS);
    }

    @Test
    void changedItemsAreWrittenUnderUnknownVrAgain() throws IOException {
        DataSet read = read(DataSetWriter.encode(unknown(Fixture.everything()),
                TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
        read.getItems(Tag.RequestAttributesSequence).get(0).set(Tag.RequestedProcedureID, "another one");

        byte[] written = DataSetWriter.encode(new DataSet(read), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);

        DataSet again = read(written, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
        assertThat(again.get(Tag.RequestAttributesSequence).isUnknownSequence()).isTrue();
        assertThat(again.getItems(Tag.RequestAttributesSequence).get(0).getString(Tag.RequestedProcedureID))
                .isEqualTo("another one");
        assertThat(again.getInt(Tag.Rows, 0)).isEqualTo(4);
    }

    @Test
    void textIsBroughtIntoAnotherCharacterSetAsWell() throws IOException {
        DataSet read = read(DataSetWriter.encode(unknown(Fixture.everything()),
                TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);

        DataSet recoded = read.inCharacterSet("ISO_IR 192");

        assertThat(new String(recoded.getBytes(Tag.PatientName), StandardCharsets.UTF_8).strip())
                .isEqualTo("M\u00FCller^J\u00F6rg");
    }

    @Test
    void scanPassesOverUnknownSequencesOfUndefinedLength() throws IOException {
        byte[] bytes = Fixture.bytes("""
                08 00 15 11 'SQ' 00 00 FF FF FF FF
                   FE FF 00 E0  FF FF FF FF
                      08 00 40 11 'UN' 00 00 FF FF FF FF
                         FE FF 00 E0  FF FF FF FF
                            08 00 50 11  04 00 00 00 '1.2' 00         # implicit VR
                            08 00 99 11  FF FF FF FF
                               FE FF 00 E0  0C 00 00 00
                                  08 00 50 11  04 00 00 00 '1.2' 00
                            FE FF DD E0  00 00 00 00
                         FE FF 0D E0  00 00 00 00
                         FE FF 00 E0  FF FF FF FF
                            08 00 50 11 'UI' 04 00 '1.2' 00           # explicit VR, against the standard
                         FE FF 0D E0  00 00 00 00
                      FE FF DD E0  00 00 00 00
                      20 00 0E 00 'UI' 04 00 '1.3' 00
                   FE FF 0D E0  00 00 00 00
                FE FF DD E0  00 00 00 00
                10 00 20 00 'UN' 00 00 02 00 00 00 'id'
                """);
        HeaderScan scan = new HeaderScan(new ByteArrayInputStream(bytes), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
        assertThat(scan.next().tag()).isEqualTo(Tag.ReferencedSeriesSequence);
        HeaderScan.Header next = scan.next();
        assertThat(next.tag()).isEqualTo(Tag.PatientID);
        assertThat(next.length()).isEqualTo(2);
        assertThat(scan.next()).isNull();
    }

    @Test
    void scanForTextFindsItUnderUnknownVr() throws IOException {
        byte[] plain = Fixture.bytes("10 00 10 00 'UN' 00 00 02 00 00 00 'ab'");
        byte[] text = Fixture.bytes("10 00 10 00 'UN' 00 00 02 00 00 00 E4 20");
        byte[] number = Fixture.bytes("28 00 10 00 'UN' 00 00 02 00 00 00 E4 20");
        TransferSyntax syntax = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;
        assertThat(TextScan.findsText(new ByteArrayInputStream(plain), syntax)).isFalse();
        assertThat(TextScan.findsText(new ByteArrayInputStream(text), syntax)).isTrue();
        assertThat(TextScan.findsText(new ByteArrayInputStream(number), syntax)).isFalse();
    }
}
