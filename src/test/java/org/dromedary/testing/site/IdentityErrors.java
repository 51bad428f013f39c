package org.dromedary.testing.site;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;

/** Patient ID, name, birth date and sex as the old PACS has them. */
final class IdentityErrors {
    private final SiteProfile profile;
    private final ErrorRates rates;
    private final Dice dice;
    private final boolean usual;

    IdentityErrors(SiteProfile profile, Dice dice) {
        this.profile = profile;
        this.rates = profile.rates();
        this.dice = dice;
        this.usual = profile.name().equals("usual");
    }

    void fill(Study study, Person person) {
        boolean old = person.retiredId != null && dice.hits(0.35);
        if (old) {
            study.errors.add("id_old_merged");
        }
        String id = !old ? person.id : person.retiredVia != null && dice.hits(0.5) ? person.retiredVia
                : person.retiredId;
        plain(study, person, id, old ? person.retiredLast : person.last);
        boolean nameless = birthOrder(study, person);
        if (!study.errors.contains("id_wrong_patient") && dice.hits(rates.of("id_missing"))) {
            study.patientId = "";
            study.errors.add("id_missing");
        } else if (!study.errors.contains("id_wrong_patient") && dice.hits(rates.of("id_temporary"))) {
            nameless |= temporary(study, person);
        } else {
            identifier(study);
        }
        birthDate(study, person.born);
        sex(study);
        if (!nameless) {
            new NameErrors(rates, dice).spoil(study, profile.languages());
        }
    }

    /** Twins have no given name yet, or only its first letter. Returns whether the name is to stay so. */
    private boolean birthOrder(Study study, Person person) {
        if (person.birthOrder.isEmpty()) {
            return false;
        }
        if (dice.hits(rates.of("twin_letter"))) {
            String number = person.birthOrder.equals("A") ? "I" : "II";
            study.name = person.last.latin() + '^' + dice.of(List.of("BABY BOY " + person.birthOrder,
                    "BABY " + person.birthOrder, "RN " + number, "GIRL " + number, "BB " + person.birthOrder));
            study.errors.add("twin_letter");
            return true;
        }
        if (dice.hits(rates.of("twin_initial"))) {
            study.name = person.last.latin() + '^' + person.first.latin().charAt(0);
            study.errors.add("twin_initial");
            return true;
        }
        return false;
    }

    /** As it should be. */
    void plain(Study study, Person person, String id, Word last) {
        study.patientId = id == null ? "" : id;
        String latin = Person.pn(last.latin(), person.first.latin(), person.middle.latin());
        String local = Person.pn(last.local(), person.first.local(), person.middle.local());
        study.name = switch (profile.names()) {
            case LOCAL -> local;
            case LATIN -> latin;
            case GROUPS -> latin + "=" + local;
            case MIXED -> dice.hits(0.6) ? latin + "=" + local : latin;
        };
        study.birthDate = PacsHeader.da(person.born);
        study.sex = person.sex;
    }

    /** @return whether the name is unknown, too */
    private boolean temporary(Study study, Person person) {
        study.errors.add("id_temporary");
        study.patientId = usual ? "TMP" + dice.digits(6)
                : dice.of(List.of("TMP", "UNK", "NOTFALL-", "99990")) + dice.digits(6);
        if (dice.hits(0.4)) {
            study.birthDate = "";
        }
        boolean nameless = dice.hits(0.35);
        if (nameless) {
            study.name = dice.of(usual ? List.of("UNKNOWN^") : List.of("UNKNOWN^", "NN^", "INCONNU^", "UNBEKANNT^"))
                    + (person.sex.equals("M") ? "MALE" : "FEMALE");
        }
        return nameless;
    }

    private void identifier(Study study) {
        String id = study.patientId;
        if (id.startsWith("0") && dice.hits(rates.of("id_leading_zero_lost"))) {
            change(study, id.replaceFirst("^0+(?=.)", ""), "id_leading_zero_lost");
        }
        if (dice.hits(rates.of("id_transposed"))) {
            change(study, Typos.swapped(dice, study.patientId), "id_transposed");
        }
        boolean check = profile.identifiers() == IdentifierFormat.MODULO_11
                || profile.identifiers() == IdentifierFormat.LUHN;
        if (check && dice.hits(rates.of("id_check_digit_lost"))) {
            change(study, study.patientId.substring(0, study.patientId.length() - 1), "id_check_digit_lost");
        }
        if (id.matches("[A-Z]+\\d+") && dice.hits(rates.of("id_prefix_lost"))) {
            change(study, study.patientId.replaceFirst("^[A-Z]+", ""), "id_prefix_lost");
        }
        if (profile.identifiers() == IdentifierFormat.BASE_36 && dice.hits(rates.of("id_case"))) {
            change(study, study.patientId.toLowerCase(Locale.ROOT), "id_case");
        }
        if (profile.identifiers() == IdentifierFormat.PERSON_NUMBER && dice.hits(rates.of("id_century_added"))) {
            String century = study.birthDate.startsWith("20") ? "20" : "19";
            change(study, century + study.patientId, "id_century_added");
        }
        if (dice.hits(rates.of("id_punctuation"))) {
            change(study, punctuated(study.patientId), "id_punctuation");
        }
        if (dice.hits(rates.of("id_site_prefix"))) {
            change(study, dice.of(List.of("SITE1_", "RAD", "01", "KH-")) + study.patientId, "id_site_prefix");
        }
    }

    private String punctuated(String id) {
        if (id.matches(".*[.-].*")) {
            return id.replaceAll("[.-]", dice.hits(0.7) ? "" : " ");
        }
        return id.length() < 4 || dice.hits(0.4) ? " " + id + " "
                : id.substring(0, id.length() - 2) + "-" + id.substring(id.length() - 2);
    }

    private static void change(Study study, String id, String error) {
        if (!id.equals(study.patientId)) {
            study.patientId = id;
            study.errors.add(error);
        }
    }

    private void birthDate(Study study, LocalDate born) {
        if (study.birthDate.isEmpty()) {
            return;
        }
        if (dice.hits(rates.of("dob_missing"))) {
            study.birthDate = "";
            study.errors.add("dob_missing");
        } else if (dice.hits(rates.of("dob_default"))) {
            study.birthDate = usual || dice.hits(0.5) ? "19000101" : born.getYear() + "0101";
            study.errors.add("dob_default");
        } else if (dice.hits(rates.of("dob_digit"))) {
            study.birthDate = Typos.date(dice, born).replace("-", "");
            study.errors.add("dob_digit");
        } else if (born.getDayOfMonth() <= 12 && born.getDayOfMonth() != born.getMonthValue()
                && dice.hits(rates.of("dob_day_month_swap"))) {
            study.birthDate = PacsHeader.da(LocalDate.of(born.getYear(), born.getDayOfMonth(), born.getMonthValue()));
            study.errors.add("dob_day_month_swap");
        }
    }

    private void sex(Study study) {
        if (dice.hits(rates.of("sex_missing"))) {
            study.sex = "";
            study.errors.add("sex_missing");
        } else if (dice.hits(rates.of("sex_wrong"))) {
            study.sex = study.sex.equals("M") ? "F" : "M";
            study.errors.add("sex_wrong");
        }
    }
}
