package org.dromedary.testing.site;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** Writes the header of a study as the old PACS has it: first as it should be, then with what went wrong. */
final class PacsHeader {
    private static final DateTimeFormatter DA = DateTimeFormatter.ofPattern("yyyyMMdd");
    private static final DateTimeFormatter TM = DateTimeFormatter.ofPattern("HHmmss");
    private static final List<String> DAY_OFF = List.of("CT2", "MR1", "DX3", "US1");

    private final SiteProfile profile;
    private final ErrorRates rates;
    private final Dice dice;
    private final List<Person> people;
    private final List<Exam> exams;
    private final IdentityErrors identity;
    private final AccessionErrors accession;
    private final boolean usual;

    /** @param exams in the order of time */
    PacsHeader(SiteProfile profile, Dice dice, List<Person> people, List<Exam> exams) {
        this.profile = profile;
        this.rates = profile.rates();
        this.dice = dice;
        this.people = people;
        this.exams = exams;
        this.usual = profile.name().equals("usual");
        this.identity = new IdentityErrors(profile, dice);
        this.accession = new AccessionErrors(profile, dice, exams);
    }

    /** Of a study that belongs to somebody of the site. */
    void fill(Study study) {
        Person person = study.exam().person;
        boolean neighbour = false;
        if (study.identityOf != null) {
            person = study.identityOf;
        } else if (study.exam().inRis() && dice.hits(rates.of("id_wrong_patient"))) {
            neighbour = dice.hits(rates.of("entry_of_neighbour"));
            Person other = neighbour ? accession.near(study.exam(), true).person : dice.of(people);
            if (other != person) {
                study.errors.add("id_wrong_patient");
                person = other;
            }
        }
        identity.fill(study, person);
        accession.fill(study, neighbour);
        when(study, study.exam().performed);
        what(study, study.exam().procedure, study.side);
        device(study);
    }

    /** Of a study that came on a CD: nobody here knows the patient. */
    Study foreign(Study study, Person person) {
        identity.plain(study, person, person.id, person.last);
        // Another hospital's numbers may look like ours and may even be one of ours.
        study.patientId = usual || dice.hits(0.6) ? "EXT" + dice.digits(7)
                : dice.hits(0.2) ? dice.of(people).id : profile.identifiers().next(dice,
                dice.below(50_000), person.born);
        study.accession = dice.hits(0.5) ? "" : "X" + dice.digits(5);
        LocalDateTime at = dice.of(exams).performed.plusMinutes(dice.below(600));
        when(study, at);
        what(study, dice.of(Procedure.ALL), "");
        device(study);
        return study;
    }

    /** Of a phantom or another trial. */
    Study testObject(Study study) {
        study.patientId = dice.of(List.of("TEST", "QA", "0000", "PHANTOM", "99999"));
        study.name = dice.of(List.of("TEST", "PHANTOM", "TEST^DAILY", "QA^DAILY", "PHANTOM^WATER", "TEST^TEST"));
        study.birthDate = "20000101";
        study.sex = "O";
        when(study, dice.of(exams).performed.plusMinutes(dice.below(600)));
        what(study, dice.of(Procedure.ALL), "");
        device(study);
        return study;
    }

    private void when(Study study, LocalDateTime performed) {
        LocalDateTime at = performed.plusMinutes(dice.below(49));
        int number = dice.between(1, 4);
        String modality = study.exams.isEmpty() ? "CT" : study.exam().procedure.modality();
        study.station = modality + number;
        if (profile.utcStations() > 0 && (study.station.hashCode() & 0xff) % 100 < profile.utcStations()) {
            boolean summer = profile.hoursAhead() < 3 && at.getMonthValue() > 3 && at.getMonthValue() < 11;
            at = at.minusHours(profile.hoursAhead() + (summer ? 1 : 0));
            study.errors.add("station_utc");
        }
        if (profile.dayOff() && DAY_OFF.contains(study.station)) {
            at = at.plusDays(1);
            study.errors.add("station_day_off");
        }
        if (dice.hits(rates.of("time_shift"))) {
            at = at.plusMinutes(dice.of(List.of(-120, -60, 60, 120)));
            study.errors.add("time_shift");
        }
        if (!study.errors.contains("station_day_off") && dice.hits(rates.of("date_off_by_one"))) {
            at = at.plusDays(dice.hits(0.5) ? 1 : -1);
            study.errors.add("date_off_by_one");
        }
        study.date = at.format(DA);
        study.time = usual ? at.format(TM) : at.plusSeconds(dice.below(60)).format(TM);
        if (dice.hits(rates.of("time_default"))) {
            study.time = dice.hits(0.5) ? "000000" : "120000";
            study.errors.add("time_default");
        }
    }

    private void what(Study study, Procedure procedure, String side) {
        study.modalities = procedure.modalities();
        study.description = procedure.text(profile.pacsLanguage(), side);
        study.bodyPart = dice.hits(0.21) ? "" : procedure.bodyPart();
        String alias = procedure.alias(dice);
        if (!alias.equals(procedure.modality()) && dice.hits(rates.of("modality_alias"))) {
            study.modalities = alias;
            study.errors.add("modality_alias");
        }
        if (dice.hits(rates.of("desc_foreign"))) {
            String part = procedure.bodyPart();
            study.description = switch (dice.below(6)) {
                case 0 -> "";
                case 1 -> procedure.code();
                case 2 -> "ROUTINE " + part;
                case 3 -> part.charAt(0) + part.substring(1).toLowerCase(Locale.ROOT) + " w/o contrast";
                case 4 -> procedure.text("en", side);
                default -> Typos.ascii(study.description, false).toUpperCase(Locale.ROOT);
            };
            study.errors.add("desc_foreign");
        }
    }

    private void device(Study study) {
        study.issuer = dice.hits(0.57) ? "" : dice.hits(0.5) ? "HOSP" : "OLDPACS";
        if (study.studyId.isEmpty()) {
            study.studyId = String.valueOf(dice.between(1, 9999));
        }
        study.institution = dice.of(List.of("", "Main Hospital", "MAIN HOSP", "North Clinic"));
        study.series = dice.between(1, 11);
        study.instances = dice.between(study.series, 900);
    }

    static String da(LocalDate date) {
        return date.format(DA);
    }
}
