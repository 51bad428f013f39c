package org.dromedary.archive;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.dromedary.dicom.net.RejectReason;

/**
 * The associations that our Storage SCP refused of late, by reason: what a retrieve lacks may have been refused by us.
 * Thread-safe.
 */
@Singleton
public class Refusals {

    private static final int MAX_KEPT = 1000;
    private static final long KEPT_NANOS = Duration.ofHours(1).toNanos();

    private final Deque<Refusal> recent = new ArrayDeque<>();
    private long count;

    /** One refused association; the texts hold printable ASCII only. */
    public record Refusal(long atNanos, RejectReason reason, String callingAet, String calledAet, String address) {
    }

    /** Notes a refusal. */
    void add(RejectReason reason, String callingAet, String calledAet, String address) {
        synchronized (this) {
            count++;
            recent.addLast(new Refusal(System.nanoTime(), reason, printable(callingAet), printable(calledAet), address));
            while (recent.size() > MAX_KEPT || System.nanoTime() - recent.peekFirst().atNanos() > KEPT_NANOS) {
                recent.removeFirst();
            }
        }
    }

    private static String printable(String aet) {
        return aet == null ? "" : aet.replaceAll("[^ -~]", "?").strip();
    }

    /** Refused since the start. */
    public synchronized long count() {
        return count;
    }

    /** @param nanos a time of {@link System#nanoTime()} */
    public synchronized List<Refusal> since(long nanos) {
        return recent.stream().filter(refusal -> refusal.atNanos() - nanos >= 0).toList();
    }

    /**
     * What we refused since a time, in words, for the reason of a retrieve that lacks objects: empty if nothing.
     *
     * @param nanos a time of {@link System#nanoTime()}
     */
    public String describeSince(long nanos) {
        Map<String, Long> byReason = new TreeMap<>(since(nanos).stream().collect(Collectors.groupingBy(
                Refusals::words, Collectors.counting())));
        return byReason.isEmpty() ? "" : "meanwhile we refused " + byReason.entrySet().stream()
                .map(each -> each.getValue() + " × " + each.getKey()).collect(Collectors.joining("; "));
    }

    private static String words(Refusal refusal) {
        String who = refusal.callingAet() + "@" + refusal.address();
        return switch (refusal.reason()) {
            case CALLED_AE_TITLE_NOT_RECOGNIZED -> who + ", which called us " + refusal.calledAet()
                    + " (our AE title is dromedary.local.aet)";
            case CALLING_AE_TITLE_NOT_RECOGNIZED -> who + ", which is neither the source nor listed"
                    + " (dromedary.source.callers)";
            case LOCAL_LIMIT_EXCEEDED -> who + ", since as many associations were open as"
                    + " dromedary.local.max-associations allows";
            default -> who + ": " + refusal.reason();
        };
    }
}
