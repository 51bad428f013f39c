package org.dromedary.operate.record;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.dromedary.dicom.data.PrivateFiles;
import org.dromedary.ledger.LedgerView.DoubtfulWindow;
import org.dromedary.ledger.LedgerView.FindingLine;
import org.dromedary.ledger.LedgerView.SeriesLine;
import org.dromedary.ledger.LedgerView.Totals;
import org.dromedary.ledger.SeriesState;

/** The report's pages: every series on pages of equal length, the exceptions and the numbers on the index. */
final class HtmlPages implements AutoCloseable {

    private static final int ROWS = 2000;
    private static final int LISTED_EXCEPTIONS = 5000;
    private static final int LISTED_FINDINGS = 500;
    private static final String STYLE = """
            body { font: 15px/1.45 system-ui, sans-serif; margin: 2rem auto; max-width: 90rem; padding: 0 1rem;
                   color: #1c2733; }
            h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin-top: 2rem; }
            table { border-collapse: collapse; margin: .6rem 0; }
            th, td { text-align: left; padding: .25rem .6rem; border-bottom: 1px solid #d8dee6;
                     vertical-align: top; }
            th { background: #eef2f6; position: sticky; top: 0; }
            td.n { text-align: right; font-variant-numeric: tabular-nums; }
            td.u { font: 12px ui-monospace, monospace; word-break: break-all; min-width: 14rem; }
            .good { color: #12683a; font-weight: 600; } .bad { color: #a11d1d; font-weight: 600; }
            """;

    private final Path folder;
    private final BufferedWriter exceptions;
    private final Path exceptionsFile;
    private BufferedWriter page;
    private int pages;
    private int rows;
    private int exceptionRows;
    private final StringBuilder findings = new StringBuilder();
    private int findingRows;

    HtmlPages(Path folder) throws IOException {
        this.folder = folder;
        this.exceptionsFile = Files.createTempFile(folder, "exceptions", ".part");
        this.exceptions = Files.newBufferedWriter(exceptionsFile);
    }

    void add(SeriesLine line) throws IOException {
        if (page == null || rows == ROWS) {
            nextPage();
        }
        rows++;
        row(page, line);
        if (line.state() != SeriesState.VERIFIED || line.unavailable() + line.rejected() + line.quarantined() > 0
                || line.verified() + line.skipped() == 0 || line.expected() == null || line.doubt() != null) {
            if (exceptionRows++ < LISTED_EXCEPTIONS) {
                row(exceptions, line);
            }
        }
    }

    void add(FindingLine line) {
        if (findingRows++ < LISTED_FINDINGS) {
            findings.append("<tr>");
            for (Object value : MigrationReport.columns(line)) {
                findings.append(value instanceof Long ? "<td class=\"n\">" : "<td>").append(escape(value))
                        .append("</td>");
            }
            findings.append("</tr>\n");
        }
    }

    private void nextPage() throws IOException {
        closePage();
        page = PrivateFiles.writer(folder.resolve(name(++pages)));
        rows = 0;
        begin(page, "Series, page " + pages);
        page.write("<p><a href=\"index.html\">Summary</a>"
                + (pages > 1 ? " · <a href=\"" + name(pages - 1) + "\">previous page</a>" : "") + "</p>\n");
        head(page, MigrationReport.SERIES_COLUMNS);
    }

    private static String name(int number) {
        return String.format("series-%04d.html", number);
    }

    private void closePage() throws IOException {
        if (page != null) {
            page.write("</table>\n</body>\n</html>\n");
            page.close();
        }
    }

    /** Writes the index once all series are added. */
    void index(Summary summary) throws IOException {
        exceptions.close();
        try (BufferedWriter out = PrivateFiles.writer(folder.resolve("index.html"))) {
            begin(out, "Migration report");
            String time = ZonedDateTime.now().format(DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss xxx"));
            out.write("<p>As of " + time + ".</p>\n<p class=\"" + (summary.complete() ? "good" : "bad") + "\">"
                    + escape(Verdict.sentence(summary)) + "</p>\n");
            List<String> reasons = Verdict.reasons(summary);
            if (!reasons.isEmpty()) {
                out.write("<ul>\n");
                for (String reason : reasons) {
                    out.write("<li>" + escape(reason) + "</li>\n");
                }
                out.write("</ul>\n");
            }
            numbers(out, summary);
            out.write("<h2>Every series</h2>\n<p><a href=\"series.csv\">series.csv</a>");
            for (int i = 1; i <= pages; i++) {
                out.write(" · <a href=\"" + name(i) + "\">page " + i + "</a>");
            }
            out.write("</p>\n");
            listExceptions(out);
            listFindings(out);
            out.write("</body>\n</html>\n");
        }
    }

    private static void numbers(BufferedWriter out, Summary summary) throws IOException {
        Totals t = summary.totals();
        out.write("<h2>Objects</h2>\n<table>\n");
        pair(out, "Expected", t.expected());
        pair(out, summary.proof() == Summary.Proof.FOUND ? "Verified at the target"
                : "Acknowledged by the target, which was not asked for them", t.verified());
        pair(out, "Skipped by policy", t.skipped());
        pair(out, "Quarantined", t.quarantined());
        pair(out, "Rejected by the target", t.rejected());
        pair(out, "Unavailable at the source", t.unavailable());
        pair(out, "Bytes received", t.bytes());
        out.write("</table>\n<p class=\"" + (summary.imbalances().isEmpty() ? "good\">The books balance"
                : "bad\">" + escape(Verdict.imbalances(summary))) + ".</p>\n");
        out.write("<h2>Series</h2>\n<table>\n");
        pair(out, "Patients", t.patients());
        pair(out, "Studies", t.studies());
        pair(out, "Series", t.series());
        for (SeriesState state : SeriesState.values()) {
            if (summary.count(state) > 0) {
                pair(out, state.name(), summary.count(state));
            }
        }
        out.write("</table>\n");
        if (summary.plan().isPresent()) {
            out.write("<p>Reconciled by " + escape(SummaryText.line(summary.plan().get())) + ".</p>\n");
        }
        if (!summary.doubtful().isEmpty()) {
            out.write("<h2>Inventory in doubt</h2>\n<table>\n<tr><th>Window</th><th>State</th><th>Why</th></tr>\n");
            for (DoubtfulWindow window : summary.doubtful()) {
                out.write("<tr><td>" + escape(SummaryText.range(window)) + "</td><td>" + window.state() + "</td><td>"
                        + escape(window.reason()) + "</td></tr>\n");
            }
            out.write("</table>\n");
        }
    }

    private void listExceptions(BufferedWriter out) throws IOException {
        out.write("<h2>Series that are not wholly at the target</h2>\n");
        if (exceptionRows == 0) {
            out.write("<p class=\"good\">None.</p>\n");
            return;
        }
        out.write("<p>" + exceptionRows + " series"
                + (exceptionRows > LISTED_EXCEPTIONS ? ", the first " + LISTED_EXCEPTIONS + " listed" : "")
                + "; single objects are in <a href=\"exceptions.csv\">exceptions.csv</a>.</p>\n");
        head(out, MigrationReport.SERIES_COLUMNS);
        try (var lines = Files.lines(exceptionsFile)) {
            for (String line : (Iterable<String>) lines::iterator) {
                out.write(line);
                out.write('\n');
            }
        }
        out.write("</table>\n");
    }

    private void listFindings(BufferedWriter out) throws IOException {
        if (findingRows == 0) {
            return;
        }
        out.write("<h2>Found in objects</h2>\n<p>By finding and device"
                + (findingRows > LISTED_FINDINGS ? ", the first " + LISTED_FINDINGS + " of " + findingRows : "")
                + "; all are in <a href=\"findings.csv\">findings.csv</a>.</p>\n");
        head(out, MigrationReport.FINDING_COLUMNS);
        out.write(findings + "</table>\n");
    }

    private static void pair(BufferedWriter out, String name, long value) throws IOException {
        out.write("<tr><td>" + name + "</td><td class=\"n\">" + value + "</td></tr>\n");
    }

    private static void begin(BufferedWriter out, String title) throws IOException {
        out.write("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>" + title
                + "</title>\n<style>\n" + STYLE + "</style>\n</head>\n<body>\n<h1>" + title + "</h1>\n");
    }

    private static void head(BufferedWriter out, String... columns) throws IOException {
        out.write("<table>\n<tr>");
        for (String column : columns) {
            out.write("<th>" + escape(column) + "</th>");
        }
        out.write("</tr>\n");
    }

    private static void row(BufferedWriter out, SeriesLine line) throws IOException {
        StringBuilder row = new StringBuilder("<tr>");
        for (Object value : MigrationReport.columns(line)) {
            boolean number = value instanceof Integer || value instanceof Long;
            boolean uid = value == line.studyInstanceUid() || value == line.seriesInstanceUid();
            row.append(number ? "<td class=\"n\">" : uid ? "<td class=\"u\">" : "<td>").append(escape(value))
                    .append("</td>");
        }
        out.write(row.append("</tr>\n").toString());
    }

    private static String escape(Object value) {
        return value == null ? "" : value.toString().replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
                .replace("\"", "&quot;").replace("\n", " ");
    }

    @Override
    public void close() throws IOException {
        closePage();
        exceptions.close();
        Files.deleteIfExists(exceptionsFile);
    }
}
