package org.dromedary.operate.cli;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.dromedary.hospital.ris.CsvSettings;
import org.dromedary.identity.match.csv.CsvForm;
import org.dromedary.operate.settings.StartUpException;
import picocli.CommandLine.Option;

/** How the RIS's CSV files are written: options, before the settings. */
final class RisFiles {

    @Option(names = "--delimiter", paramLabel = "CHAR", description = "Of the RIS files: a character, or 'tab'.")
    private String delimiter;

    @Option(names = "--charset", paramLabel = "NAME", description = "Of the RIS files.")
    private String charset;

    @Option(names = "--date-pattern", paramLabel = "PATTERN", description = "Of dates in the RIS files; repeatable.")
    private List<String> datePatterns = List.of();

    @Option(names = "--header", paramLabel = "OURS=THEIRS",
            description = "A column of the RIS files that is named otherwise; repeatable.")
    private List<String> headers = List.of();

    /** @throws StartUpException saying what is wrong with an option or a setting */
    CsvForm form(CsvSettings settings) {
        List<String> dates = new ArrayList<>(datePatterns);
        settings.datePatterns().ifPresent(patterns -> dates.addAll(Arrays.asList(patterns.split("\\s*;\\s*"))));
        dates.addAll(CsvForm.PLAIN.dates());
        Map<String, String> names = new HashMap<>();
        List<String> mapping = new ArrayList<>(settings.headers().orElse(List.of()));
        mapping.addAll(headers);
        for (String one : mapping) {
            int equals = one.indexOf('=');
            if (equals < 1) {
                throw new StartUpException("A column is mapped as ours=theirs, such as exam_id=order_id");
            }
            names.put(one.substring(0, equals).strip(), one.substring(equals + 1).strip());
        }
        String name = charset == null ? settings.charset() : charset;
        try {
            return new CsvForm(character(delimiter == null ? settings.delimiter() : delimiter),
                    Charset.forName(name), dates, names);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            throw new StartUpException("There is no charset " + name + ": such as UTF-8, ISO-8859-1, windows-1252");
        }
    }

    private static char character(String text) {
        if (text.equals("tab")) {
            return '\t';
        }
        if (text.length() != 1) {
            throw new StartUpException("The delimiter is one character, or 'tab'");
        }
        return text.charAt(0);
    }
}
