package org.dromedary.operate.runtime;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.dromedary.ledger.SeriesState;
import org.dromedary.operate.record.Summary;

/** What a terminal, or a log of the console, shows of a migration that is watched. */
final class WaitingText {

    private static final Duration PLAIN = Duration.ofSeconds(10);
    /** What it waits for is told after so long without progress, and then so often. */
    private static final Duration SILENCE = Duration.ofSeconds(30);
    private static final Duration EVERY = Duration.ofMinutes(1);

    private final PrintStream out;
    private final Duration giveUpAfter;
    private final boolean interactive = System.console() != null;
    private final long begin = System.nanoTime();
    private long shownAt;
    private long movedAt = begin;
    private Long toldAt;

    WaitingText(PrintStream out, Duration giveUpAfter) {
        this.out = out;
        this.giveUpAfter = giveUpAfter;
    }

    /** The last numbers. */
    void last(Summary summary) {
        line(summary, null, true);
        out.print(interactive ? System.lineSeparator() : "");
    }

    /** The numbers as often as they are wanted; and, while nothing moves, what it waits for. */
    void show(Summary summary, String outage, Duration idle, Progress.Circumstance circumstance,
            Supplier<List<String>> waitsFor) {
        if (summary != null) {
            line(summary, outage, false);
        }
        long now = System.nanoTime();
        if (idle.isZero() && circumstance != Progress.Circumstance.CLOSED) {
            movedAt = now;
            toldAt = null;
        }
        if (now - movedAt > atMostHalf(SILENCE) && (toldAt == null || now - toldAt > atMostHalf(EVERY))) {
            toldAt = now;
            out.print(interactive ? System.lineSeparator() : "");
            out.println(circumstance == Progress.Circumstance.CLOSED
                    ? "Nothing moves, for the calendar does not allow it now; the run goes on when it does."
                    : "Nothing has moved for " + words(idle) + "; the run ends when nothing has for "
                    + words(giveUpAfter)
                            + " (dromedary.run.give-up-after).");
            out.println(list(waitsFor.get()));
        }
    }

    /** So that a run that gives up soon says something before. */
    private long atMostHalf(Duration time) {
        return Math.min(time.toNanos(), giveUpAfter.toNanos() / 2);
    }

    private void line(Summary summary, String outage, boolean last) {
        long now = System.nanoTime();
        if (interactive) {
            out.print("\r" + line(summary, outage) + "\u001b[K");
            out.flush();
        } else if (last || shownAt == 0 || now - shownAt > PLAIN.toNanos()) {
            out.println(line(summary, outage));
            shownAt = now;
        }
    }

    /** What it waits for, a line each. */
    static String list(List<String> reasons) {
        return "It waits for:" + System.lineSeparator() + "  - "
                + String.join(System.lineSeparator() + "  - ", reasons);
    }

    /** A time as a person says it. */
    static String words(Duration duration) {
        long seconds = duration.toSeconds();
        return seconds < 120 ? seconds + " s" : seconds < 7200 ? seconds / 60 + " min" : seconds / 3600 + " h";
    }

    private String line(Summary summary, String outage) {
        double seconds = (System.nanoTime() - begin) / 1e9;
        long done = summary.count(SeriesState.VERIFIED);
        String line = String.format(Locale.ROOT, "%3.0f s  series %d found, %d moving, %d verified, %d failed"
                        + "  objects %d received, %d stored, %d verified  %.1f MB  %.0f objects/s",
                seconds, summary.totals().series(), summary.moving(), done,
                summary.totals().series() - summary.moving() - done - summary.count(SeriesState.FOUND)
                        - summary.count(SeriesState.SKIPPED),
                summary.totals().received(), summary.totals().stored(), summary.totals().verified(),
                summary.totals().bytes() / 1e6, summary.totals().verified() / seconds);
        return outage == null ? line : line + "  WAITING: " + outage;
    }
}
