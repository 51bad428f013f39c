package org.dromedary.dicom.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.EnumSet;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;

/** Each irregularity is taken, told, and refused where it is not allowed. */
class LeniencyTest {
    private DataSet dataSet;
    private DataSetReader reader;

    @Test
    void oddLengthsAreKeptAndPaddedOnWriting() throws IOException {
        takes(Leniency.ODD_LENGTH, "10 00 20 00 'LO' 03 00 'abc'");
        assertThat(dataSet.getBytes(Tag.PatientID)).hasSize(3);
        assertThat(DataSetWriter.encode(dataSet, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN))
                .isEqualTo(Fixture.bytes("10 00 20 00 'LO' 04 00 'abc '"));
    }

    @Test
    void zerosBehindTheLastElementAreNotElements() throws IOException {
        takes(Leniency.TRAILING_ZEROS, "10 00 20 00 'LO' 02 00 'ab'  00 00 00 00 00 00 00 00 00 00 00");
        assertThat(dataSet.size()).isEqualTo(1);
        takes(Leniency.TRAILING_ZEROS, "10 00 20 00 'LO' 02 00 'ab'  00 00");
    }

    @Test
    void otherBytesBehindZerosAreRefused() {
        assertThatThrownBy(() -> Fixture.explicit("10 00 20 00 'LO' 02 00 'ab' 00 00 00 00 00 01"))
                .isInstanceOf(DicomFormatException.class);
    }

    @Test
    void theEndOfTheInputEndsSequences() throws IOException {
        takes(Leniency.MISSING_DELIMITER, """
                08 00 15 11 'SQ' 00 00 FF FF FF FF
                   FE FF 00 E0  FF FF FF FF
                      20 00 0E 00 'UI' 04 00 '1.3' 00
                """);
        assertThat(dataSet.getItems(Tag.ReferencedSeriesSequence).get(0).size()).isEqualTo(1);
        takes(Leniency.MISSING_DELIMITER, """
                E0 7F 10 00 'OB' 00 00 FF FF FF FF
                   FE FF 00 E0  00 00 00 00
                   FE FF 00 E0  02 00 00 00  01 02
                """);
        assertThat(dataSet.get(Tag.PixelData).fragments()).hasSize(2);
    }

    @Test
    void theNextElementEndsASequence() throws IOException {
        takes(Leniency.MISSING_DELIMITER, """
                08 00 15 11 'SQ' 00 00 FF FF FF FF
                   FE FF 00 E0  0C 00 00 00
                      20 00 0E 00 'UI' 04 00 '1.3' 00
                10 00 20 00 'LO' 02 00 'ab'
                """);
        assertThat(dataSet.getString(Tag.PatientID)).isEqualTo("ab");
    }

    @Test
    void theEndOfTheSequenceEndsItsItem() throws IOException {
        takes(Leniency.MISSING_DELIMITER, """
                08 00 15 11 'SQ' 00 00 14 00 00 00
                   FE FF 00 E0  FF FF FF FF
                      20 00 0E 00 'UI' 04 00 '1.3' 00
                10 00 20 00 'LO' 02 00 'ab'
                """);
        assertThat(dataSet.getString(Tag.PatientID)).isEqualTo("ab");
    }

    @Test
    void delimitersBehindDefinedLengthsAreSkipped() throws IOException {
        takes(Leniency.STRAY_DELIMITER, """
                08 00 15 11 'SQ' 00 00 1C 00 00 00
                   FE FF 00 E0  0C 00 00 00
                      20 00 0E 00 'UI' 04 00 '1.3' 00
                   FE FF 0D E0  00 00 00 00
                FE FF DD E0  00 00 00 00
                10 00 20 00 'LO' 02 00 'ab'
                """);
        assertThat(dataSet.getItems(Tag.ReferencedSeriesSequence)).hasSize(1);
        assertThat(dataSet.getString(Tag.PatientID)).isEqualTo("ab");
    }

    @Test
    void whatShouldBeZeroIsIgnored() throws IOException {
        takes(Leniency.NONZERO_RESERVED, "09 00 01 10 'UN' 01 02 02 00 00 00 'ab'");
        takes(Leniency.NONZERO_RESERVED, """
                08 00 15 11 'SQ' 00 00 FF FF FF FF
                   FE FF 00 E0  FF FF FF FF
                   FE FF 0D E0  04 00 00 00
                FE FF DD E0  00 00 00 00
                """);
        takes(Leniency.NONZERO_RESERVED, "E0 7F 10 00 'OB' 00 00 FF FF FF FF  FE FF DD E0 01 00 00 00");
    }

    @Test
    void twoUnknownLettersHaveALengthOf16BitsUnlessZerosFollow() throws IOException {
        String shortForm = "09 00 01 10 'ZZ' 02 00 'ab'  10 00 20 00 'LO' 02 00 'cd'";
        takes(Leniency.UNKNOWN_VR, shortForm);
        assertThat(dataSet.getBytes(0x00091001)).containsExactly('a', 'b');
        assertThat(dataSet.get(0x00091001).vr()).isEqualTo(Vr.UN);
        writtenAs(shortForm);
        String longForm = "09 00 01 10 'ZZ' 00 00 02 00 00 00 'ab'  10 00 20 00 'LO' 02 00 'cd'";
        takes(Leniency.UNKNOWN_VR, longForm);
        assertThat(dataSet.getString(Tag.PatientID)).isEqualTo("cd");
        writtenAs(longForm);
        String empty = "09 00 01 10 'ZZ' 00 00  10 00 20 00 'LO' 02 00 'cd'";
        takes(Leniency.UNKNOWN_VR, empty);
        assertThat(dataSet.getBytes(0x00091001)).isEmpty();
        writtenAs(empty);
    }

    @Test
    void anUnknownVrAtTheStartDoesNotMakeTheDataSetImplicit() throws IOException {
        takes(Leniency.UNKNOWN_VR, "08 00 60 00 'ZZ' 00 00 02 00 00 00 'MR'  10 00 20 00 'LO' 02 00 'cd'");
        assertThat(dataSet.getString(Tag.Modality)).isEqualTo("MR");
    }

    @Test
    void anImplicitElementAmongExplicitOnesIsRead() throws IOException {
        takes(Leniency.IMPLICIT_ELEMENT, """
                08 00 60 00 'CS' 02 00 'MR'
                09 00 10 00  04 00 00 00 'ACME'
                10 00 20 00 'LO' 02 00 'ab'
                """);
        assertThat(dataSet.getString(0x00090010)).isEqualTo("ACME");
        assertThat(dataSet.getString(Tag.PatientID)).isEqualTo("ab");
    }

    @Test
    void disorderIsSorted() throws IOException {
        takes(Leniency.DISORDER, """
                10 00 20 00 'LO' 02 00 'ab'
                08 00 60 00 'CS' 02 00 'MR'
                """);
        assertThat(dataSet.iterator().next().tag()).isEqualTo(Tag.Modality);
    }

    @Test
    void theFirstOfTwoIsKept() throws IOException {
        byte[] bytes = Fixture.bytes("""
                10 00 20 00 'LO' 02 00 'ab'
                08 00 60 00 'CS' 02 00 'MR'
                10 00 20 00 'LO' 02 00 'cd'
                """);
        read(bytes, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, EnumSet.allOf(Leniency.class));
        assertThat(dataSet.size()).isEqualTo(2);
        assertThat(dataSet.getString(Tag.PatientID)).isEqualTo("ab");
        assertThat(reader.irregularities()).containsExactlyInAnyOrder(Leniency.DISORDER, Leniency.DUPLICATE);
        refuses(bytes, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, Leniency.DUPLICATE);
    }

    @Test
    void wrongGroupLengthsAreToldAndWrittenRight() throws IOException {
        takes(Leniency.WRONG_GROUP_LENGTH, """
                08 00 00 00 'UL' 04 00  63 00 00 00
                08 00 60 00 'CS' 02 00 'MR'
                10 00 20 00 'LO' 02 00 'ab'
                """);
        writtenAs("""
                08 00 00 00 'UL' 04 00  0A 00 00 00
                08 00 60 00 'CS' 02 00 'MR'
                10 00 20 00 'LO' 02 00 'ab'
                """);
    }

    @Test
    void anotherEncodingThanDeclaredShowsAtTheFirstElement() throws IOException {
        byte[] explicit = Fixture.bytes("08 00 60 00 'CS' 02 00 'MR'");
        byte[] implicit = Fixture.bytes("08 00 60 00 02 00 00 00 'MR'");
        byte[] bigEndian = Fixture.bytes("00 08 00 60 'CS' 00 02 'MR'");
        reallyIs(explicit, TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
        reallyIs(implicit, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN);
        reallyIs(implicit, TransferSyntax.JPEG_BASELINE, TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN);
        reallyIs(bigEndian, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, TransferSyntax.EXPLICIT_VR_BIG_ENDIAN);
        reallyIs(explicit, TransferSyntax.EXPLICIT_VR_BIG_ENDIAN, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
        reallyIs(explicit, TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    }

    @Test
    void aZlibHeaderBeforeDeflatedDataIsTaken() throws IOException {
        ByteArrayOutputStream zlib = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(zlib)) {
            out.write(Fixture.bytes("08 00 60 00 'CS' 02 00 'MR'"));
        }
        read(zlib.toByteArray(), TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN, EnumSet.allOf(Leniency.class));
        assertThat(dataSet.getString(Tag.Modality)).isEqualTo("MR");
        assertThat(reader.irregularities()).containsExactly(Leniency.WRONG_SYNTAX);
        assertThat(reader.syntax()).isEqualTo(TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN);
    }

    private void reallyIs(byte[] bytes, TransferSyntax declared, TransferSyntax real) throws IOException {
        read(bytes, declared, EnumSet.allOf(Leniency.class));
        assertThat(dataSet.getString(Tag.Modality)).isEqualTo("MR");
        assertThat(reader.syntax().explicitVr()).isEqualTo(real.explicitVr());
        assertThat(reader.syntax().bigEndian()).isEqualTo(real.bigEndian());
        assertThat(reader.irregularities()).containsExactly(Leniency.WRONG_SYNTAX);
        refuses(bytes, declared, Leniency.WRONG_SYNTAX);
    }

    private void takes(Leniency leniency, String drawing) throws IOException {
        byte[] bytes = Fixture.bytes(drawing);
        read(bytes, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, EnumSet.allOf(Leniency.class));
        assertThat(reader.irregularities()).containsExactly(leniency);
        refuses(bytes, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, leniency);
    }

    private void refuses(byte[] bytes, TransferSyntax syntax, Leniency leniency) {
        EnumSet<Leniency> others = EnumSet.complementOf(EnumSet.of(leniency));
        assertThatThrownBy(() -> new DataSetReader(new ByteArrayInputStream(bytes), syntax, Limits.DEFAULT, others)
                .read()).isInstanceOf(DicomFormatException.class);
    }

    private void read(byte[] bytes, TransferSyntax syntax, EnumSet<Leniency> allowed) throws IOException {
        reader = new DataSetReader(new ByteArrayInputStream(bytes), syntax, Limits.DEFAULT, allowed);
        dataSet = reader.read();
    }

    private void writtenAs(String drawing) {
        assertThat(DataSetWriter.encode(dataSet, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN))
                .isEqualTo(Fixture.bytes(drawing));
    }
}
