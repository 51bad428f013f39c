package org.dromedary.hospital.presentation;

import java.math.BigDecimal;
import java.nio.file.Path;
import org.dromedary.dicom.data.Uid;
import org.dromedary.identity.match.csv.CsvForm;
import org.dromedary.identity.match.csv.CsvFormatException;
import org.dromedary.identity.match.csv.CsvRow;
import org.dromedary.identity.match.csv.CsvTable;
import org.dromedary.ledger.Texts;

/**
 * A window of an image, as the old archive had it.
 *
 * @param frame       from 1; 0: all frames
 * @param center      of the window, a decimal string (PS3.3 §C.11.2.1.2)
 * @param width       at least 1
 * @param explanation empty if there is none
 * @param by          who set it, a PN; may be empty
 * @param at          {@code yyyy-MM-dd HH:mm}, without the time or empty where it is not known
 * @param line        of the file
 */
public record WindowRow(String sopInstanceUid, int frame, String center, String width, String explanation, String by,
        String at, long line) {

    private static final int MAX_FRAMES = 1_000_000;
    private static final int MAX_DECIMAL_LENGTH = 16;

    /** The rows of a file with the columns of docs/presentation.md. */
    public static Iterable<WindowRow> in(Path file) {
        return new CsvTable<>(file, CsvForm.PLAIN, WindowRow::of, "sop_instance_uid", "center", "width");
    }

    private static WindowRow of(CsvRow row) {
        BigDecimal width = decimal(row, "width");
        if (width.compareTo(BigDecimal.ONE) < 0) {
            throw row.wrong("width", "a window is at least 1 wide");
        }
        return new WindowRow(uid(row), frame(row), text(decimal(row, "center")), text(width),
                CsvText.fit(row.text("explanation"), 64), CsvText.name(row.text("created_by")),
                row.dateTime("created_at"),
                row.line());
    }

    static String uid(CsvRow row) {
        String uid = row.needed("sop_instance_uid");
        boolean tooLong = uid.length() <= Texts.MAX_UID && uid.matches("[0-9.]{65,}");
        if (!Uid.isValid(uid) && !tooLong) {
            throw row.wrong("sop_instance_uid", "no valid UID (PS3.5 §9.1)");
        }
        return uid;
    }

    /** The column {@code frame}; 0 if it is empty. */
    static int frame(CsvRow row) {
        String text = row.text("frame");
        if (text.isEmpty()) {
            return 0;
        }
        boolean number = text.matches("[0-9]{1,7}");
        if (!number || Integer.parseInt(text) < 1 || Integer.parseInt(text) > MAX_FRAMES) {
            throw row.wrong("frame", "frames are numbered from 1");
        }
        return Integer.parseInt(text);
    }

    private static BigDecimal decimal(CsvRow row, String column) {
        String text = row.needed(column);
        CsvFormatException wrong = row.wrong(column, "no decimal of at most 16 characters, with a point");
        if (text.length() > MAX_DECIMAL_LENGTH) {
            throw wrong;
        }
        try {
            BigDecimal decimal = new BigDecimal(text);
            if (Math.abs((long) decimal.precision() - decimal.scale()) > 12) {
                throw wrong;
            }
            return decimal;
        } catch (NumberFormatException e) {
            throw wrong;
        }
    }

    private static String text(BigDecimal decimal) {
        String plain = decimal.stripTrailingZeros().toPlainString();
        return plain.length() <= MAX_DECIMAL_LENGTH ? plain : decimal.toString();
    }
}
