package org.dromedary.pipeline.inventory;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dromedary.archives.archive.AnswerCheck;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Tag;
import org.dromedary.ledger.SeriesFound;
import org.dromedary.ledger.StudyFound;

/** C-FIND answers in the ledger's words; what an archive answers wrongly is taken as not answered. */
final class Answer {

    private Answer() {
    }

    static StudyFound study(DataSet answer) {
        return new StudyFound(answer.getString(Tag.PatientID), answer.getString(Tag.IssuerOfPatientID),
                answer.getString(Tag.PatientName), date(answer.getString(Tag.PatientBirthDate)),
                answer.getString(Tag.PatientSex), uid(answer, Tag.StudyInstanceUID),
                date(answer.getString(Tag.StudyDate)), answer.getString(Tag.StudyTime),
                answer.getString(Tag.AccessionNumber), answer.getString(Tag.StudyDescription),
                String.join(",", answer.getStrings(Tag.ModalitiesInStudy)),
                answer.getString(Tag.ReferringPhysicianName), count(answer, Tag.NumberOfStudyRelatedSeries),
                count(answer, Tag.NumberOfStudyRelatedInstances), answer.getString(Tag.PatientBirthDate),
                answer.getString(Tag.StudyID), answer.getString(Tag.InstitutionName));
    }

    /** @param instances null if nobody said how many */
    static SeriesFound series(String uid, DataSet answer, Integer instances) {
        return new SeriesFound(uid, answer.getString(Tag.Modality), answer.getString(Tag.SeriesDescription),
                answer.getString(Tag.BodyPartExamined), answer.getString(Tag.StationName), instances);
    }

    /** A number of series or instances; null if it is absent, empty, negative or no number. */
    static Integer count(DataSet answer, int tag) {
        int count = answer.getInt(tag, -1);
        return count < 0 ? null : count;
    }

    /** A UID without padding; null if it is absent or empty. */
    static String uid(DataSet answer, int tag) {
        String uid = answer.getString(tag);
        return uid == null || uid.isBlank() ? null : uid.strip();
    }

    /** Studies each once, in the order of their answers, with the largest numbers that any of them claims. */
    static List<DataSet> folded(List<DataSet> studies) {
        Map<String, DataSet> byUid = new LinkedHashMap<>();
        List<DataSet> folded = new ArrayList<>();
        for (DataSet study : studies) {
            String uid = uid(study, Tag.StudyInstanceUID);
            DataSet before = uid == null ? null : byUid.putIfAbsent(uid, study);
            if (before == null) {
                folded.add(study);
            } else {
                raise(before, study, Tag.NumberOfStudyRelatedSeries);
                raise(before, study, Tag.NumberOfStudyRelatedInstances);
            }
        }
        return folded;
    }

    private static void raise(DataSet to, DataSet from, int tag) {
        Integer more = count(from, tag);
        Integer there = count(to, tag);
        if (more != null && (there == null || more > there)) {
            to.set(tag, more.toString());
        }
    }

    private static LocalDate date(String value) {
        return AnswerCheck.date(value);
    }
}
