package org.dromedary.inventory;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
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
                answer.getString(Tag.PatientSex), answer.getString(Tag.StudyInstanceUID),
                date(answer.getString(Tag.StudyDate)), answer.getString(Tag.StudyTime),
                answer.getString(Tag.AccessionNumber), answer.getString(Tag.StudyDescription),
                String.join(",", answer.getStrings(Tag.ModalitiesInStudy)),
                answer.getString(Tag.ReferringPhysicianName), count(answer, Tag.NumberOfStudyRelatedSeries),
                count(answer, Tag.NumberOfStudyRelatedInstances), answer.getString(Tag.PatientBirthDate),
                answer.getString(Tag.StudyID), answer.getString(Tag.InstitutionName));
    }

    static SeriesFound series(DataSet answer) {
        return new SeriesFound(answer.getString(Tag.SeriesInstanceUID), answer.getString(Tag.Modality),
                answer.getString(Tag.SeriesDescription), answer.getString(Tag.BodyPartExamined),
                answer.getString(Tag.StationName), count(answer, Tag.NumberOfSeriesRelatedInstances));
    }

    private static Integer count(DataSet answer, int tag) {
        int count = answer.getInt(tag, -1);
        return count < 0 ? null : count;
    }

    private static LocalDate date(String value) {
        try {
            return value == null ? null : LocalDate.parse(value.replace(".", ""), DateTimeFormatter.BASIC_ISO_DATE);
        } catch (DateTimeParseException noDate) {
            return null;
        }
    }
}
