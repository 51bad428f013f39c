package org.dromedary.operate.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.dromedary.coordination.incident.Lines;
import org.dromedary.ledger.ClaimLines.Claim;
import org.dromedary.ledger.LedgerView;
import org.dromedary.ledger.LedgerView.EventLine;
import org.dromedary.ledger.LedgerView.ExceptionLine;
import org.dromedary.ledger.SeriesDetails;
import org.dromedary.ledger.Sql;
import org.dromedary.ledger.StudyDetails;
import org.dromedary.operate.runtime.WhyNotNow;

/** A series in a terminal of 100 columns. */
final class SeriesText {

    private static final String ROW = "%-10s %-8s %-12s %-19s %8s %8s %8s %8s  %s%n";
    private static final String CLAIM = "  %-21s %-20s ";
    private static final int CLAIM_COLUMN = 45;
    private static final int COLUMN = 22;

    private final Sql sql;
    private final Whereabouts where;
    private final NextStep next;

    SeriesText(Sql sql, Whereabouts where, WhyNotNow why) {
        this.sql = sql;
        this.where = where;
        this.next = new NextStep(why);
    }

    /** One line a series. */
    static String table(List<SeriesDetails> series) {
        StringBuilder text = new StringBuilder(String.format(ROW, "series", "modality", "state", "since (UTC)",
                "attempts", "expected", "received", "verified", "reason"));
        for (SeriesDetails each : series) {
            text.append(String.format(ROW, each.id(), each.modality(), each.state(),
                    HistoryText.time(each.stateSince()), each.attempt(),
                    each.expected() == null ? "?" : each.expected(), each.counts().received(),
                    each.counts().verified(), each.reasonCode() == null ? "" : each.reasonCode()));
        }
        return text.toString();
    }

    String full(SeriesDetails series) {
        LedgerView ledger = new LedgerView(sql);
        StringBuilder text = new StringBuilder();
        head(text, series);
        StudyDetails study = StudyDetails.of(sql, series.studyId());
        StudyText.patient(text, study);
        text.append("\nclaims\n");
        claims(text, study, ledger.claimsOf(series.id()));
        objects(text, series);
        text.append("\nnow\n");
        messages().forEach(line -> field(text, "  message", line));
        next.of(series, where).forEach(line -> field(text, "  next", line));
        List<ExceptionLine> objects = ledger.exceptionsOf(series.id());
        if (!objects.isEmpty()) {
            text.append("\nobjects that did not go with it, whenever that was\n")
                    .append(DeadLetterText.folded(objects));
        }
        List<EventLine> events = ledger.eventsOf(series.id());
        if (!events.isEmpty()) {
            text.append("\nhistory (UTC)\n").append(HistoryText.of(events));
        }
        return text.toString();
    }

    private static void head(StringBuilder text, SeriesDetails series) {
        field(text, "series " + series.id(), series.state() + " since " + HistoryText.time(series.stateSince())
                + " UTC, attempt " + series.attempt() + ", priority " + series.priority());
        if (series.reasonCode() != null) {
            field(text, "reason", series.reasonCode()
                    + (series.reasonText() == null || series.reasonText().isBlank() ? "" : ": " + series.reasonText()));
        }
        if (series.doubt() != null) {
            field(text, "in doubt", series.doubt());
        }
        field(text, "Series Instance UID", series.seriesInstanceUid());
        field(text, "Study Instance UID", series.studyInstanceUid());
        field(text, "modality", (series.modality() + "  " + series.description()).strip());
        if (!series.origin().isEmpty()) {
            field(text, "made by", series.origin() + ", not by the source");
        }
    }

    /** Who said what, each in a line. */
    private static void claims(StringBuilder text, StudyDetails study, List<Claim> claims) {
        if (claims.isEmpty()) {
            number(text, "STUDY level", "of the whole study " + StudyText.announced(study));
            number(text, "others", "none on record");
        }
        claims.forEach(claim -> text.append(Lines.wrap(String.format(CLAIM, claim.level(), claim.what()),
                CLAIM_COLUMN, (claim.value().isEmpty() ? "not said" : claim.value()) + ", "
                        + HistoryText.time(claim.at()))));
    }

    /** What became of the objects, below what was claimed. */
    private static void objects(StringBuilder text, SeriesDetails series) {
        SeriesDetails.Counts counts = series.counts();
        text.append("\nobjects\n");
        number(text, "expected", series.expected() == null ? "nobody said" : series.expected().toString());
        number(text, "arrived", counts.received() + String.format(Locale.ROOT, " (%.1f MB)", series.bytes() / 1e6));
        number(text, "in the manifest", series.manifest() == null ? "there is none" : series.manifest().toString());
        number(text, "stored", Integer.toString(counts.stored()));
        number(text, "verified", Integer.toString(counts.verified()));
        number(text, "accounted for", accounted(counts, series.expected()));
    }

    private static String accounted(SeriesDetails.Counts counts, Integer expected) {
        List<String> parts = new ArrayList<>();
        part(parts, counts.verified(), "verified");
        part(parts, counts.skipped(), "skipped");
        part(parts, counts.quarantined(), "quarantined");
        part(parts, counts.unavailable(), "unavailable");
        part(parts, counts.rejected(), "rejected");
        int open = expected == null ? 0 : expected - counts.accounted();
        String sum = parts.isEmpty() ? "0" : counts.accounted() + " (" + String.join(" + ", parts) + ")";
        return open > 0 ? sum + ", " + open + " still open" : open < 0 ? sum + ", " + -open + " TOO MANY" : sum;
    }

    private static void part(List<String> parts, int count, String name) {
        if (count > 0) {
            parts.add(count + " " + name);
        }
    }

    private List<String> messages() {
        if (where.trouble() != null) {
            return List.of("the queues could not be asked: " + where.trouble());
        }
        return where.messages().isEmpty() ? List.of("none") : where.lines();
    }

    private static void number(StringBuilder text, String name, String value) {
        text.append(Lines.wrap("  " + name, COLUMN, value));
    }

    static void field(StringBuilder text, String name, String value) {
        text.append(Lines.wrap(name, COLUMN, value));
    }
}
