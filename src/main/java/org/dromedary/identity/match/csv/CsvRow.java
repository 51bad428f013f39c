package org.dromedary.identity.match.csv;

import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.commons.csv.CSVRecord;

/** A row by our names of its columns. */
public final class CsvRow {

    private static final Map<String, DateTimeFormatter> FORMATTERS = new ConcurrentHashMap<>();

    private final CSVRecord row;
    private final long line;
    private final Path file;
    private final CsvForm form;

    CsvRow(CSVRecord row, long line, Path file, CsvForm form) {
        this.row = row;
        this.line = line;
        this.file = file;
        this.form = form;
    }

    /** Empty if the file has no such column. */
    public String text(String column) {
        String name = form.headers().getOrDefault(column, column);
        return row.isMapped(name) ? row.get(name).strip() : "";
    }

    /** A value that each row must have. */
    public String needed(String column) {
        String text = text(column);
        if (text.isEmpty()) {
            throw new CsvFormatException(file + ", line " + line + ", column "
                    + form.headers().getOrDefault(column, column) + ": empty: each row needs a value here");
        }
        return text;
    }

    /** Line of the file in which the row begins. */
    public long line() {
        return line;
    }

    /** A complaint about a value, which it doesn't show. */
    public CsvFormatException wrong(String column, String what) {
        return new CsvFormatException(file + ", line " + line + ", column "
                + form.headers().getOrDefault(column, column) + ": " + what);
    }

    /** A date as ISO 8601, empty if there is none. */
    String date(String column) {
        TemporalAccessor date = temporal(column);
        return date == null ? "" : LocalDate.from(date).toString();
    }

    /** Date and time as yyyy-MM-dd HH:mm, without the time if the file has none. */
    public String dateTime(String column) {
        TemporalAccessor date = temporal(column);
        if (date == null) {
            return "";
        }
        return date.query(TemporalQueries.localTime()) == null ? LocalDate.from(date).toString()
                : LocalDateTime.from(date).toString().substring(0, 16).replace('T', ' ');
    }

    private TemporalAccessor temporal(String column) {
        String text = text(column);
        if (text.isEmpty()) {
            return null;
        }
        for (String pattern : form.dates()) {
            try {
                return FORMATTERS.computeIfAbsent(pattern, CsvRow::formatter).parse(text);
            } catch (DateTimeException notThis) {
                continue;
            }
        }
        throw new CsvFormatException(file + ", line " + line + ", column "
                + form.headers().getOrDefault(column, column) + ": no date by any of the patterns "
                + String.join(", ", form.dates()) + ": add the pattern in which this file writes dates");
    }

    private static DateTimeFormatter formatter(String pattern) {
        return new DateTimeFormatterBuilder().appendPattern(pattern.replace("yyyy", "uuuu"))
                .parseDefaulting(ChronoField.ERA, 1).toFormatter(Locale.ROOT);
    }
}
