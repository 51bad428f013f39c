package org.dromedary.identity.match;

/** An exam of the RIS, ready to be compared. Codes of words are of {@link Vocabulary}. */
final class Exam {

    final int number;
    final String examId;
    final String accession;
    final String plainAccession;
    final Person person;
    /** Days since 1970 and minute of the day, or {@link Dates#NONE}. */
    final int day;
    final int minute;
    final int modality;
    final int procedure;
    final int bodyPart;
    final int status;
    final String studyUid;

    Exam(int number, RisExam exam, Person person, Vocabulary words) {
        this.number = number;
        this.examId = exam.examId();
        this.accession = exam.accession();
        this.plainAccession = Codes.plain(exam.accession());
        this.person = person;
        this.day = Dates.day(exam.performed());
        this.minute = exam.performed().length() > 10 ? Dates.minute(exam.performed()) : Dates.NONE;
        this.modality = words.modality(exam.modality());
        this.procedure = words.procedure(exam.procedureCode(), exam.procedureText(), exam.bodyPart());
        this.bodyPart = words.of("B:" + Fold.words(exam.bodyPart()));
        this.status = words.of("S:" + Fold.words(exam.status()));
        this.studyUid = exam.studyUid();
    }
}
