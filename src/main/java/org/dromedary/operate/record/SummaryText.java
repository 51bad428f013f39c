package org.dromedary.operate.record;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.dromedary.coordination.incident.Lines;
import org.dromedary.ledger.Doubts.Doubt;
import org.dromedary.ledger.LedgerView.DoubtfulWindow;
import org.dromedary.ledger.LedgerView.FrozenPlan;
import org.dromedary.ledger.LedgerView.InventoryState;
import org.dromedary.ledger.LedgerView.ShortStudy;
import org.dromedary.ledger.LedgerView.Totals;
import org.dromedary.ledger.QueryWindow;
import org.dromedary.ledger.SeriesState;

/** The summary as a terminal shows it, and as JSON for scripts. */
public final class SummaryText {

    private static final int FINDINGS = 6;
    private static final int WINDOWS = 20;

    private SummaryText() {
    }

    /** A table of a few lines. */
    public static String table(Summary summary) {
        Totals totals = summary.totals();
        StringBuilder text = new StringBuilder();
        text.append(String.format(Locale.ROOT, "%-14s %10s %10s %10s%n", "", "patients", "studies", "series"));
        text.append(String.format(Locale.ROOT, "%-14s %10d %10d %10d%n%n", "found", totals.patients(),
                totals.studies(), totals.series()));
        text.append(String.format(Locale.ROOT, "%-14s %10s%n", "series state", "series"));
        summary.series().forEach((state, count) -> {
            if (count > 0) {
                text.append(String.format(Locale.ROOT, "%-14s %10d%n", state, count));
            }
        });
        text.append(String.format(Locale.ROOT, "%n%-14s %10s%n", "", "objects"));
        row(text, "expected", totals.expected());
        row(text, "received", totals.received());
        row(text, "stored", totals.stored());
        row(text, summary.proof() == Summary.Proof.FOUND ? "verified" : "acknowledged", totals.verified());
        row(text, "skipped", totals.skipped());
        row(text, "quarantined", totals.quarantined());
        row(text, "rejected", totals.rejected());
        row(text, "unavailable", totals.unavailable());
        text.append(String.format(Locale.ROOT, "%-14s %10.1f%n", "megabytes", totals.bytes() / 1e6));
        summary.plan().ifPresent(plan -> text.append(line(plan)).append(System.lineSeparator()));
        if (!summary.findings().isEmpty()) {
            text.append(findings(summary.findings())).append(System.lineSeparator());
        }
        summary.doubtful().stream().limit(WINDOWS).forEach(window -> text.append(Lines.wrap("", 0, line(window))));
        if (summary.doubtful().size() > WINDOWS) {
            text.append("and ").append(summary.doubtful().size() - WINDOWS)
                    .append(" more windows in doubt: 'ledger check' names them").append(System.lineSeparator());
        }
        text.append(inventory(summary.inventory()));
        if (summary.suspect() > 0 && !summary.finished()) {
            text.append(Verdict.suspect(summary)).append(System.lineSeparator());
        }
        if (!summary.imbalances().isEmpty() && !summary.finished()) {
            text.append(Verdict.imbalances(summary)).append(System.lineSeparator());
        }
        return text.toString();
    }

    /** What may be said of it, and why not more; for a terminal. */
    public static String verdict(Summary summary) {
        StringBuilder text = new StringBuilder(Lines.wrap("", 0, Verdict.sentence(summary)));
        Verdict.reasons(summary).forEach(reason -> text.append(Lines.wrap("  -", 4, reason)));
        return text.toString();
    }

    /** What the inventory could not settle, and what it left out, in lines; empty if there is nothing. */
    private static String inventory(InventoryState state) {
        StringBuilder text = new StringBuilder();
        if (state.openExceptions() > 0) {
            text.append(String.format(Locale.ROOT, "inventory SUSPECT of %d studies, which the source would not tell"
                    + " all about%n", state.openExceptions()));
        }
        for (ShortStudy study : state.someShort()) {
            text.append(String.format(Locale.ROOT, "study %d SUSPECT: the source announced %d instances, its series"
                    + " account for %d (%s)%n", study.studyId(), study.announced(), study.accounted(),
                    study.studyInstanceUid()));
        }
        if (state.studiesShort() > state.someShort().size()) {
            text.append(String.format(Locale.ROOT, "and %d more studies are short of what was announced%n",
                    state.studiesShort() - state.someShort().size()));
        }
        if (state.shells() > 0) {
            text.append(String.format(Locale.ROOT, "%d studies hold nothing, by all that the source says%n",
                    state.shells()));
        }
        if (state.outside() > 0) {
            text.append(String.format(Locale.ROOT, "%d studies are outside dromedary.inventory.from and .to%n",
                    state.outside()));
        }
        return text.toString();
    }

    /** A window whose answer may not be complete, in a line. */
    public static String line(DoubtfulWindow window) {
        return String.format("inventory %s of %s: %s", window.state(), range(window), window.reason());
    }

    /** The plan in force, in a line. */
    static String line(FrozenPlan plan) {
        return String.format(Locale.ROOT, "plan version %d, frozen %s UTC by %s: match %d studies, review %d, none %d,"
                + " hold %d", plan.version(), plan.at().toString().replace('T', ' ').replaceFirst("\\..*", ""),
                plan.by(), plan.matched(), plan.inReview(), plan.unknown(), plan.held());
    }

    /** What validation found, the most frequent first, in a line. */
    private static String findings(Map<String, Long> findings) {
        return findings.entrySet().stream().sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .limit(FINDINGS).map(one -> one.getKey() + " " + one.getValue())
                .collect(Collectors.joining(", ", "found in objects: ",
                        findings.size() > FINDINGS ? ", and more" : ""));
    }

    private static void row(StringBuilder text, String name, long count) {
        text.append(String.format(Locale.ROOT, "%-14s %10d%n", name, count));
    }

    /** The days, or hours of a day, of a window. */
    static String range(DoubtfulWindow window) {
        if (window.fromDate() == null) {
            return "studies without Study Date";
        }
        String days = window.fromDate().equals(window.toDate()) ? window.fromDate().toString()
                : window.fromDate() + " to " + window.toDate();
        return window.fromTime().isEmpty() ? days : days + " " + window.fromTime() + " to " + window.toTime();
    }

    /** One JSON object; names are stable. */
    public static String json(Summary summary) {
        Totals totals = summary.totals();
        StringBuilder json = new StringBuilder("{\"finished\":").append(summary.finished())
                .append(",\"complete\":").append(summary.complete())
                .append(",\"balanced\":").append(summary.imbalances().isEmpty())
                .append(",\"proof\":\"").append(summary.proof()).append("\",\"notSelected\":")
                .append(summary.count(SeriesState.FOUND)).append(",\"suspect\":").append(summary.suspect())
                .append(",\"doubts\":").append(summary.doubts().stream().mapToLong(Doubt::count).sum())
                .append(",\"patients\":").append(totals.patients())
                .append(",\"studies\":").append(totals.studies());
        json.append(",\"series\":{\"total\":").append(totals.series());
        for (SeriesState state : SeriesState.values()) {
            json.append(",\"").append(state).append("\":").append(summary.count(state));
        }
        json.append("},\"windows\":{");
        String comma = "";
        for (QueryWindow.State state : QueryWindow.State.values()) {
            json.append(comma).append('"').append(state).append("\":").append(summary.windows().get(state));
            comma = ",";
        }
        return json.append("},\"objects\":{\"expected\":").append(totals.expected())
                .append(",\"received\":").append(totals.received()).append(",\"stored\":").append(totals.stored())
                .append(",\"verified\":").append(totals.verified()).append(",\"skipped\":").append(totals.skipped())
                .append(",\"quarantined\":").append(totals.quarantined())
                .append(",\"rejected\":").append(totals.rejected())
                .append(",\"unavailable\":").append(totals.unavailable())
                .append("},\"inventory\":{\"openExceptions\":").append(summary.inventory().openExceptions())
                .append(",\"studiesShort\":").append(summary.inventory().studiesShort())
                .append(",\"shells\":").append(summary.inventory().shells())
                .append(",\"outside\":").append(summary.inventory().outside())
                .append("},\"bytes\":").append(totals.bytes()).append(plan(summary)).append(",\"findings\":{")
                .append(summary.findings().entrySet().stream()
                        .map(one -> "\"" + one.getKey() + "\":" + one.getValue()).collect(Collectors.joining(",")))
                .append("}}").toString();
    }

    private static String plan(Summary summary) {
        return summary.plan().map(plan -> String.format(Locale.ROOT, ",\"plan\":{\"version\":%d,\"frozenAt\":\"%sZ\","
                + "\"match\":%d,\"review\":%d,\"none\":%d,\"hold\":%d}", plan.version(), plan.at(), plan.matched(),
                plan.inReview(), plan.unknown(), plan.held())).orElse("");
    }
}
