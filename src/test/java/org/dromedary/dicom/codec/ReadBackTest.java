package org.dromedary.dicom.codec;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import org.dromedary.dicom.codec.frame.CodecException;
import org.dromedary.dicom.codec.frame.PixelFormat;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.ElementDigests;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.TransferSyntax;
import org.dromedary.dicom.data.Vr;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A written object is read again, and whatever differs from what was meant is named. */
class ReadBackTest {

    private static final PixelFormat FORMAT = PixelFormat.of(4, 5, 1, 8, false, "MONOCHROME2");
    private static final TransferSyntax EXPLICIT = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;
    private static final TransferSyntax RLE = TransferSyntax.RLE_LOSSLESS;
    private static final byte[] CELLS = TestImages.cells(FORMAT, 1);
    private static final byte[] FIRST = {1, 2, 3, 4};
    private static final byte[] SECOND = {5, 6};

    @TempDir
    Path folder;
    private DataSet head;
    private ReadBack due;

    @BeforeEach
    void meantIsAnImageWithAnItemAndAnElementBehindItsPixels() {
        head = TestImages.head(FORMAT, 1).setItems(Tag.ReferencedStudySequence,
                new DataSet().set(Tag.ReferencedSOPInstanceUID, "2.25.8"));
        due = new ReadBack(EXPLICIT, ElementDigests.of(head, EXPLICIT), Tag.PixelData, checksum(CELLS),
                ElementDigests.of(behind(new byte[6]), EXPLICIT));
    }

    private static DataSet behind(byte[] value) {
        return new DataSet().setBytes(0xFFFCFFFC, Vr.OB, value);
    }

    private static long checksum(byte[]... parts) {
        CRC32C checksum = new CRC32C();
        for (byte[] part : parts) {
            checksum.update(part);
        }
        return checksum.getValue();
    }

    private Path written(DataSet object, byte[] cells, byte[] trailing) throws IOException {
        DataSet all = new DataSet(object).setBytes(Tag.PixelData, Vr.OB, cells);
        behind(trailing).forEach(all::put);
        return TestImages.write(folder.resolve("written.dcm"), all, EXPLICIT);
    }

    private void refused(Path file, String why) {
        assertThatThrownBy(() -> due.prove(file)).isInstanceOf(CodecException.class).hasMessageContaining(why);
    }

    @Test
    void whatWasMeantIsFound() throws IOException {
        Path file = written(head, CELLS, new byte[6]);

        assertThatCode(() -> due.prove(file)).doesNotThrowAnyException();
    }

    @Test
    void eachDifferenceIsNamedByItsTag() throws IOException {
        refused(written(new DataSet(head).set(Tag.Modality, "CT"), CELLS, new byte[6]), "(0008,0060)");
        DataSet without = new DataSet(head);
        without.remove(Tag.Modality);
        refused(written(without, CELLS, new byte[6]), "(0008,0060)");
        refused(written(new DataSet(head).set(Tag.PatientID, "invented"), CELLS, new byte[6]), "(0010,0020)");
        refused(written(new DataSet(head).set(Tag.Modality, Vr.LO, "OT"), CELLS, new byte[6]), "(0008,0060)");
        refused(written(new DataSet(head).setItems(Tag.ReferencedStudySequence,
                new DataSet().set(Tag.ReferencedSOPInstanceUID, "2.25.9")), CELLS, new byte[6]), "(0008,1110)");
        refused(written(head, CELLS, new byte[] {0, 0, 0, 0, 0, 1}), "(FFFC,FFFC)");
    }

    @Test
    void pixelsAreComparedToTheLastByte() throws IOException {
        byte[] other = CELLS.clone();
        other[other.length - 1] ^= 1;

        refused(written(head, other, new byte[6]), "Pixel Data differs");
        refused(written(head, Arrays.copyOf(CELLS, CELLS.length - 2), new byte[6]), "Pixel Data differs");
    }

    @Test
    void whatCannotBeReadOrIsFollowedByMoreIsRefused() throws IOException {
        byte[] bytes = Files.readAllBytes(written(head, CELLS, new byte[6]));

        refused(Files.write(folder.resolve("cut.dcm"), Arrays.copyOf(bytes, bytes.length - 3)), "can't be read");
        refused(Files.write(folder.resolve("long.dcm"), Arrays.copyOf(bytes, bytes.length + 3)), "follow the last one");
    }

    @Test
    void anOffsetTableMustNameTheFragments() throws IOException {
        due = new ReadBack(RLE, ElementDigests.of(head, RLE), Tag.PixelData, checksum(FIRST, SECOND),
                ElementDigests.of(new DataSet(), RLE));

        assertThatCode(() -> due.prove(fragments(0, 12))).doesNotThrowAnyException();
        refused(fragments(0, 10), "basic offset table");
    }

    private Path fragments(int... offsets) throws IOException {
        byte[] table = new byte[4 * offsets.length];
        for (int i = 0; i < offsets.length; i++) {
            table[4 * i] = (byte) offsets[i];
        }
        DataSet object = TestImages.encapsulated(FORMAT, 1, List.of(table, FIRST, SECOND));
        object.put(head.get(Tag.ReferencedStudySequence));
        return TestImages.write(folder.resolve("fragments.dcm"), object, RLE);
    }
}
