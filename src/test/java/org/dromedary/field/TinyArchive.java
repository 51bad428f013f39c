package org.dromedary.field;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.Uid;
import org.dromedary.dicom.data.Vr;

/** Objects of a few hundred bytes, in studies and series whose UIDs begin with a number of the archive's own. */
final class TinyArchive {

    private static final int SIDE = 4;

    private final String root;
    private final List<DataSet> objects = new ArrayList<>();

    private TinyArchive(String root) {
        this.root = root;
    }

    private TinyArchive(long number) {
        this("1.2.826.77." + number);
    }

    /** So many studies of so many series of so many objects, all of one patient each and of one day. */
    static TinyArchive of(long number, int studies, int series, int objects) {
        TinyArchive archive = new TinyArchive(number);
        for (int study = 1; study <= studies; study++) {
            for (int one = 1; one <= series; one++) {
                for (int object = 1; object <= objects; object++) {
                    archive.add(study, one, object, "20200305", String.format("%02d0000", study % 24));
                }
            }
        }
        return archive;
    }

    /** The same under UIDs of 66 and more characters, and SOP Instance UIDs of 68: too long, and in use. */
    static TinyArchive withLongUids(long number) {
        TinyArchive archive = new TinyArchive("1.2.826.77." + number + "." + "9".repeat(52
                - Long.toString(number).length()));
        for (int object = 1; object <= 2; object++) {
            archive.add(1, 1, object, "20200305", "010000");
            archive.add(2, 1, object, "20200305", "020000");
        }
        return archive;
    }

    /** One to three studies of one or two series of one to three objects, some of them without date or time. */
    static TinyArchive random(long number, Random random) {
        TinyArchive archive = new TinyArchive(number);
        int studies = 1 + random.nextInt(3);
        for (int study = 1; study <= studies; study++) {
            String date = random.nextInt(6) == 0 ? "" : "2020030" + (1 + random.nextInt(3));
            String time = random.nextInt(6) == 0 ? "" : String.format("%02d3000", random.nextInt(24));
            int series = 1 + random.nextInt(2);
            for (int one = 1; one <= series; one++) {
                int objects = 1 + random.nextInt(3);
                for (int object = 1; object <= objects; object++) {
                    archive.add(study, one, object, date, time);
                }
            }
        }
        return archive;
    }

    /** Besides, a study of one object of another day. */
    TinyArchive andOneOf(String date) {
        add(studyUids().size() + 1, 1, 1, date, "120000");
        return this;
    }

    private void add(int study, int series, int object, String date, String time) {
        byte[] pixels = new byte[SIDE * SIDE * 2];
        for (int i = 0; i < pixels.length; i += 2) {
            pixels[i] = (byte) (study * 31 + series * 17 + object * 7 + i);
        }
        objects.add(new DataSet().set(Tag.SOPClassUID, Uid.CTImageStorage)
                .set(Tag.SOPInstanceUID, root + "." + study + "." + series + "." + object)
                .set(Tag.StudyDate, date).set(Tag.StudyTime, time).set(Tag.AccessionNumber, "A" + study)
                .set(Tag.Modality, "CT").set(Tag.PatientName, "Tiny^" + study).set(Tag.PatientID, "P" + study)
                .set(Tag.PatientBirthDate, "19700101").set(Tag.PatientSex, "O")
                .set(Tag.StudyInstanceUID, root + "." + study).set(Tag.SeriesInstanceUID, root + "." + study
                + "." + series)
                .set(Tag.StudyID, "" + study).set(Tag.SeriesNumber, "" + series).set(Tag.InstanceNumber, "" + object)
                .set(Tag.ImageType, "ORIGINAL", "PRIMARY", "AXIAL")
                .setInt(Tag.SamplesPerPixel, 1).set(Tag.PhotometricInterpretation, "MONOCHROME2")
                .setInt(Tag.Rows, SIDE).setInt(Tag.Columns, SIDE).setInt(Tag.BitsAllocated, 16)
                .setInt(Tag.BitsStored, 12).setInt(Tag.HighBit, 11).setInt(Tag.PixelRepresentation, 0)
                .setBytes(Tag.PixelData, Vr.OW, pixels));
    }

    List<DataSet> objects() {
        return objects;
    }

    List<String> studyUids() {
        return values(Tag.StudyInstanceUID);
    }

    List<String> seriesUids() {
        return values(Tag.SeriesInstanceUID);
    }

    List<String> sopUids() {
        return values(Tag.SOPInstanceUID);
    }

    /** Some of the values, at least one. */
    static Set<String> someOf(List<String> values, Random random) {
        Set<String> some = new TreeSet<>(values);
        some.removeIf(value -> some.size() > 1 && random.nextInt(3) > 0);
        return some;
    }

    /** The objects of a study, by its number from 0. */
    Set<String> ofStudy(int number) {
        String uid = studyUids().get(number);
        return sopUids(object -> uid.equals(object.getString(Tag.StudyInstanceUID)));
    }

    /** The objects of a series, by its number from 0. */
    Set<String> ofSeries(int number) {
        String uid = seriesUids().get(number);
        return sopUids(object -> uid.equals(object.getString(Tag.SeriesInstanceUID)));
    }

    /** The first object of each series. */
    Set<String> firstOfEach() {
        return sopUids(object -> "1".equals(object.getString(Tag.InstanceNumber)));
    }

    Set<String> sopUids(Predicate<DataSet> which) {
        Set<String> uids = new TreeSet<>();
        objects.stream().filter(which).forEach(object -> uids.add(object.getString(Tag.SOPInstanceUID)));
        return uids;
    }

    private List<String> values(int tag) {
        return List.copyOf(new TreeSet<>(objects.stream().map(object -> object.getString(tag)).toList()));
    }
}
