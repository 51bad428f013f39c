package org.dromedary.archives.pace;

import io.quarkus.runtime.configuration.DurationConverter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Understands the limits of a window, one property at a time. */
final class LimitReader {

    private static final Pattern BYTES = Pattern.compile("([0-9]+(?:\\.[0-9]+)?) ?([kKMG]?)(i?)[bB]?");
    private static final Map<String, Integer> POWERS = Map.of("", 0, "K", 1, "M", 2, "G", 3);
    /** What a limit may be called, as in the settings. */
    static final List<String> NAMES = List.of("associations", "series-per-minute", "objects-per-second",
            "bytes-per-second", "pause", "stopped", "work", "rest");

    private LimitReader() {
    }

    static Limits read(String prefix, PaceSettings.OperationLimits written) {
        Optional<Duration> work = written.work().map(text -> duration(prefix + "work", text));
        Optional<Duration> rest = written.rest().map(text -> duration(prefix + "rest", text));
        if (work.isPresent() != rest.isPresent()) {
            String missing = prefix + (work.isPresent() ? "rest" : "work");
            throw new PaceSettingsException(missing, "", "50m: a duty cycle has work and rest");
        }
        return new Limits(written.associations().map(text -> whole(prefix + "associations", text)).orElse(null),
                written.seriesPerMinute().map(text -> number(prefix + "series-per-minute", text)).orElse(null),
                written.objectsPerSecond().map(text -> number(prefix + "objects-per-second", text)).orElse(null),
                written.bytesPerSecond().map(text -> bytes(prefix + "bytes-per-second", text)).orElse(null),
                written.pause().map(text -> duration(prefix + "pause", text)).orElse(null),
                yesOrNo(prefix + "stopped", written.stopped()), work.orElse(null), rest.orElse(null));
    }

    /** Limits of which one is set, by its name in the settings. */
    static Limits one(String name, String text) {
        return switch (name) {
            case "associations" -> new Limits(whole(name, text), null, null, null, null, false, null, null);
            case "series-per-minute" -> new Limits(null, number(name, text), null, null, null, false, null, null);
            case "objects-per-second" -> new Limits(null, null, number(name, text), null, null, false, null, null);
            case "bytes-per-second" -> new Limits(null, null, null, bytes(name, text), null, false, null, null);
            case "pause" -> new Limits(null, null, null, null, duration(name, text), false, null, null);
            case "stopped" -> new Limits(null, null, null, null, null, yesOrNo(name, text), null, null);
            default -> throw new PaceSettingsException("the limit to override", name, String.join(", ",
                    NAMES.subList(0, 6)));
        };
    }

    static int whole(String property, String text) {
        try {
            int value = Integer.parseInt(text.strip());
            if (value >= 1) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw new PaceSettingsException(property, text, "2");
        }
        throw new PaceSettingsException(property, text, "2; to stop everything set stopped=true");
    }

    static double number(String property, String text) {
        try {
            double value = Double.parseDouble(text.strip());
            if (value > 0 && Double.isFinite(value)) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw new PaceSettingsException(property, text, "30");
        }
        throw new PaceSettingsException(property, text, "30; to stop everything set stopped=true");
    }

    static double bytes(String property, String text) {
        Matcher parts = BYTES.matcher(text.strip());
        if (!parts.matches()) {
            throw new PaceSettingsException(property, text, "20 MB, 512 kB or 1 MiB");
        }
        int power = POWERS.get(parts.group(2).toUpperCase(Locale.ROOT));
        double value = Double.parseDouble(parts.group(1)) * Math.pow(parts.group(3).isEmpty() ? 1000 : 1024, power);
        if (value < 1) {
            throw new PaceSettingsException(property, text, "20 MB; to stop everything set stopped=true");
        }
        return value;
    }

    static Duration duration(String property, String text) {
        try {
            Duration value = DurationConverter.parseDuration(text.strip());
            if (!value.isNegative() && !value.isZero()) {
                return value;
            }
        } catch (IllegalArgumentException e) {
            throw new PaceSettingsException(property, text, "30s, 10m or 250ms");
        }
        throw new PaceSettingsException(property, text, "30s, 10m or 250ms");
    }

    static boolean yesOrNo(String property, String text) {
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new PaceSettingsException(property, text, "true or false");
        };
    }
}
