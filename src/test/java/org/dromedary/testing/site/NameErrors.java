package org.dromedary.testing.site;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What happens to a DICOM PN (PS3.5 §6.2.1) in the old PACS. */
final class NameErrors {
    private static final int SHORT = 16;

    private final ErrorRates rates;
    private final Dice dice;

    NameErrors(ErrorRates rates, Dice dice) {
        this.rates = rates;
        this.dice = dice;
    }

    /** @param languages of the site, the first for a new surname */
    void spoil(Study study, List<String> languages) {
        String[] groups = study.name.split("=", 2);
        List<String> parts = new ArrayList<>(List.of(groups[0].split("\\^")));
        if (dice.hits(rates.of("name_surname_changed"))) {
            Word other = Names.of(languages.get(0)).last(dice, study.sex.equals("F") ? "F" : "M", 0);
            boolean latin = new Word(groups[0], "").latinScript();
            note(study, "name_surname_changed", parts.set(0, latin ? other.latin() : other.local()), parts.get(0));
            groups = new String[] {groups[0]};
        }
        String nickname = languages.stream().map(language -> Names.of(language).nickname(parts.get(1)))
                .filter(name -> name != null).findFirst().orElse(null);
        // Not every name has one, so that the rate is for those that do and is raised.
        if (nickname != null && dice.hits(rates.of("name_nickname") * 2)) {
            note(study, "name_nickname", parts.set(1, nickname), nickname);
        }
        if (dice.hits(rates.of("name_typo"))) {
            int at = dice.below(2);
            String typed = Typos.word(dice, parts.get(at));
            note(study, "name_typo", parts.set(at, typed), typed);
        }
        if (dice.hits(rates.of("name_swap"))) {
            parts.add(0, parts.remove(1));
            study.errors.add("name_swap");
        }
        study.name = form(study, parts, groups.length > 1 ? "=" + groups[1] : "");
        script(study);
        if (!study.name.toUpperCase(Locale.ROOT).equals(study.name) && dice.hits(rates.of("name_uppercase"))) {
            study.name = study.name.toUpperCase(Locale.ROOT);
            study.errors.add("name_uppercase");
        }
    }

    private static void note(Study study, String error, String before, String after) {
        if (!before.equals(after)) {
            study.errors.add(error);
        }
    }

    private String form(Study study, List<String> parts, String group) {
        if (dice.hits(rates.of("name_all_in_last"))) {
            study.errors.add("name_all_in_last");
            return parts.get(0) + ", " + String.join(" ", parts.subList(1, parts.size()));
        }
        if (dice.hits(rates.of("name_title"))) {
            study.errors.add("name_title");
            return String.join("^", parts) + (parts.size() == 2 ? "^" : "") + "^"
                    + dice.of(List.of("Dr", "Prof.", "Mrs", "Dr. med.")) + group;
        }
        String name = String.join("^", parts);
        if (name.length() > SHORT && dice.hits(rates.of("name_truncated") * 3)) {
            study.errors.add("name_truncated");
            return name.substring(0, SHORT);
        }
        return name + group;
    }

    private void script(Study study) {
        boolean latin = new Word(study.name, "").latinScript();
        String ascii = Typos.ascii(study.name, false);
        if (latin && !ascii.equals(study.name) && dice.hits(rates.of("name_diacritics") * 3)) {
            study.name = Typos.ascii(study.name, dice.hits(0.3));
            study.errors.add("name_diacritics");
        } else if (study.name.chars().anyMatch(letter -> letter > 127) && dice.hits(rates.of("name_mojibake") * 2)) {
            study.name = latin && dice.hits(0.2) ? Typos.questionMarks(study.name) : Typos.mojibake(study.name);
            study.errors.add("name_mojibake");
        }
    }
}
