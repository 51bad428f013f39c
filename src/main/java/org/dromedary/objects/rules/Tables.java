package org.dromedary.objects.rules;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** The CSV files that rules name: UTF-8, columns separated by comma or semicolon, a first line with their names. */
final class Tables {

    private static final long MAX_LENGTH = 16 << 20;

    private final Path folder;
    private final SortedMap<String, byte[]> contents;
    private final Map<String, Table> tables = new HashMap<>();

    private record Table(List<String> columns, List<CSVRecord> rows) {
    }

    /** @param folder that names are relative to; null: there are only the files given */
    Tables(Path folder, SortedMap<String, byte[]> contents) {
        this.folder = folder;
        this.contents = new TreeMap<>(contents);
    }

    /** Every file that was asked for, by its name. */
    SortedMap<String, byte[]> contents() {
        return contents;
    }

    /** @throws IllegalArgumentException that says what is wrong */
    Set<String> column(String file, String column) {
        Table table = table(file, column);
        Set<String> values = new HashSet<>();
        table.rows().forEach(row -> values.add(cell(row, column)));
        values.remove("");
        return values;
    }

    /**
     * One column by another.
     *
     * @throws IllegalArgumentException that says what is wrong
     */
    Map<String, String> map(String file, String key, String value) {
        Table table = table(file, key, value);
        Map<String, String> map = new HashMap<>();
        for (CSVRecord row : table.rows()) {
            String before = map.put(cell(row, key), cell(row, value));
            if (before != null && !before.equals(cell(row, value))) {
                throw new IllegalArgumentException(file + ":" + (row.getRecordNumber() + 1) + " has another value in '"
                        + value + "' for what stood in '" + key + "' before");
            }
        }
        return map;
    }

    private static String cell(CSVRecord row, String column) {
        return row.isSet(column) ? row.get(column).strip() : "";
    }

    private Table table(String file, String... columns) {
        Table table = tables.computeIfAbsent(file, this::read);
        for (String column : columns) {
            if (!table.columns().contains(column)) {
                throw new IllegalArgumentException(file + " has no column '" + column + "'"
                        + ClosestWord.hint(column, table.columns(), true));
            }
        }
        return table;
    }

    private Table read(String file) {
        String text = new String(contents.computeIfAbsent(file, this::load), StandardCharsets.UTF_8);
        int end = text.indexOf('\n');
        String first = end < 0 ? text : text.substring(0, end);
        CSVFormat format = CSVFormat.RFC4180.builder().setDelimiter(first.indexOf(';') >= 0 ? ';' : ',').setHeader()
                .setSkipHeaderRecord(true).setIgnoreEmptyLines(true).setTrim(true).get();
        try (CSVParser parser = format.parse(new InputStreamReader(new ByteArrayInputStream(
                text.startsWith("\uFEFF") ? text.substring(1).getBytes(StandardCharsets.UTF_8)
                        : text.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8))) {
            return new Table(parser.getHeaderNames(), parser.getRecords());
        } catch (IOException | IllegalArgumentException | UncheckedIOException e) {
            throw new IllegalArgumentException(file + " is no CSV file: " + e.getMessage());
        }
    }

    private byte[] load(String file) {
        Path named = Path.of(file).normalize();
        if (folder == null || named.isAbsolute() || named.startsWith("..")) {
            throw new IllegalArgumentException("'" + file + "' must lie beside the rule file, or below that");
        }
        try {
            if (Files.size(folder.resolve(named)) > MAX_LENGTH) {
                throw new IllegalArgumentException(file + " is larger than 16 MB");
            }
            return Files.readAllBytes(folder.resolve(named));
        } catch (IOException e) {
            throw new IllegalArgumentException("there is no file " + file + " beside the rule file that can be read");
        }
    }
}
