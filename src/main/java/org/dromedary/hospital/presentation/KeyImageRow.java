package org.dromedary.hospital.presentation;

import java.nio.file.Path;
import org.dromedary.identity.match.csv.CsvForm;
import org.dromedary.identity.match.csv.CsvRow;
import org.dromedary.identity.match.csv.CsvTable;

/**
 * A key image, as the old archive had it.
 *
 * @param document    what sets documents of one study apart; may be empty
 * @param frame       from 1; 0: the whole object
 * @param title       of the document, see {@link KeyObjectTitle}
 * @param description of the document; may be empty
 * @param by          who marked it, a PN; may be empty
 * @param at          {@code yyyy-MM-dd HH:mm}, without the time or empty where it is not known
 * @param line        of the file
 */
public record KeyImageRow(String document, String sopInstanceUid, int frame, KeyObjectTitle title, String description,
        String by, String at, long line) {

    /** The rows of a file with the columns of docs/presentation.md. */
    public static Iterable<KeyImageRow> in(Path file) {
        return new CsvTable<>(file, CsvForm.PLAIN, KeyImageRow::of, "sop_instance_uid");
    }

    private static KeyImageRow of(CsvRow row) {
        KeyObjectTitle title = KeyObjectTitle.of(row.text("title"));
        if (title == null) {
            throw row.wrong("title", "no title of CID 7010: its code (113000) or meaning (Of Interest)");
        }
        return new KeyImageRow(row.text("document"), WindowRow.uid(row), WindowRow.frame(row), title,
                CsvText.fit(row.text("description"), 1024), CsvText.name(row.text("created_by")),
                row.dateTime("created_at"), row.line());
    }
}
