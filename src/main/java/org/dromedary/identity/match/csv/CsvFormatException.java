package org.dromedary.identity.match.csv;

/** A CSV file that can't be read as it is: the message names file, line, column and what to do, never a value. */
public final class CsvFormatException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    CsvFormatException(String message) {
        super(message);
    }
}
