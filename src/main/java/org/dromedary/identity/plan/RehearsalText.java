package org.dromedary.identity.plan;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.dromedary.dicom.data.PrivateFiles;
import org.dromedary.identity.plan.Rehearsal.Outcome;
import org.dromedary.identity.plan.Rehearsal.Sample;
import org.dromedary.ledger.SpreadsheetText;

/** A rehearsal's outcome for a terminal, counts only, and as a file with examples. */
public final class RehearsalText {

    private static final String STYLE = "body { font: 15px/1.45 system-ui, sans-serif; margin: 2rem auto;"
            + " max-width: 70rem; padding: 0 1rem; } table { border-collapse: collapse; } th, td { text-align: left;"
            + " padding: .25rem .6rem; border-bottom: 1px solid #d8dee6; } pre { background: #eef2f6; padding: 1rem; }";

    private RehearsalText() {
    }

    /** Without patient data. */
    public static String table(Outcome outcome) {
        StringBuilder text = new StringBuilder();
        line(text, "%d studies, by %s", outcome.studies(), outcome.source() == PlanSource.IN_FORCE
                ? "the plan in force" : "the working decisions, as if they were frozen now");
        outcome.decisions().forEach((decision, count) -> line(text, "  %-36s %10d studies%s", decision, count,
                series(outcome.series().getOrDefault(decision, Map.of()))));
        line(text, "%nwhat the matched studies' objects would say%n  %-36s %10s %10s %10s", "attribute", "added",
                "format", "replaced");
        outcome.changes().forEach((attribute, kinds) -> line(text, "  %-36s %10d %10d %10d", attribute,
                kinds.getOrDefault(AttributeChange.Kind.ADDED, 0L), kinds.getOrDefault(AttributeChange.Kind.FORMAT, 0L),
                kinds.getOrDefault(AttributeChange.Kind.REPLACED, 0L)));
        line(text, "  %-36s %10d studies", "nothing changes in", outcome.unchanged());
        line(text, "%nlook at these first");
        for (Rehearsal.Alarm alarm : Rehearsal.Alarm.values()) {
            line(text, "  %10d %s", outcome.alarms().get(alarm.name()), alarm.words);
        }
        line(text, "  %10d accession numbers for several studies, %d studies in all", outcome.sharedAccessions(),
                outcome.studiesSharing());
        return text.toString();
    }

    private static String series(Map<String, Long> courses) {
        StringBuilder text = new StringBuilder();
        courses.forEach((course, count) -> text.append(text.isEmpty() ? "; series: " : ", ")
                .append(course.toLowerCase(Locale.ROOT)).append(' ').append(count));
        return text.toString();
    }

    private static void line(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append(System.lineSeparator());
    }

    /**
     * Writes counts and examples, as the name ends: .csv, .json or .html. The file has patient data, so only this user
     * may read it.
     */
    public static void write(Outcome outcome, Path file) throws IOException {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        String content;
        if (name.endsWith(".json")) {
            content = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(outcome);
        } else if (name.endsWith(".csv")) {
            content = csv(outcome);
        } else if (name.endsWith(".html")) {
            content = html(outcome);
        } else {
            throw new PlanException("The file's name must end with .csv, .json or .html");
        }
        try (Writer out = PrivateFiles.writer(file)) {
            out.write(content);
        }
    }

    private static String csv(Outcome outcome) throws IOException {
        StringWriter out = new StringWriter();
        out.write('\uFEFF');
        try (CSVPrinter rows = new CSVPrinter(out, CSVFormat.RFC4180)) {
            rows.printRecord("what", "kind", "studies", "study_uid", "was", "becomes");
            for (Map.Entry<String, Long> decision : outcome.decisions().entrySet()) {
                rows.printRecord("decision", decision.getKey(), decision.getValue(), "", "", "");
            }
            for (Map.Entry<String, Map<AttributeChange.Kind, Long>> attribute : outcome.changes().entrySet()) {
                for (Map.Entry<AttributeChange.Kind, Long> kind : attribute.getValue().entrySet()) {
                    rows.printRecord(attribute.getKey(), kind.getKey(), kind.getValue(), "", "", "");
                }
            }
            for (Map.Entry<String, Long> alarm : outcome.alarms().entrySet()) {
                rows.printRecord(alarm.getKey(), "", alarm.getValue(), "", "", "");
            }
            for (Sample sample : outcome.samples()) {
                rows.printRecord(sample.what(), sample.kind(), "", sample.studyUid(),
                        SpreadsheetText.guarded(sample.was()), SpreadsheetText.guarded(sample.becomes()));
            }
        }
        return out.toString();
    }

    private static String html(Outcome outcome) {
        StringBuilder out = new StringBuilder("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                + "<title>Rehearsal of the plan</title>\n<style>" + STYLE + "</style>\n</head>\n<body>\n"
                + "<h1>Rehearsal of the plan</h1>\n<pre>" + escape(table(outcome)) + "</pre>\n<h2>Examples</h2>\n"
                + "<table>\n<tr><th>What</th><th>Kind</th><th>Study</th><th>Was</th><th>Becomes</th></tr>\n");
        for (Sample sample : outcome.samples()) {
            out.append("<tr><td>").append(escape(sample.what())).append("</td><td>").append(escape(sample.kind()))
                    .append("</td><td>").append(escape(sample.studyUid())).append("</td><td>")
                    .append(escape(sample.was())).append("</td><td>").append(escape(sample.becomes()))
                    .append("</td></tr>\n");
        }
        return out.append("</table>\n</body>\n</html>\n").toString();
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }
}
