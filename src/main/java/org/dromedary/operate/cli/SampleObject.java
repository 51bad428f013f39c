package org.dromedary.operate.cli;

import java.io.IOException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiConsumer;
import org.dromedary.archives.archive.ArchiveQuery;
import org.dromedary.archives.archive.QueryModel;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.dimse.FindResult;
import org.dromedary.dicom.dimse.FindScu;
import org.dromedary.dicom.net.Association;
import org.dromedary.dicom.net.Status;

/**
 * Finds one object of an archive from level to level (PS3.4 §C.4.1.3.1.1), in the smallest of a few series, and tells
 * which levels the archive refuses.
 */
final class SampleObject {

    private static final int FEW = 20;
    /** From the last month backwards: an old archive should not have to answer everything. */
    private static final int[] DAYS = {30, 400, 4000, 40_000};
    private static final DateTimeFormatter DATE = DateTimeFormatter.BASIC_ISO_DATE;

    private final Association association;
    private final QueryModel model;
    private final BiConsumer<String, FindResult> told;
    private String patientId;
    private String study;
    private String series;
    private String instance;
    private String sopClass;
    private boolean patientIdWanted;

    /** @param told is given each level that was asked, with the answer that counts */
    SampleObject(Association association, QueryModel model, BiConsumer<String, FindResult> told) {
        this.association = association;
        this.model = model;
        this.told = told;
        this.patientIdWanted = model == QueryModel.PATIENT_ROOT;
    }

    private record Answer(List<DataSet> matches, FindResult result) {
    }

    /** Looks for it; what was not found stays null. */
    void find() throws IOException {
        DataSet someStudy = study();
        if (someStudy == null) {
            return;
        }
        study = someStudy.getString(Tag.StudyInstanceUID);
        patientId = patientId == null ? someStudy.getString(Tag.PatientID) : patientId;
        series = below("SERIES", ArchiveQuery.identifier("SERIES", Tag.SeriesInstanceUID,
                Tag.NumberOfSeriesRelatedInstances)).stream()
                .filter(match -> match.getString(Tag.SeriesInstanceUID) != null)
                .min(Comparator.comparingInt(match -> size(match.getInt(Tag.NumberOfSeriesRelatedInstances, 0))))
                .map(match -> match.getString(Tag.SeriesInstanceUID)).orElse(null);
        if (series == null) {
            return;
        }
        below("IMAGE", ArchiveQuery.identifier("IMAGE", Tag.SOPInstanceUID, Tag.SOPClassUID)).stream()
                .filter(match -> match.getString(Tag.SOPInstanceUID) != null).findFirst().ifPresent(match -> {
                    instance = match.getString(Tag.SOPInstanceUID);
                    sopClass = match.getString(Tag.SOPClassUID);
                });
    }

    /** An unknown number may be a large one. */
    private static int size(int instances) {
        return instances <= 0 ? Integer.MAX_VALUE : instances;
    }

    private DataSet study() throws IOException {
        Answer last = null;
        LocalDate today = LocalDate.now();
        for (int days : DAYS) {
            last = ask(ArchiveQuery.identifier("STUDY", Tag.StudyInstanceUID, Tag.PatientID)
                    .set(Tag.StudyDate, DATE.format(today.minusDays(days)) + "-" + DATE.format(today)));
            if (!last.matches().isEmpty() || Status.isFailure(last.result().status())) {
                break;
            }
        }
        if (last.matches().isEmpty() && model == QueryModel.PATIENT_ROOT) {
            last = studyOfAPatient(last);
        }
        told.accept("STUDY", last.result());
        return last.matches().stream().filter(match -> match.getString(Tag.StudyInstanceUID) != null).findFirst()
                .orElse(null);
    }

    private Answer studyOfAPatient(Answer otherwise) throws IOException {
        Answer patients = ask(ArchiveQuery.identifier("PATIENT", Tag.PatientID));
        told.accept("PATIENT", patients.result());
        for (DataSet patient : patients.matches()) {
            String id = patient.getString(Tag.PatientID);
            Answer studies = id == null || id.isBlank() ? otherwise
                    : ask(ArchiveQuery.identifier("STUDY", Tag.StudyInstanceUID).set(Tag.PatientID, id));
            if (!studies.matches().isEmpty()) {
                patientId = id;
                return studies;
            }
        }
        return otherwise;
    }

    private List<DataSet> below(String level, DataSet identifier) throws IOException {
        identifier.set(Tag.StudyInstanceUID, study);
        if (series != null) {
            identifier.set(Tag.SeriesInstanceUID, series);
        }
        Answer answer = ask(named(identifier));
        if (Status.isFailure(answer.result().status()) && !patientIdWanted && patientId != null) {
            patientIdWanted = true;
            Answer again = ask(named(identifier));
            patientIdWanted = !Status.isFailure(again.result().status());
            answer = patientIdWanted ? again : answer;
        }
        told.accept(level, answer.result());
        return answer.matches();
    }

    private DataSet named(DataSet identifier) {
        return patientIdWanted && patientId != null ? new DataSet(identifier).set(Tag.PatientID, patientId)
                : identifier;
    }

    private Answer ask(DataSet identifier) throws IOException {
        List<DataSet> matches = new ArrayList<>();
        FindResult result = FindScu.find(association, model.find(), identifier, matches::add,
                () -> matches.size() >= FEW);
        return new Answer(matches, result);
    }

    /** Whether the archive wants Patient ID where the Study Root model does not. */
    boolean isPatientIdWanted() {
        return patientIdWanted && model == QueryModel.STUDY_ROOT;
    }

    /** Whether there is something to retrieve. */
    boolean isFound() {
        return series != null;
    }

    /** SOP Class UID, null if it is not known. */
    String sopClass() {
        return sopClass;
    }

    /** What a retrieve of it asks for: the object, or its series where objects can't be named. */
    DataSet identifier(boolean atImageLevel, QueryModel retrieveModel) {
        boolean image = atImageLevel && instance != null;
        DataSet identifier = ArchiveQuery.identifier(image ? "IMAGE" : "SERIES")
                .set(Tag.StudyInstanceUID, study).set(Tag.SeriesInstanceUID, series);
        if (image) {
            identifier.set(Tag.SOPInstanceUID, instance);
        }
        boolean wanted = patientIdWanted || retrieveModel == QueryModel.PATIENT_ROOT;
        return wanted && patientId != null ? identifier.set(Tag.PatientID, patientId) : identifier;
    }
}
