package org.dromedary.identity.match.csv;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * How a CSV file is written. Columns are named by a header line.
 *
 * @param dates   patterns of dates, as of {@link java.time.format.DateTimeFormatter}; a pattern with an hour is one of
 *                a date with time. The first that fits a value is taken
 * @param headers our name of a column to that in the file, where they differ
 */
public record CsvForm(char delimiter, Charset charset, List<String> dates, Map<String, String> headers) {

    /** Commas, UTF-8, ISO 8601, columns named as ours. */
    public static final CsvForm PLAIN = new CsvForm(',', StandardCharsets.UTF_8,
            List.of("yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm",
                    "yyyyMMddHHmmss", "yyyyMMddHHmm", "yyyy-MM-dd", "yyyyMMdd"), Map.of());
}
