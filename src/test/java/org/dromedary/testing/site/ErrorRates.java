package org.dromedary.testing.site;

import java.util.LinkedHashMap;
import java.util.Map;

/** How often each error of the old PACS occurs, per study that can have it. */
final class ErrorRates {
    private static final Map<String, Double> USUAL = new LinkedHashMap<>();

    static {
        String[] table = """
                id_wrong_patient .012 id_missing .03 id_temporary .02 id_old_merged .04 id_site_prefix .06
                id_leading_zero_lost .07 id_punctuation .04 id_transposed .02 id_prefix_lost .04 id_century_added .05
                id_check_digit_lost 0 id_case .04 dob_missing .03 dob_default .01 dob_digit .02 dob_day_month_swap .02
                sex_missing .03 sex_wrong .008 name_surname_changed .02 name_nickname .02 name_typo .06
                name_diacritics .05 name_mojibake .03 name_swap .025 name_all_in_last .02 name_title .02
                name_truncated .015 name_uppercase .12 acc_missing .1 acc_other_exam .02 acc_in_study_id .02
                acc_prefix_lost .05 acc_prefix_added 0 acc_suffix .05 acc_truncated .02 acc_retyped .02
                acc_sub_lost 0 acc_leading_zero_lost .05 time_shift .06 date_off_by_one .02 time_default 0 modality_alias .08 desc_foreign .15
                split_study .012 duplicate_new_uid .011 combined_exams .008 same_day_second_exam .11 ris_only .06
                no_ris_exam .042 foreign_patient_cd .014 test_patient .011 merged_identity .038 twin_pair .011
                same_name_other_dob .017 father_and_son 0 dob_typo_in_ris .006 acc_of_neighbour 0 entry_of_neighbour 0
                reordered .006 left_and_right .006 whole_entry .002 identical_orders .002 three_together .001
                twin_letter .1 twin_initial .1 serial_exams 0 twins_together 0 scheduled_time 0
                """.strip().split("\\s+");
        for (int i = 0; i < table.length; i += 2) {
            USUAL.put(table[i], Double.valueOf(table[i + 1]));
        }
    }

    private final Map<String, Double> rates = new LinkedHashMap<>(USUAL);

    /**
     * @param changes as {@code name=rate}, and {@code dirt=factor} for all that begins with id, dob, sex, name, acc,
     * time
     */
    ErrorRates(String... changes) {
        for (String change : changes) {
            String name = change.substring(0, change.indexOf('='));
            double value = Double.parseDouble(change.substring(name.length() + 1));
            if (name.equals("dirt")) {
                rates.replaceAll((error, rate) -> error.matches("(id|dob|sex|name|acc|time)_.*") ? rate * value : rate);
            } else if (rates.replace(name, value) == null) {
                throw new IllegalArgumentException("No such error: " + name);
            }
        }
    }

    double of(String error) {
        return rates.get(error);
    }
}
