package org.dromedary.operate.record;

import java.io.IOException;
import org.dromedary.ledger.SpreadsheetText;

/** Lines of a CSV file (RFC 4180, UTF-8). */
final class Csv {

    private Csv() {
    }

    static void line(Appendable out, Object... values) throws IOException {
        for (int i = 0; i < values.length; i++) {
            if (i > 0) {
                out.append(',');
            }
            out.append(field(values[i]));
        }
        out.append("\r\n");
    }

    static String field(Object value) {
        if (value == null) {
            return "";
        }
        String text = value instanceof String string ? SpreadsheetText.guarded(string) : value.toString();
        boolean quote = text.chars().anyMatch(c -> c == ',' || c == ';' || c == '\t' || c == '"' || c == '\n' || c == '\r');
        return quote ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }
}
