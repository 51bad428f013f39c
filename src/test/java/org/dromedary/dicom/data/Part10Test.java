package org.dromedary.dicom.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class Part10Test {
    private static final int PREFIX_END = 132;

    @TempDir
    private Path folder;

    static java.util.List<TransferSyntax> syntaxes() {
        return HostileInputTest.syntaxes();
    }

    @ParameterizedTest
    @MethodSource("syntaxes")
    void filesAreWrittenAndRead(TransferSyntax syntax) throws IOException {
        Path file = folder.resolve("object.dcm");
        Part10.write(file, Fixture.everything(), syntax);
        Part10.FileMeta meta = Part10.readMeta(file);
        assertThat(meta.sopClassUid()).isEqualTo(Uid.CTImageStorage);
        assertThat(meta.sopInstanceUid()).isEqualTo("1.2.3");
        assertThat(meta.transferSyntaxUid()).isEqualTo(syntax.uid());
        assertThat(meta.elements().getString(Tag.ImplementationClassUID)).matches(Uid::isValid);
        assertThat(Part10.read(file).size()).isEqualTo(Fixture.everything().size());
        assertThat(DataSetWriter.encode(Part10.read(file), syntax))
                .isEqualTo(DataSetWriter.encode(Fixture.everything(), syntax));
    }

    @Test
    void metaInformationIsLaidOutAsInTheStandard() {
        byte[] meta = Part10.encodeMeta("1.2", "1.2.345", "1.2.840.10008.1.2");
        assertThat(Arrays.copyOf(meta, 128)).containsOnly(0);
        byte groupLength = (byte) (meta.length - PREFIX_END - 12);
        assertThat(Arrays.copyOfRange(meta, 128, 178)).isEqualTo(Fixture.bytes("""
                'DICM'
                02 00 00 00 'UL' 04 00 %02X 00 00 00
                02 00 01 00 'OB' 00 00 02 00 00 00  00 01
                02 00 02 00 'UI' 04 00 '1.2' 00
                02 00 03 00 'UI' 08 00
                """.formatted(groupLength)));
    }

    @Test
    void theHeadEndsBeforePixelDataHoweverLongThatClaimsToBe() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(Part10.encodeMeta(Uid.CTImageStorage, "1.2.3", Uid.ExplicitVRLittleEndian));
        out.writeBytes(Fixture.bytes("""
                08 00 60 00 'CS' 02 00 'CT'
                E0 7F 08 00 'OF' 00 00 FE FF FF FF
                """));
        Path file = Files.write(folder.resolve("head.dcm"), out.toByteArray());
        assertThat(Part10.readHead(file).size()).isEqualTo(1);
        assertThatThrownBy(() -> Part10.read(file)).isInstanceOf(DicomFormatException.class);
    }

    @Test
    void aStreamWithMarksIsLeftAtTheDataSet() throws IOException {
        byte[] file = file(Uid.ExplicitVRLittleEndian, "08 00 60 00 'CS' 02 00 'CT'");
        InputStream in = new ByteArrayInputStream(file);
        Part10.FileMeta meta = Part10.readMeta(in);
        assertThat(in.readAllBytes()).isEqualTo(Fixture.bytes("08 00 60 00 'CS' 02 00 'CT'"));
        assertThat(meta.dataSetOffset()).isEqualTo(file.length - 10);
    }

    @Nested
    class Irregular {
        @Test
        void aMissingPreambleIsTolerated() throws IOException {
            byte[] whole = file(Uid.ExplicitVRLittleEndian, "08 00 60 00 'CS' 02 00 'CT'");
            assertThat(meta(Arrays.copyOfRange(whole, 128, whole.length)).transferSyntaxUid())
                    .isEqualTo(Uid.ExplicitVRLittleEndian);
            Part10.FileMeta noPrefix = meta(Arrays.copyOfRange(whole, PREFIX_END, whole.length));
            assertThat(noPrefix.sopInstanceUid()).isEqualTo("1.2.3");
            assertThat(noPrefix.dataSetOffset()).isEqualTo(whole.length - PREFIX_END - 10);
        }

        @Test
        void withoutMetaInformationTheSyntaxIsGuessedAndTheDataSetAsked() throws IOException {
            for (TransferSyntax syntax : java.util.List.of(TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN,
                    TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, TransferSyntax.EXPLICIT_VR_BIG_ENDIAN)) {
                Part10.FileMeta meta = meta(DataSetWriter.encode(Fixture.everything(), syntax));
                assertThat(meta.transferSyntaxUid()).isEqualTo(syntax.uid());
                assertThat(meta.sopClassUid()).isEqualTo(Uid.CTImageStorage);
                assertThat(meta.sopInstanceUid()).isEqualTo("1.2.3");
                assertThat(meta.dataSetOffset()).isZero();
                assertThat(meta.elements().isEmpty()).isTrue();
            }
        }

        @Test
        void wrongAndMissingGroupLengthsAreTolerated() throws IOException {
            byte[] whole = file(Uid.ExplicitVRLittleEndian, "08 00 60 00 'CS' 02 00 'CT'");
            for (int length : new int[] {0, 1, 30, 500, -1}) {
                byte[] wrong = whole.clone();
                for (int i = 0; i < 4; i++) {
                    wrong[PREFIX_END + 8 + i] = (byte) (length >> 8 * i);
                }
                assertThat(meta(wrong).dataSetOffset()).isEqualTo(whole.length - 10);
            }
            byte[] missing = new byte[whole.length - 12];
            System.arraycopy(whole, 0, missing, 0, PREFIX_END);
            System.arraycopy(whole, PREFIX_END + 12, missing, PREFIX_END, missing.length - PREFIX_END);
            assertThat(meta(missing).dataSetOffset()).isEqualTo(missing.length - 10);
        }

        @Test
        void metaInformationInImplicitVrIsRead() throws IOException {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.writeBytes(new byte[128]);
            out.writeBytes(Fixture.bytes("""
                    'DICM'
                    02 00 00 00  04 00 00 00  1A 00 00 00
                    02 00 10 00  12 00 00 00 '1.2.840.10008.1.2' 00
                    08 00 60 00  02 00 00 00 'CT'
                    """));
            assertThat(meta(out.toByteArray()).transferSyntaxUid()).isEqualTo(Uid.ImplicitVRLittleEndian);
            assertThat(meta(out.toByteArray()).dataSetOffset()).isEqualTo(170);
        }

        @Test
        void theFourLettersOfThePrefixMayBeAValue() throws IOException {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.writeBytes(Fixture.bytes("08 00 16 00 'UI' 04 00 '1.2' 00  10 00 20 00 'LO' 78 00"));
            out.writeBytes("x".repeat(108).getBytes());
            out.writeBytes(Fixture.bytes("'DICMxxxxxxxx' 10 00 40 00 'CS' 02 00 'F '"));
            assertThat(meta(out.toByteArray()).dataSetOffset()).isZero();
            assertThat(meta(out.toByteArray()).sopClassUid()).isEqualTo("1.2");
        }

        @Test
        void whatIsNoDicomIsRefused() {
            for (String text : new String[] {"", "%PDF-1.4 and so on", "<html><body>no</body></html>"}) {
                assertThatThrownBy(() -> meta(text.getBytes())).isInstanceOf(DicomFormatException.class)
                        .hasMessageContaining("Not a DICOM file");
            }
            assertThatThrownBy(() -> meta(new byte[10_000])).isInstanceOf(DicomFormatException.class);
        }

        @Test
        void aFileOfMetaInformationAloneHasAnEmptyDataSet() throws IOException {
            Path file = Files.write(folder.resolve("empty.dcm"), file(Uid.ExplicitVRLittleEndian, ""));
            assertThat(Part10.read(file).isEmpty()).isTrue();
        }
    }

    private static Part10.FileMeta meta(byte[] file) throws IOException {
        return Part10.readMeta(new ByteArrayInputStream(file));
    }

    private static byte[] file(String syntax, String dataSet) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(Part10.encodeMeta(Uid.CTImageStorage, "1.2.3", syntax));
        out.writeBytes(Fixture.bytes(dataSet));
        return out.toByteArray();
    }
}
