package org.dromedary.testing.site;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What makes one site differ from another.
 *
 * @param languages    of the names, the first is that of four people in five and of the RIS' procedure texts
 * @param pacsLanguage of the PACS' descriptions
 * @param names        how the PACS writes names of another script
 * @param surnames     how many surnames the place has, 0 for all of the language
 * @param noAccessions first year in which the PACS has accession numbers; 0 if it always had them
 * @param utcStations  of how many stations in a hundred the clock runs in UTC
 * @param hoursAhead   of UTC, for those
 * @param dayOff       whether one station's clock is a day ahead
 * @param oldIds       share of the exams before a merge that the RIS still lists under the retired number
 */
record SiteProfile(String name, List<String> languages, String pacsLanguage, NameForm names, int surnames,
        IdentifierFormat identifiers, AccessionFormat accessions, int noAccessions, int utcStations, int hoursAhead,
        boolean dayOff, double oldIds, ErrorRates rates) {

    /**
     * LOCAL as the RIS has them, LATIN in Latin letters, GROUPS as PS3.5 §6.2.1.1 Latin and local letters, or MIXED.
     */
    enum NameForm {
        LOCAL, LATIN, GROUPS, MIXED
    }

    private static SiteProfile of(String name, String languages, String pacsLanguage, NameForm names,
            IdentifierFormat identifiers, AccessionFormat accessions, String... rates) {
        return new SiteProfile(name, List.of(languages.split(" ")), pacsLanguage, names, 0, identifiers,
                accessions, 0, 0, 0,
                false, 0, new ErrorRates(rates));
    }

    private SiteProfile surnames(int most) {
        return new SiteProfile(name, languages, pacsLanguage, names, most, identifiers, accessions, noAccessions,
                utcStations, hoursAhead, dayOff, oldIds, rates);
    }

    private SiteProfile accessionsFrom(int year) {
        return new SiteProfile(name, languages, pacsLanguage, names, surnames, identifiers, accessions, year,
                utcStations, hoursAhead, dayOff, oldIds, rates);
    }

    private SiteProfile clocks(int utcPercent, int ahead, boolean oneDayOff) {
        return new SiteProfile(name, languages, pacsLanguage, names, surnames, identifiers, accessions, noAccessions,
                utcPercent, ahead, oneDayOff, oldIds, rates);
    }

    private SiteProfile oldIds(double share) {
        return new SiteProfile(name, languages, pacsLanguage, names, surnames, identifiers, accessions, noAccessions,
                utcStations, hoursAhead, dayOff, share, rates);
    }

    /** All profiles by name. {@link SiteSets} tells which are kept for judging. */
    static Map<String, SiteProfile> all() {
        Map<String, SiteProfile> all = new TreeMap<>();
        for (SiteProfile profile : List.of(
                of("usual", "da en vi tr ar fr pl es", "da", NameForm.LOCAL, IdentifierFormat.ZERO_PADDED_8,
                        AccessionFormat.PREFIX_YEAR),
                of("german-letters", "de tr pl", "de", NameForm.LOCAL, IdentifierFormat.LETTER_PREFIX,
                        AccessionFormat.DIGITS_8, "acc_prefix_added=.03", "same_name_other_dob=.04").oldIds(0.3),
                of("french-luhn", "fr ar", "en", NameForm.LOCAL, IdentifierFormat.LUHN, AccessionFormat.YEAR_DASH,
                        "id_check_digit_lost=.04", "father_and_son=.02"),
                of("polish-dense", "pl de ru", "pl", NameForm.LATIN, IdentifierFormat.ZERO_PADDED_6,
                        AccessionFormat.COUNTER_6, "acc_of_neighbour=.5", "entry_of_neighbour=.3", "twin_pair=.03"),
                of("turkish-modality", "tr", "en", NameForm.LOCAL, IdentifierFormat.MODULO_11, AccessionFormat.MODALITY,
                        "id_check_digit_lost=.05", "dirt=1.5"),
                of("swedish-numbers", "sv en ar", "sv", NameForm.LOCAL, IdentifierFormat.PERSON_NUMBER,
                        AccessionFormat.ALPHANUMERIC_16, "time_default=.03").clocks(20, 1, false),
                of("greek-script", "el", "en", NameForm.LATIN, IdentifierFormat.COUNTER,
                        AccessionFormat.ZERO_PADDED_LETTERS, "father_and_son=.03").clocks(0, 2, true),
                of("japanese-groups", "ja", "ja", NameForm.MIXED, IdentifierFormat.ZERO_PADDED_10,
                        AccessionFormat.DIGITS_8).clocks(15, 9, false),
                of("dutch-particles", "nl ar tr", "en", NameForm.LOCAL, IdentifierFormat.SEPARATED,
                        AccessionFormat.SUB_PROCEDURE, "acc_sub_lost=.5", "same_day_second_exam=.2"),
                of("small-town", "da", "da", NameForm.LOCAL, IdentifierFormat.ZERO_PADDED_6, AccessionFormat.COUNTER_6,
                        "same_name_other_dob=.06", "father_and_son=.05", "twin_pair=.04", "acc_of_neighbour=.5")
                        .surnames(6),
                of("spanish-old-ris", "es fr", "es", NameForm.LOCAL, IdentifierFormat.SITE_PREFIX,
                        AccessionFormat.YEAR_DASH, "merged_identity=.08").accessionsFrom(2012).oldIds(0.5),
                of("vietnamese", "vi", "en", NameForm.LATIN, IdentifierFormat.BASE_36, AccessionFormat.MODALITY,
                        "same_name_other_dob=.05").clocks(10, 7, false),
                of("russian-script", "ru", "ru", NameForm.LATIN, IdentifierFormat.LETTER_PREFIX,
                        AccessionFormat.PREFIX_YEAR, "dirt=1.5"),
                of("chinese-korean", "zh ko", "en", NameForm.MIXED, IdentifierFormat.MODULO_11,
                        AccessionFormat.ZERO_PADDED_LETTERS, "same_name_other_dob=.05", "twin_pair=.03"),
                of("english-dirty", "en ar nl", "en", NameForm.LOCAL, IdentifierFormat.COUNTER,
                        AccessionFormat.SUB_PROCEDURE, "dirt=2", "acc_sub_lost=.2", "time_default=.05"),
                of("nordic-numbers", "sv da vi", "da", NameForm.LATIN, IdentifierFormat.PERSON_NUMBER,
                        AccessionFormat.DIGITS_8, "acc_missing=.3", "merged_identity=.08", "entry_of_neighbour=.3")
                        .clocks(30, 1, true),
                of("intensive-care", "de en", "de", NameForm.LOCAL, IdentifierFormat.LUHN, AccessionFormat.COUNTER_6,
                        "serial_exams=.08"),
                of("twin-clinic", "fr", "fr", NameForm.LATIN, IdentifierFormat.COUNTER, AccessionFormat.YEAR_DASH,
                        "twin_pair=.25", "twins_together=.6", "dirt=1.5"),
                of("part-of-ris", "en es", "en", NameForm.LOCAL, IdentifierFormat.LETTER_PREFIX,
                        AccessionFormat.PREFIX_YEAR, "no_ris_exam=.25", "acc_missing=.2"),
                of("scheduled", "pl", "pl", NameForm.LOCAL, IdentifierFormat.BASE_36, AccessionFormat.DIGITS_8,
                        "scheduled_time=.6", "same_day_second_exam=.25"))) {
            all.put(profile.name, profile);
        }
        return all;
    }
}
