package org.dromedary.simulator;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Tag;

/** What the objects of one generated study share: patient, study, current series, references to its last images. */
final class GeneratedContext {

    /** Every this many studies one has no Study Date. */
    static final int EMPTY_DATE_EVERY = 12;

    private final SplittableRandom random;
    private final GeneratedPatient patient;
    private final int studyIndex;
    private final int matrix;
    private final String studyUid;
    private final String frameOfReferenceUid;
    private final String studyDate;
    private final String studyTime;
    private final String description;
    private ObjectKind kind;
    private int seriesNumber;
    private String seriesUid;
    private String imageSeriesUid;
    private final List<DataSet> imageReferences = new ArrayList<>();

    GeneratedContext(SplittableRandom random, int studyIndex, int matrix, int years, StudyKind studyKind) {
        this.random = random;
        this.studyIndex = studyIndex;
        this.matrix = matrix;
        this.description = studyKind.name();
        this.patient = GeneratedPatient.ofStudy(studyIndex);
        this.studyUid = StudyGenerator.uid(random);
        this.frameOfReferenceUid = StudyGenerator.uid(random);
        LocalDate date = LocalDate.of(2004, 1, 1).plusDays(random.nextInt(years * 365));
        this.studyDate = studyIndex % EMPTY_DATE_EVERY == EMPTY_DATE_EVERY / 2
                ? "" : date.format(DateTimeFormatter.BASIC_ISO_DATE);
        this.studyTime = "%02d%02d%02d".formatted(7 + random.nextInt(12), random.nextInt(60), random.nextInt(60));
    }

    void startSeries(ObjectKind next, int number) {
        kind = next;
        seriesNumber = number;
        seriesUid = StudyGenerator.uid(random);
        if (next.isImage()) {
            imageReferences.clear();
            imageSeriesUid = seriesUid;
        }
    }

    DataSet object(int number) {
        DataSet object = new DataSet();
        patient.fill(object);
        fillStudyAndSeries(object);
        object.set(Tag.SOPClassUID, kind.sopClassUid());
        object.set(Tag.SOPInstanceUID, StudyGenerator.uid(random));
        object.set(Tag.InstanceNumber, Integer.toString(number));
        object.set(Tag.ContentDate, studyDate);
        object.set(Tag.ContentTime, studyTime);
        if (kind.isImage()) {
            GeneratedImages.fill(kind, object, this, number);
            imageReferences.add(reference(object));
        } else {
            GeneratedDocuments.fill(kind, object, this);
        }
        return object;
    }

    private void fillStudyAndSeries(DataSet object) {
        object.set(Tag.StudyInstanceUID, studyUid);
        object.set(Tag.StudyDate, studyDate);
        object.set(Tag.StudyTime, studyTime);
        object.set(Tag.StudyID, Integer.toString(studyIndex + 1));
        object.set(Tag.StudyDescription, "Generated " + description);
        object.set(Tag.AccessionNumber, "A%07d".formatted(5_000_000 + studyIndex));
        object.set(Tag.ReferringPhysicianName, "Brook^Dr");
        object.set(Tag.SeriesInstanceUID, seriesUid);
        object.set(Tag.SeriesNumber, Integer.toString(seriesNumber));
        object.set(Tag.SeriesDescription, kind.seriesDescription());
        object.set(Tag.SeriesDate, studyDate);
        object.set(Tag.SeriesTime, studyTime);
        object.set(Tag.Modality, kind.modality());
        object.set(Tag.Manufacturer, "Dromedary");
        object.set(Tag.ManufacturerModelName, "Study generator");
        object.set(Tag.StationName, kind.modality() + "01");
        object.set(Tag.InstitutionName, "Oasis General");
    }

    static DataSet reference(DataSet object) {
        return new DataSet()
                .set(Tag.ReferencedSOPClassUID, object.getString(Tag.SOPClassUID))
                .set(Tag.ReferencedSOPInstanceUID, object.getString(Tag.SOPInstanceUID));
    }

    /** The images of the last image series, empty in a study without images. */
    List<DataSet> imageReferences() {
        return imageReferences;
    }

    String imageSeriesUid() {
        return imageSeriesUid;
    }

    String studyUid() {
        return studyUid;
    }

    String studyDate() {
        return studyDate;
    }

    String frameOfReferenceUid() {
        return frameOfReferenceUid;
    }

    int matrix() {
        return matrix;
    }

    SplittableRandom random() {
        return random;
    }
}
