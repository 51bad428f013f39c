package org.dromedary.objects.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dromedary.dicom.data.Dictionary.tagOf;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Element;
import org.dromedary.dicom.data.Part10;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.TransferSyntax;
import org.dromedary.dicom.data.Uid;
import org.dromedary.dicom.data.Vr;
import org.dromedary.objects.validation.Finding.Grade;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ObjectValidatorTest {

    private static final TransferSyntax EXPLICIT = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;

    @TempDir
    Path folder;

    private final DataSet image = new DataSet().set(Tag.SpecificCharacterSet, "ISO_IR 100")
            .set(Tag.SOPClassUID, Uid.CTImageStorage).set(Tag.SOPInstanceUID, "2.25.1")
            .set(Tag.StudyInstanceUID, "2.25.2").set(Tag.SeriesInstanceUID, "2.25.3").set(Tag.Modality, "CT")
            .set(Tag.Manufacturer, "Maker").set(tagOf("StationName"), "CT1").set(Tag.PatientName, "Test^Anna")
            .setInt(Tag.SamplesPerPixel, 1).set(Tag.PhotometricInterpretation, "MONOCHROME2").setInt(Tag.Rows, 16)
            .setInt(Tag.Columns, 8).setInt(Tag.BitsAllocated, 16).setInt(Tag.BitsStored, 12).setInt(Tag.HighBit, 11)
            .setInt(Tag.PixelRepresentation, 0).setBytes(Tag.PixelData, Vr.OW, pixels(256));

    private static byte[] pixels(int length) {
        byte[] pixels = new byte[length];
        Arrays.fill(pixels, (byte) 1);
        return pixels;
    }

    private Path write(DataSet dataSet, TransferSyntax syntax) throws IOException {
        Path file = folder.resolve("object.dcm");
        Part10.write(file, dataSet, syntax);
        return file;
    }

    private Examination examine(Path file) throws IOException {
        return new ObjectValidator(ValidationSettings.DEFAULT).examine(file, null);
    }

    private List<String> codes(Path file) throws IOException {
        return examine(file).findings().stream().map(Finding::code).toList();
    }

    private List<String> codes() throws IOException {
        return codes(write(image, EXPLICIT));
    }

    private String detail(String code, Path file) throws IOException {
        return examine(file).findings().stream().filter(finding -> finding.code().equals(code)).findFirst()
                .orElseThrow(() -> new AssertionError("no " + code)).detail();
    }

    @Test
    void soundObjectHasNoFindings() throws IOException {
        Examination examination = examine(write(image, EXPLICIT));

        assertThat(examination.findings()).isEmpty();
        assertThat(examination.grade()).isEqualTo(Grade.IGNORE);
        assertThat(examination.device()).isEqualTo(new Device("CT", Uid.CTImageStorage, "Maker", "", "CT1", ""));
    }

    @Test
    void gravestFindingComesFirst() throws IOException {
        image.set(Tag.StudyDate, "20240230").set(Tag.StudyInstanceUID, "1.2.x");

        assertThat(codes()).containsExactly("UID_INVALID", "DATE_INVALID");
    }

    @Test
    void imageUnderUnknownVrIsSoundButForItsVr() throws IOException {
        DataSet unknown = new DataSet();
        image.forEach(element -> unknown.setBytes(element.tag(), Vr.UN, element.bytes()));
        unknown.setBytes(Tag.ReferencedImageSequence, Vr.UN, new byte[] {-2, -1, 0, -32, 0, 0, 0, 0});
        Path file = write(unknown, EXPLICIT);

        assertThat(codes(file)).containsExactly("VR_UN", "VR_UN_SEQUENCE");
        assertThat(new ObjectValidator(ValidationSettings.DEFAULT).check(file, new Expected("2.25.2", "2.25.3",
                "2.25.1", Uid.CTImageStorage, EXPLICIT.uid(), -1))).hasSize(2);
        assertThat(examine(file).device().modality()).isEqualTo("CT");
    }

    @Test
    void detailsHoldNoValues() throws IOException {
        image.set(Tag.PatientID, Vr.LO, "x".repeat(65)).set(Tag.PatientBirthDate, Vr.DA, "yesterday");

        for (Finding finding : examine(write(image, EXPLICIT)).findings()) {
            assertThat(finding.detail()).doesNotContain("xx", "yesterday").contains("(0010,00");
        }
    }

    @Nested
    class TheFile {

        @Test
        void emptyFileIsNamed() throws IOException {
            assertThat(codes(Files.createFile(folder.resolve("empty")))).containsExactly("FILE_EMPTY");
        }

        @Test
        void otherKindsOfFilesAreNamed() throws IOException {
            Path file = Files.writeString(folder.resolve("page"), "<html><body>Not found</body></html>");

            assertThat(detail("NOT_DICOM", file)).contains("HTML");
        }

        @Test
        void everyTruncationIsFoundOrLeavesAWholeObjectWithoutPixels() throws IOException {
            byte[] whole = Files.readAllBytes(write(image, EXPLICIT));
            Path file = folder.resolve("cut");
            for (int length = 133; length < whole.length; length++) {
                Files.write(file, Arrays.copyOf(whole, length));

                assertThat(examine(file).grade()).as("%d bytes", length).isGreaterThanOrEqualTo(Grade.CONFIRM);
                assertThat(new ObjectValidator(ValidationSettings.STRICT).examine(file, null).grade())
                        .as("%d bytes", length).isEqualTo(Grade.QUARANTINE);
            }
        }

        @Test
        void fileThatEndsBeforeItsIdentityIsKnownCanNotBeToldApart() throws IOException {
            byte[] whole = Files.readAllBytes(write(image, EXPLICIT));
            Path cut = Files.write(folder.resolve("cut"), Arrays.copyOf(whole, 400));
            Path later = Files.write(folder.resolve("later"), Arrays.copyOf(whole, whole.length - 10));

            assertThat(examine(cut).confirmed(true).grade()).isEqualTo(Grade.QUARANTINE);
            assertThat(codes(cut)).contains("UID_MISSING");
            assertThat(examine(later).confirmed(true).grade()).isEqualTo(Grade.RECORD);
        }

        @Test
        void bytesBehindTheLastElementAreFound() throws IOException {
            byte[] whole = Files.readAllBytes(write(image, EXPLICIT));
            Path zeros = Files.write(folder.resolve("zeros"), Arrays.copyOf(whole, whole.length + 512));
            Path text = Files.write(folder.resolve("text"),
                    concat(whole, "-----END-----\n".getBytes(StandardCharsets.US_ASCII)));

            assertThat(codes(zeros)).containsExactly("TRAILING_ZEROS");
            assertThat(detail("TRAILING_BYTES", text)).contains("14 bytes from byte " + whole.length);
        }

        @Test
        void ledgerKnowsBetter() throws IOException {
            Path file = write(image, EXPLICIT);
            Expected expected = new Expected("2.25.2", "2.25.33", "2.25.1", Uid.CTImageStorage, Uid.RLELossless, 10);

            assertThat(new ObjectValidator(ValidationSettings.DEFAULT).check(file, expected))
                    .extracting(Finding::code)
                    .containsExactly("FILE_SIZE_DIFFERS", "TRANSFER_SYNTAX_DIFFERS", "UID_OTHER_SERIES");
        }

        @Test
        void encodingOtherThanDeclaredIsFound() throws IOException {
            byte[] whole = Files.readAllBytes(write(image, EXPLICIT));
            String text = new String(whole, StandardCharsets.ISO_8859_1).replace("1.2.840.10008.1.2.1\0",
                    "1.2.840.10008.1.2\0\0\0");
            Path file = Files.write(folder.resolve("other"), text.getBytes(StandardCharsets.ISO_8859_1));

            assertThat(codes(file)).contains("TRANSFER_SYNTAX_WRONG");
        }

        @Test
        void damageIsWhatAnotherCopyCouldMend() throws IOException {
            byte[] whole = Files.readAllBytes(write(image, EXPLICIT));
            Path cut = Files.write(folder.resolve("cut"), Arrays.copyOf(whole, whole.length - 1));
            image.set(Tag.StudyInstanceUID, "1.2.x");

            assertThat(examine(cut).isDamaged()).isTrue();
            assertThat(examine(write(image, EXPLICIT)).isDamaged()).isFalse();
        }
    }

    @Nested
    class WhatIdentifies {

        @ParameterizedTest
        @CsvSource({"1.2.840.10008.5.1.4.1.1.6, SOP_CLASS_RETIRED", "1.2.840.113619.4.26, SOP_CLASS_PRIVATE",
            "1.2.840.10008.5.1.4.1.1.9999, SOP_CLASS_UNKNOWN", "1.2.840.10008.1.1, SOP_CLASS_NOT_STORAGE"})
        void sopClassIsNamed(String uid, String code) throws IOException {
            image.set(Tag.SOPClassUID, uid);

            assertThat(codes()).containsExactly(code);
        }

        @ParameterizedTest
        @CsvSource({"1.2.03, UID_LEADING_ZERO", "1..2, UID_INVALID", "1.2.a, UID_INVALID"})
        void invalidUidIsFound(String uid, String code) throws IOException {
            image.set(Tag.SeriesInstanceUID, uid);

            assertThat(codes()).containsExactly(code);
        }

        @Test
        void missingUidIsFound() throws IOException {
            image.remove(Tag.StudyInstanceUID);

            assertThat(codes()).containsExactly("UID_MISSING");
        }
    }

    @Nested
    class PixelData {

        @Test
        void lengthAgreesWithRowsColumnsFramesAndBits() throws IOException {
            image.setInt(Tag.NumberOfFrames, 2);
            assertThat(codes()).containsExactly("PIXEL_DATA_SHORT");

            image.setInt(Tag.NumberOfFrames, 1).setInt(Tag.Rows, 15);
            assertThat(codes()).containsExactly("PIXEL_DATA_LONG");
        }

        @Test
        void bitsOfOneAreRoundedUpOnce() throws IOException {
            image.setInt(Tag.BitsAllocated, 1).setInt(Tag.BitsStored, 1).setInt(Tag.HighBit, 0).setInt(Tag.Rows, 5)
                    .setInt(Tag.Columns, 5).setInt(Tag.NumberOfFrames, 3).setBytes(Tag.PixelData, Vr.OB, pixels(10));

            assertThat(codes()).isEmpty();
        }

        @Test
        void hugeNumbersTakeNoMemory() throws IOException {
            image.setInt(Tag.Rows, 65535).setInt(Tag.Columns, 65535).setInt(Tag.NumberOfFrames, Integer.MAX_VALUE);

            assertThat(codes()).containsExactly("PIXEL_DATA_SHORT");
        }

        @Test
        void contradictionsAreFound() throws IOException {
            image.setInt(Tag.BitsStored, 17).setInt(Tag.SamplesPerPixel, 3).set(Tag.PixelRepresentation);

            assertThat(codes()).contains("PIXEL_ATTRIBUTE_INVALID", "PIXEL_ATTRIBUTE_MISSING",
                    "PLANAR_CONFIGURATION_MISSING");
        }

        @Test
        void imageWithoutPixelsIsFound() throws IOException {
            image.remove(Tag.PixelData);

            assertThat(codes()).containsExactly("PIXEL_DATA_MISSING");
        }

        @Test
        void zerosAtTheEndAreFoundWhereTheImageIsNotBlack() throws IOException {
            byte[] pixels = pixels(256);
            Arrays.fill(pixels, 128, 256, (byte) 0);
            image.setBytes(Tag.PixelData, Vr.OW, pixels);

            assertThat(codes()).containsExactly("PIXEL_TAIL_ZERO");
        }

        @Test
        void nativePixelsInACompressedSyntaxAreFound() throws IOException {
            assertThat(codes(write(image, TransferSyntax.JPEG_BASELINE))).containsExactly("PIXEL_DATA_ENCAPSULATION");
        }
    }

    @Nested
    class Frames {

        /** SOI, SOF3 of 16 rows and 8 columns, 12 bits and one component, EOI. */
        private byte[] jpeg(int rows, int columns, int bits, boolean ended) {
            byte[] frame = {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF, (byte) 0xC3, 0, 11, (byte) bits, 0, (byte) rows, 0,
                (byte) columns, 1, 1, 0x11, 0, 0, (byte) 0xFF, (byte) (ended ? 0xD9 : 0xD0)};
            return frame;
        }

        private List<String> codes(TransferSyntax syntax, int frames, byte[]... fragments) throws IOException {
            List<byte[]> all = new ArrayList<>(List.of(fragments));
            image.setInt(Tag.NumberOfFrames, frames).put(Element.ofFragments(Tag.PixelData, Vr.OB, all));
            return ObjectValidatorTest.this.codes(write(image, syntax));
        }

        private byte[] table(int... offsets) {
            byte[] table = new byte[4 * offsets.length];
            for (int i = 0; i < table.length; i++) {
                table[i] = (byte) (offsets[i / 4] >> 8 * (i % 4));
            }
            return table;
        }

        @Test
        void framesThatAgreeHaveNoFindings() throws IOException {
            byte[] frame = jpeg(16, 8, 12, true);

            assertThat(codes(TransferSyntax.JPEG_LOSSLESS_SV1, 2, table(0, 26), frame, frame)).isEmpty();
            assertThat(codes(TransferSyntax.JPEG_LOSSLESS_SV1, 2, table(), frame, frame)).isEmpty();
        }

        @Test
        void frameMayLieInManyFragments() throws IOException {
            byte[] frame = jpeg(16, 8, 12, true);
            byte[] first = Arrays.copyOfRange(frame, 0, 4);
            byte[] rest = Arrays.copyOfRange(frame, 4, frame.length);

            assertThat(codes(TransferSyntax.JPEG_LOSSLESS_SV1, 2, table(), first, rest, first, rest)).isEmpty();
            assertThat(codes(TransferSyntax.JPEG_LOSSLESS_SV1, 1, table(), first, rest)).isEmpty();
        }

        @Test
        void ownSizeOfAFrameIsCompared() throws IOException {
            assertThat(codes(TransferSyntax.JPEG_LOSSLESS_SV1, 1, table(), jpeg(15, 8, 12, true)))
                    .containsExactly("FRAME_SIZE_DIFFERS");
            assertThat(codes(TransferSyntax.JPEG_LOSSLESS_SV1, 1, table(), jpeg(16, 8, 10, true)))
                    .containsExactly("FRAME_PRECISION_DIFFERS");
            assertThat(codes(TransferSyntax.JPEG_LOSSLESS_SV1, 1, table(), jpeg(16, 8, 12, false)))
                    .containsExactly("FRAME_UNENDED");
            assertThat(codes(TransferSyntax.JPEG_BASELINE, 1, table(), jpeg(16, 8, 12, true)))
                    .containsExactly("FRAME_CODEC_DIFFERS");
            assertThat(codes(TransferSyntax.JPEG_2000, 1, table(), new byte[20])).containsExactly("FRAME_UNREADABLE");
        }

        @Test
        void numberOfFramesIsCompared() throws IOException {
            byte[] frame = jpeg(16, 8, 12, true);

            assertThat(codes(TransferSyntax.JPEG_LOSSLESS_SV1, 3, table(), frame, frame))
                    .containsExactly("FRAME_COUNT_DIFFERS");
            assertThat(codes(TransferSyntax.JPEG_LOSSLESS_SV1, 1, table(), frame, frame))
                    .containsExactly("FRAME_COUNT_DIFFERS");
        }

        @Test
        void offsetTableThatPointsElsewhereIsFound() throws IOException {
            byte[] frame = jpeg(16, 8, 12, true);

            assertThat(codes(TransferSyntax.JPEG_LOSSLESS_SV1, 2, table(0, 20), frame, frame))
                    .containsExactly("OFFSET_TABLE_WRONG");
        }
    }

    @Nested
    class OtherValues {

        @ParameterizedTest
        @CsvSource({"PatientBirthDate, 2024-02-01, DATE_INVALID", "StudyTime, 25, DATE_INVALID",
            "PatientAge, 40, DATE_INVALID", "PixelSpacing, '0,5', NUMBER_INVALID", "SeriesNumber, 1.5, NUMBER_INVALID",
            "AccessionNumber, 12345678901234567, VALUE_TOO_LONG", "Modality, ct, VALUE_CHARACTERS",
            "FrameOfReferenceUID, 1.2.x, UID_REFERENCE_INVALID", "PatientID, ../../etc, VALUE_SUSPICIOUS",
            "PatientName, Müller, CHARACTER_SET_MISSING"})
        void valueThatItsVrDoesNotAllowIsFound(String keyword, String value, String code) throws IOException {
            int tag = tagOf(keyword);
            image.set(tag, value);
            if (code.equals("CHARACTER_SET_MISSING")) {
                image.remove(Tag.SpecificCharacterSet);
            }

            assertThat(codes()).contains(code);
        }

        @Test
        void placeInASequenceIsNamed() throws IOException {
            DataSet item = new DataSet().set(Tag.StudyDate, "1");
            image.setItems(tagOf("ReferencedStudySequence"), new DataSet(), item);

            assertThat(detail("DATE_INVALID", write(image, EXPLICIT))).isEqualTo("(0008,1110)[2].(0008,0020)");
        }

        @Test
        void wrongCharacterSetIsFound() throws IOException {
            image.setBytes(Tag.PatientName, Vr.PN, "Müller".getBytes(StandardCharsets.ISO_8859_1))
                    .set(Tag.SpecificCharacterSet, "ISO_IR 192");
            assertThat(codes()).containsExactly("CHARACTER_SET_WRONG");

            image.set(Tag.SpecificCharacterSet, "LATIN").remove(Tag.PatientName);
            assertThat(codes()).containsExactly("CHARACTER_SET_UNKNOWN");
        }

        @Test
        void vrOtherThanTheStandardsIsFound() throws IOException {
            image.setBytes(Tag.Rows, Vr.SS, new byte[] {16, 0});

            assertThat(codes()).containsExactly("VR_DIFFERS");
        }
    }

    private static byte[] concat(byte[] first, byte[] second) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(first);
        all.writeBytes(second);
        return all.toByteArray();
    }
}
