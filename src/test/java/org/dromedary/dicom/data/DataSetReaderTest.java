package org.dromedary.dicom.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Layouts of PS3.5 §7.1, §7.5 and §A as drawings of bytes. */
class DataSetReaderTest {
    @Nested
    class Elements {
        @Test
        void implicitVrTakesVrsFromTheDictionary() throws IOException {
            DataSet dataSet = Fixture.implicit("""
                    08 00 60 00  02 00 00 00 'MR'      # (0008,0060) Modality
                    10 00 20 00  04 00 00 00 'abcd'    # (0010,0020) Patient ID
                    11 00 10 00  04 00 00 00 'ACME'    # (0011,0010) a private creator
                    11 00 01 10  02 00 00 00  05 00    # (0011,1001) private, nobody knows its VR
                    28 00 10 00  02 00 00 00  00 02    # (0028,0010) Rows
                    """);
            assertThat(dataSet.getString(Tag.Modality)).isEqualTo("MR");
            assertThat(dataSet.get(Tag.Modality).vr()).isEqualTo(Vr.CS);
            assertThat(dataSet.getString(0x00110010)).isEqualTo("ACME");
            assertThat(dataSet.get(0x00111001).vr()).isEqualTo(Vr.UN);
            assertThat(dataSet.getInt(Tag.Rows, 0)).isEqualTo(512);
        }

        @Test
        void explicitVrHasLengthsOfTwoKinds() throws IOException {
            DataSet dataSet = Fixture.explicit("""
                    08 00 60 00 'CS' 02 00 'MR'
                    09 00 10 00 'LO' 04 00 'ACME'
                    09 00 01 10 'UN' 00 00 02 00 00 00  05 00
                    09 00 02 10 'OB' 00 00 04 00 00 00  01 02 03 04
                    09 00 03 10 'UT' 00 00 04 00 00 00 'text'
                    28 00 10 00 'US' 02 00  00 02
                    """);
            assertThat(dataSet.size()).isEqualTo(6);
            assertThat(dataSet.getBytes(0x00091002)).containsExactly(1, 2, 3, 4);
            assertThat(dataSet.getString(0x00091003)).isEqualTo("text");
            assertThat(dataSet.getInt(Tag.Rows, 0)).isEqualTo(512);
        }

        @Test
        void bigEndianWordsComeOutLittleEndian() throws IOException {
            DataSet dataSet = Fixture.bigEndian("""
                    00 08 00 60 'CS' 00 02 'MR'
                    00 09 00 10 'LO' 00 04 'ACME'
                    00 09 10 01 'UL' 00 04  01 02 03 04
                    00 09 10 02 'FD' 00 08  3F F0 00 00 00 00 00 00       # 1.0
                    00 09 10 03 'AT' 00 04  00 10 00 20                   # (0010,0020)
                    00 09 10 04 'UN' 00 00 00 00 00 04  01 02 03 04       # stays as it is
                    00 28 00 10 'US' 00 02  02 00
                    7F E0 00 10 'OW' 00 00 00 00 00 04  01 02 03 04
                    """);
            assertThat(dataSet.getString(Tag.Modality)).isEqualTo("MR");
            assertThat(dataSet.getLong(0x00091001, 0)).isEqualTo(0x01020304);
            assertThat(dataSet.getDouble(0x00091002, 0)).isEqualTo(1.0);
            assertThat(dataSet.getString(0x00091003)).isEqualTo("00100020");
            assertThat(dataSet.getBytes(0x00091004)).containsExactly(1, 2, 3, 4);
            assertThat(dataSet.getInt(Tag.Rows, 0)).isEqualTo(512);
            assertThat(dataSet.getBytes(Tag.PixelData)).containsExactly(2, 1, 4, 3);
        }

        @Test
        void pixelRepresentationDecidesVrsInImplicitVrAndInItems() throws IOException {
            DataSet dataSet = Fixture.implicit("""
                    28 00 03 01  02 00 00 00  01 00                   # Pixel Representation: signed
                    28 00 06 01  02 00 00 00  F9 FF                   # Smallest Image Pixel Value: -7
                    28 00 10 30  16 00 00 00                          # VOI LUT Sequence
                       FE FF 00 E0  0E 00 00 00
                       28 00 02 30  06 00 00 00  04 00 FE FF 10 00    # LUT Descriptor: 4, -2, 16
                    """);
            assertThat(dataSet.getInt(Tag.SmallestImagePixelValue, 0)).isEqualTo(-7);
            DataSet table = dataSet.getItems(Tag.VOILUTSequence).get(0);
            assertThat(table.getInts(Tag.LUTDescriptor)).containsExactly(4, -2, 16);
        }

        @Test
        void readingStopsBeforeTheStopTagOfTheOutermostLevelOnly() throws IOException {
            byte[] bytes = Fixture.bytes("""
                    40 00 75 02 'SQ' 00 00 12 00 00 00                      # a sequence with pixel data inside
                       FE FF 00 E0  0A 00 00 00
                       F0 7F 10 00 'US' 02 00  01 00
                    E0 7F 10 00 'OW' 00 00 04 00 00 00  01 02 03 04
                    """);
            DataSetReader reader = new DataSetReader(bytes, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
            DataSet head = reader.readUntil(0x7FE00000);
            assertThat(head.size()).isEqualTo(1);
            assertThat(reader.offset()).isEqualTo(30);
            assertThat(reader.remaining().readAllBytes()).hasSize(16).startsWith(0xE0, 0x7F, 0x10, 0x00);
        }

        @Test
        void readingGoesOnWhereItStopped() throws IOException {
            byte[] bytes = DataSetWriter.encode(Fixture.everything(), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
            DataSetReader reader = new DataSetReader(bytes, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
            int head = reader.readUntil(Tag.PixelData).size();
            assertThat(reader.read().size()).isEqualTo(1);
            assertThat(head).isEqualTo(Fixture.everything().size() - 1);
        }
    }

    @Nested
    class Sequences {
        @Test
        void itemsHaveDefinedOrUndefinedLengths() throws IOException {
            DataSet dataSet = Fixture.explicit("""
                    08 00 15 11 'SQ' 00 00 FF FF FF FF                # undefined
                       FE FF 00 E0  0C 00 00 00                       # defined
                          20 00 0E 00 'UI' 04 00 '1.2' 00
                       FE FF 00 E0  FF FF FF FF                       # undefined
                          20 00 0E 00 'UI' 04 00 '1.3' 00
                       FE FF 0D E0  00 00 00 00
                       FE FF 00 E0  00 00 00 00                       # empty
                    FE FF DD E0  00 00 00 00
                    08 00 40 11 'SQ' 00 00 00 00 00 00                # no items
                    10 00 20 00 'LO' 02 00 'id'
                    """);
            assertThat(dataSet.getItems(Tag.ReferencedSeriesSequence)).hasSize(3);
            assertThat(dataSet.getItems(Tag.ReferencedSeriesSequence).get(1).getString(Tag.SeriesInstanceUID))
                    .isEqualTo("1.3");
            assertThat(dataSet.get(Tag.ReferencedImageSequence).isSequence()).isTrue();
            assertThat(dataSet.getItems(Tag.ReferencedImageSequence)).isEmpty();
            assertThat(dataSet.getString(Tag.PatientID)).isEqualTo("id");
        }

        @Test
        void unknownVrOfUndefinedLengthIsASequenceInImplicitVr() throws IOException {
            String bytes = """
                    09 00 10 00 'LO' 04 00 'ACME'
                    09 00 01 10 'UN' 00 00 FF FF FF FF
                       FE FF 00 E0  FF FF FF FF
                          10 00 20 00  02 00 00 00 'id'
                       FE FF 0D E0  00 00 00 00
                    FE FF DD E0  00 00 00 00
                    10 00 20 00 'LO' 02 00 'x '
                    """;
            DataSet dataSet = Fixture.explicit(bytes);
            assertThat(dataSet.get(0x00091001).isSequence()).isTrue();
            assertThat(dataSet.getItems(0x00091001).get(0).getString(Tag.PatientID)).isEqualTo("id");
            assertThat(dataSet.getString(Tag.PatientID)).isEqualTo("x");
            assertThat(DataSetWriter.encode(dataSet, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN))
                    .isEqualTo(Fixture.bytes(bytes));
        }

        @Test
        void unknownVrOfDefinedLengthIsASequenceWhereTheDictionarySaysSo() throws IOException {
            String bytes = """
                    08 00 15 11 'UN' 00 00 14 00 00 00
                       FE FF 00 E0  0C 00 00 00
                          20 00 0E 00  04 00 00 00 '1.2' 00
                    10 00 20 00 'UN' 00 00 02 00 00 00 'id'
                    """;
            DataSet dataSet = Fixture.explicit(bytes);
            assertThat(dataSet.getItems(Tag.ReferencedSeriesSequence).get(0).getString(Tag.SeriesInstanceUID))
                    .isEqualTo("1.2");
            assertThat(dataSet.getString(Tag.PatientID)).isEqualTo("id");
            assertThat(DataSetWriter.encode(dataSet, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN))
                    .isEqualTo(Fixture.bytes(bytes));
        }

        @Test
        void whatIsNoItemsUnderUnknownVrKeepsItsBytes() throws IOException {
            String bytes = """
                    08 00 15 11 'UN' 00 00 0A 00 00 00
                       FE FF 00 E0  0C 00 00 00  01 02
                    09 00 01 10 'UN' 00 00 08 00 00 00               # private: may be anything
                       FE FF 00 E0  00 00 00 00
                    """;
            DataSet dataSet = Fixture.explicit(bytes);
            assertThat(dataSet.get(Tag.ReferencedSeriesSequence).vr()).isEqualTo(Vr.UN);
            assertThat(dataSet.getBytes(Tag.ReferencedSeriesSequence)).hasSize(10);
            assertThat(dataSet.get(0x00091001).vr()).isEqualTo(Vr.UN);
            assertThat(DataSetWriter.encode(dataSet, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN))
                    .isEqualTo(Fixture.bytes(bytes));
        }

        @Test
        void itemsUnderUnknownVrCountAgainstTheLimitOfElements() {
            byte[] bytes = Fixture.bytes("""
                    08 00 15 11 'UN' 00 00 18 00 00 00
                       FE FF 00 E0  00 00 00 00
                       FE FF 00 E0  00 00 00 00
                       FE FF 00 E0  00 00 00 00
                    08 00 40 11 'UN' 00 00 18 00 00 00
                       FE FF 00 E0  00 00 00 00
                       FE FF 00 E0  00 00 00 00
                       FE FF 00 E0  00 00 00 00
                    10 00 20 00 'LO' 02 00 'id'
                    """);
            assertThatThrownBy(() -> Fixture.reader(bytes, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN,
                    new Limits(100, 10, 600, 1000)).read()).hasMessageContaining("more than 600 bytes of memory");
        }

        @Test
        void explicitItemsUnderUnknownVrAreRecognised() throws IOException {
            DataSet dataSet = Fixture.explicit("""
                    09 00 01 10 'UN' 00 00 FF FF FF FF
                       FE FF 00 E0  0A 00 00 00
                          10 00 20 00 'LO' 02 00 'id'
                    FE FF DD E0  00 00 00 00
                    """);
            assertThat(dataSet.getItems(0x00091001).get(0).getString(Tag.PatientID)).isEqualTo("id");
        }

        @Test
        void undefinedLengthMakesAnImplicitPrivateElementASequence() throws IOException {
            DataSet dataSet = Fixture.implicit("""
                    09 00 01 10  FF FF FF FF
                       FE FF 00 E0  0A 00 00 00
                          10 00 20 00  02 00 00 00 'id'
                    FE FF DD E0  00 00 00 00
                    """);
            assertThat(dataSet.getItems(0x00091001).get(0).getString(Tag.PatientID)).isEqualTo("id");
        }

        @Test
        void fragmentsComeWithTheOffsetTableFirst() throws IOException {
            DataSet dataSet = Fixture.explicit("""
                    E0 7F 10 00 'OB' 00 00 FF FF FF FF
                       FE FF 00 E0  00 00 00 00                       # empty basic offset table
                       FE FF 00 E0  04 00 00 00  FF D8 FF D9
                       FE FF 00 E0  02 00 00 00  01 02
                    FE FF DD E0  00 00 00 00
                    FC FF FC FF 'OB' 00 00 02 00 00 00  00 00
                    """);
            Element pixels = dataSet.get(Tag.PixelData);
            assertThat(pixels.isEncapsulated()).isTrue();
            assertThat(pixels.isSequence()).isFalse();
            assertThat(pixels.fragments()).hasSize(3);
            assertThat(pixels.fragments().get(2)).containsExactly(1, 2);
            assertThat(dataSet.contains(Tag.DataSetTrailingPadding)).isTrue();
        }
    }

    @Nested
    class Broken {
        @Test
        void errorsSayWhereAndNeverWhat() {
            assertThatThrownBy(() -> Fixture.explicit("""
                    08 00 60 00 'CS' 02 00 'MR'
                    10 00 10 00 'PN' 08 00 'Doe^'
                    """))
                    .isInstanceOfSatisfying(DicomFormatException.class, e -> {
                        assertThat(e.tag()).isEqualTo(Tag.PatientName);
                        assertThat(e.offset()).isEqualTo(22);
                    })
                    .hasMessageContaining("(0010,0010)").hasMessageNotContaining("Doe");
        }

        @Test
        void anItemLongerThanItsSequenceIsRefused() {
            assertThatThrownBy(() -> Fixture.explicit("""
                    08 00 15 11 'SQ' 00 00 14 00 00 00
                       FE FF 00 E0  0E 00 00 00
                          20 00 0E 00 'UI' 06 00 '1.2.3' 00
                    """)).isInstanceOf(DicomFormatException.class).hasMessageContaining("encloses it by 2");
        }

        @Test
        void aValueLongerThanItsItemIsRefused() {
            assertThatThrownBy(() -> Fixture.explicit("""
                    08 00 15 11 'SQ' 00 00 14 00 00 00
                       FE FF 00 E0  0C 00 00 00
                          20 00 0E 00 'UI' 06 00 '1.2.3' 00
                    """)).isInstanceOf(DicomFormatException.class).hasMessageContaining("exceeds");
        }

        @Test
        void undefinedLengthOfTextIsRefused() {
            assertThatThrownBy(() -> Fixture.explicit("08 00 10 00 'UT' 00 00 FF FF FF FF"))
                    .isInstanceOf(DicomFormatException.class).hasMessageContaining("Undefined length");
        }

        @Test
        void itemsOutsideSequencesAreRefused() {
            assertThatThrownBy(() -> Fixture.explicit("FE FF 00 E0 02 00 00 00 01 02"))
                    .isInstanceOf(DicomFormatException.class).hasMessageContaining("outside a sequence");
        }
    }

    /** As an implicit length these spell a VR with a short form, and no even length spells another. */
    @ParameterizedTest
    @ValueSource(ints = {16708, 17478, 19526, 19796, 20048, 20300, 21316, 21572, 21580})
    void lengthThatSpellsAVrIsALengthInAnItemUnderUnknownVr(int length) throws IOException {
        for (boolean undefined : List.of(true, false)) {
            ByteBuffer bytes = ByteBuffer.allocate(length + 100).order(ByteOrder.LITTLE_ENDIAN);
            bytes.putShort((short) 0x0011).putShort((short) 0x1001).put((byte) 'U').put((byte) 'N').putShort((short) 0)
                    .putInt(-1);
            bytes.putShort((short) 0xFFFE).putShort((short) 0xE000).putInt(undefined ? -1 : 8 + length + 12);
            bytes.putShort((short) 0x0011).putShort((short) 0x1002).putInt(length);
            byte[] text = "INVENTED TEXT ".repeat(length / 14 + 1).substring(0, length)
                    .getBytes(StandardCharsets.US_ASCII);
            bytes.put(text);
            bytes.putShort((short) 0x0011).putShort((short) 0x1003).putInt(4).putInt(7);
            if (undefined) {
                bytes.putShort((short) 0xFFFE).putShort((short) 0xE00D).putInt(0);
            }
            bytes.putShort((short) 0xFFFE).putShort((short) 0xE0DD).putInt(0);
            byte[] file = Arrays.copyOf(bytes.array(), bytes.position());
            DataSet read = new DataSetReader(file, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN).read();
            DataSet item = read.get(0x00111001).items().get(0);
            assertThat(item.get(0x00111002).bytes()).isEqualTo(text);
            assertThat(item.get(0x00111003).bytes()).containsExactly(7, 0, 0, 0);
        }
    }
}
