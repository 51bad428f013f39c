package org.dromedary.operate.cli.dicom;

import java.util.ArrayList;
import java.util.List;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Dictionary;
import org.dromedary.dicom.data.Element;
import org.dromedary.dicom.data.Tag;

/** Answers of a query as a table: a column for each key, as wide as its widest value. */
final class AnswerTable {

    private static final int WIDEST = 70;

    private final List<Integer> columns = new ArrayList<>();
    private final List<List<String>> rows = new ArrayList<>();

    AnswerTable(DataSet identifier) {
        List<String> header = new ArrayList<>();
        for (Element key : identifier) {
            if (key.tag() != Tag.QueryRetrieveLevel && key.tag() != Tag.SpecificCharacterSet) {
                columns.add(key.tag());
                String keyword = Dictionary.keywordOf(key.tag());
                header.add(keyword == null || keyword.isEmpty() ? Tag.toString(key.tag()) : keyword);
            }
        }
        rows.add(header);
    }

    void add(DataSet answer) {
        List<String> row = new ArrayList<>();
        for (int tag : columns) {
            Element element = answer.get(tag);
            if (element != null && element.isSequence()) {
                row.add(element.items().size() + " item(s)");
            } else {
                row.add(printable(String.join("\\", answer.getStrings(tag))));
            }
        }
        rows.add(row);
    }

    List<String> lines() {
        int[] widths = new int[columns.size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], Math.min(WIDEST, width(row.get(i))));
            }
        }
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    private static String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String cell = row.get(i);
            line.append(cell).append(" ".repeat(Math.max(0, widths[i] - width(cell)) + 2));
        }
        return line.toString().stripTrailing();
    }

    /** Columns on a terminal: ideographs, kana and hangul take two. */
    private static int width(String cell) {
        return cell.codePoints().map(c -> isWide(c) ? 2 : 1).sum();
    }

    private static boolean isWide(int c) {
        return c >= 0x1100 && c <= 0x115F || c >= 0x2E80 && c <= 0xA4CF || c >= 0xAC00 && c <= 0xD7A3
                || c >= 0xF900 && c <= 0xFAFF || c >= 0xFF00 && c <= 0xFF60;
    }

    /** Values come from outside: escape sequences must not reach the terminal. */
    private static String printable(String value) {
        return value.codePoints().map(c -> Character.isISOControl(c) ? '.' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
    }
}
