package org.dromedary.objects.rules;

import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import org.dromedary.objects.change.Provenance;

/**
 * What rules may know besides the object. The same context gives the same result, whenever that is.
 *
 * @param sourceAet where the object came from
 * @param today     the day that ages are reckoned from
 * @param author    for the record in changed objects
 * @param keys      the secret of each name that {@code hash} uses
 * @param rest      what follows the head; null: it is known to hold no text
 */
public record RuleContext(String sourceAet, String transferSyntaxUid, LocalDate today, SeriesFacts series,
        Provenance.Author author, Map<String, String> keys, Rest rest) {

    private static final DateTimeFormatter DATE_TIME = DateTimeFormatter.ofPattern("yyyyMMddHHmmss+0000");

    /** What follows the elements that rules see: Pixel Data, and what comes behind. Asked only by {@code recode}. */
    @FunctionalInterface
    public interface Rest {
        /** Whether another character set would change the meaning of anything in it. */
        boolean hasText() throws IOException;
    }

    public RuleContext {
        keys = Map.copyOf(keys);
    }

    /**
     * Of an object whose series was judged at this moment.
     *
     * @param system our AE title
     */
    public static RuleContext of(String sourceAet, String transferSyntaxUid, Instant judged, String system) {
        return new RuleContext(sourceAet, transferSyntaxUid, LocalDate.ofInstant(judged, ZoneOffset.UTC),
                SeriesFacts.UNKNOWN, new Provenance.Author(DATE_TIME.format(judged.atOffset(ZoneOffset.UTC)), system,
                        sourceAet == null ? "" : sourceAet, "CORRECT"), Map.of(), null);
    }

    public RuleContext with(SeriesFacts facts) {
        return new RuleContext(sourceAet, transferSyntaxUid, today, facts, author, keys, rest);
    }

    public RuleContext withKeys(Map<String, String> secrets) {
        return new RuleContext(sourceAet, transferSyntaxUid, today, series, author, secrets, rest);
    }

    public RuleContext withRest(Rest following) {
        return new RuleContext(sourceAet, transferSyntaxUid, today, series, author, keys, following);
    }
}
