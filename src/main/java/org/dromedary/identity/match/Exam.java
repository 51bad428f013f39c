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
    final ExamStatus outcome;
    final Side side;
    final String studyUid;
    /** What was ordered instead, if this was cancelled; mostly null. */
    Exam replacement;

    Exam(int number, RisExam exam, Person person, Vocabulary words, MatchRules rules) {
        this.number = number;
        this.examId = exam.examId();
        this.accession = exam.accession();
        this.plainAccession = Codes.plain(exam.accession());
        this.person = person;
        this.day = Dates.day(exam.performed());
        this.minute = exam.performed().length() > 10 ? Dates.minute(exam.performed()) : Dates.NONE;
        this.modality = words.modality(exam.modality());
        this.procedure = words.procedure(exam.procedureCode(), exam.procedureText(), exam.bodyPart());
        this.bodyPart = words.of("B:" + rules.sides.without(Fold.words(exam.bodyPart())));
        this.status = words.of("S:" + Fold.words(exam.status()));
        this.outcome = ExamStatus.of(exam.status(), rules.statuses);
        this.side = Side.of(rules.sides, exam.procedureText(), exam.bodyPart());
        this.studyUid = exam.studyUid();
    }

    /** Minutes since 1970, where day and minute are known. */
    int time() {
        return day * 1440 + minute;
    }
}
