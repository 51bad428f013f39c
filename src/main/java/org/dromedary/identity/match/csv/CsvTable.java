package org.dromedary.identity.match.csv;

import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PushbackReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.Function;
import org.apache.commons.csv.CSVException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.apache.commons.csv.DuplicateHeaderMode;

/** The rows of a file, read anew for each iteration and never all in memory. */
public final class CsvTable<T> implements Iterable<T> {

    private final Path file;
    private final CsvForm form;
    private final String[] required;
    private final Function<CsvRow, T> reading;

    /** @param required columns that the file must have; of others, absent ones are empty */
    public CsvTable(Path file, CsvForm form, Function<CsvRow, T> reading, String... required) {
        this.file = file;
        this.form = form;
        this.reading = reading;
        this.required = required;
    }

    @Override
    public Iterator<T> iterator() {
        try {
            CSVParser parser = CSVFormat.RFC4180.builder().setDelimiter(form.delimiter()).setHeader()
                    .setSkipHeaderRecord(true).setIgnoreSurroundingSpaces(true).setIgnoreEmptyLines(true)
                    .setDuplicateHeaderMode(DuplicateHeaderMode.DISALLOW).get().parse(open());
            checkHeader(parser.getHeaderMap());
            return new Rows(parser);
        } catch (CharacterCodingException e) {
            throw wrongCharset(1);
        } catch (IOException e) {
            throw new CsvFormatException(file + " can't be read (" + e.getClass().getSimpleName()
                    + "): check path and rights");
        } catch (UncheckedIOException | IllegalArgumentException e) {
            throw new CsvFormatException(file + ": the header line can't be read: check delimiter and charset, and that"
                    + " each column is named once");
        }
    }

    private PushbackReader open() throws IOException {
        PushbackReader reader = new PushbackReader(new BufferedReader(new InputStreamReader(
                new FileInputStream(file.toFile()), form.charset().newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT).onUnmappableCharacter(CodingErrorAction.REPORT)),
                1 << 16));
        try {
            int first = reader.read();
            if (first >= 0 && first != '\uFEFF') {
                reader.unread(first);
            }
            return reader;
        } catch (IOException e) {
            reader.close();
            throw e;
        }
    }

    private CsvFormatException wrongCharset(long line) {
        return new CsvFormatException(file + ", about line " + line + ": bytes that are not " + form.charset()
                + ": name the file's charset");
    }

    private void checkHeader(Map<String, Integer> header) {
        for (String column : required) {
            String name = form.headers().getOrDefault(column, column);
            if (!header.containsKey(name)) {
                throw new CsvFormatException(file + ", line 1: there is no column " + name
                        + ": check the delimiter (" + form.delimiter() + "), or name the column that holds " + column
                        + " in the header mapping");
            }
        }
    }

    private final class Rows implements Iterator<T> {

        private final CSVParser parser;
        private final Iterator<CSVRecord> records;
        /** Line in which the next row begins. */
        private long begun;

        Rows(CSVParser parser) {
            this.parser = parser;
            this.records = parser.iterator();
            this.begun = parser.getCurrentLineNumber() + 1;
        }

        @Override
        public boolean hasNext() {
            try {
                if (records.hasNext()) {
                    return true;
                }
                parser.close();
                return false;
            } catch (UncheckedIOException | IllegalStateException | IOException e) {
                throw unreadable(e);
            }
        }

        @Override
        public T next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            long line = begun;
            CSVRecord row = records.next();
            begun = parser.getCurrentLineNumber() + 1;
            if (!row.isConsistent()) {
                throw new CsvFormatException(file + ", line " + line + ": " + row.size() + " values, but "
                        + parser.getHeaderMap().size() + " columns: quote values that hold the delimiter ("
                        + form.delimiter() + ") or a line break");
            }
            return reading.apply(new CsvRow(row, line, file, form));
        }

        private CsvFormatException unreadable(Exception e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof CharacterCodingException) {
                    return wrongCharset(begun);
                }
                if (cause instanceof CSVException) {
                    break;
                }
            }
            return new CsvFormatException(file + ", line " + begun
                    + ": the row can't be read: check its quotes");
        }
    }
}
