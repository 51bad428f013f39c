package org.dromedary.ledger.spool;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A fill level: a size of the spool ({@code 200 GB}), or the share of its disk that is used, whoever uses it
 * ({@code 90 %}).
 *
 * @param percent null if this is a size
 */
public record Watermark(Double percent, long bytes) {

    private static final Pattern FORM = Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*(%|[KMGT]?B)",
            Pattern.CASE_INSENSITIVE);

    /** What is compared with a watermark. */
    public record Level(long spoolBytes, long diskBytes, long freeBytes) {

        public double usedPercent() {
            return diskBytes <= 0 ? 0 : 100.0 * (diskBytes - freeBytes) / diskBytes;
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "the spool holds %.1f MB, its disk of %.1f MB is %.1f %% used",
                    spoolBytes / 1e6, diskBytes / 1e6, usedPercent());
        }
    }

    /** @throws IllegalArgumentException naming the forms there are */
    public static Watermark of(String text) {
        Matcher form = FORM.matcher(text.strip());
        if (!form.matches()) {
            throw new IllegalArgumentException("'" + text + "' is neither a size such as 200 GB nor a part of the disk"
                    + " such as 90 %");
        }
        double number = Double.parseDouble(form.group(1));
        String unit = form.group(2).toUpperCase(Locale.ROOT);
        if (unit.equals("%")) {
            if (number > 100) {
                throw new IllegalArgumentException("'" + text + "' is more than the whole disk");
            }
            return new Watermark(number, 0);
        }
        int power = "BKMGT".indexOf(unit.charAt(0));
        return new Watermark(null, (long) (number * Math.pow(1000, power)));
    }

    /** Whether the level is at or above this mark. */
    public boolean isReachedBy(Level level) {
        return percent != null ? level.usedPercent() >= percent : level.spoolBytes() >= bytes;
    }

    /** Whether this mark is below another of the same kind. */
    public boolean isBelow(Watermark other) {
        return (percent == null) == (other.percent == null)
                && (percent != null ? percent < other.percent : bytes < other.bytes);
    }
}
