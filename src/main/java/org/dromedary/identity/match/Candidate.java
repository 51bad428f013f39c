package org.dromedary.identity.match;

import org.dromedary.identity.match.Levels.Accession;
import org.dromedary.identity.match.Levels.BirthDate;
import org.dromedary.identity.match.Levels.Identifier;
import org.dromedary.identity.match.Levels.Name;
import org.dromedary.identity.match.Levels.Sex;
import org.dromedary.identity.match.Levels.Time;

/** A patient, mostly with one exam, to whom a study may belong, and how they agree field by field. */
final class Candidate {

    final Person person;
    /** Null where only the patient is looked at. */
    final Exam exam;
    Identifier identifier;
    double identifierChance;
    /** Who may have issued the identifier if this is the patient. */
    int[] issuers;
    Name name;
    double nameChance;
    BirthDate birthDate;
    double birthChance;
    Sex sex;
    Accession accession = Accession.MISSING;
    double accessionChance;
    /** One of {@link TimeGap}'s buckets. */
    int gap = TimeGap.MISSING;
    Time time = Time.MISSING;
    /** Log2 of the odds that patient, and exam, are right, before other candidates are looked at. */
    double patientScore;
    double score;
    /** The part of the score that comes from whether other studies want the exam. */
    double claim;

    Candidate(Person person, Exam exam) {
        this.person = person;
        this.exam = exam;
    }
}
