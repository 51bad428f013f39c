package org.dromedary.archives.archive;

import io.quarkus.arc.Unremovable;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.dromedary.dicom.dimse.ScpListener;
import org.dromedary.dicom.net.AssociationInfo;
import org.dromedary.dicom.ul.AssociationAbortedException;
import org.dromedary.dicom.ul.RejectReason;

/**
 * The associations that our Storage SCP refused or broke off of late: what a retrieve lacks may have been refused by
 * us.
 * Thread-safe.
 */
@Singleton
@Named("refusals")
@Unremovable
public class Refusals implements ScpListener {

    private static final int MAX_KEPT = 1000;
    private static final long KEPT_NANOS = Duration.ofHours(1).toNanos();

    private final Deque<Refusal> recent = new ArrayDeque<>();
    private long count;

    /**
     * One association that was refused or broken off.
     *
     * @param reason null if it was broken off by us
     * @param words who it was and why, in printable ASCII
     */
    public record Refusal(long atNanos, RejectReason reason, String words) {
    }

    /** What {@link Callers} refuses it notes itself. */
    @Override
    public void onRejected(AssociationInfo request, RejectReason reason) {
        if (reason != RejectReason.CALLING_AE_TITLE_NOT_RECOGNIZED
                && reason != RejectReason.CALLED_AE_TITLE_NOT_RECOGNIZED) {
            add(reason, request.callingAeTitle(), request.calledAeTitle(), address(request));
        }
    }

    @Override
    public void onAborted(AssociationInfo association, Exception reason) {
        if (!(reason instanceof AssociationAbortedException)) {
            keep(new Refusal(System.nanoTime(), null, who(association.callingAeTitle(), address(association))
                    + ": broken off by us, " + printable(reason.getMessage())));
        }
    }

    private static String address(AssociationInfo association) {
        return association.address() == null ? "unknown" : association.address().getHostAddress();
    }

    /** Notes a refusal. */
    void add(RejectReason reason, String callingAet, String calledAet, String address) {
        String why = switch (reason) {
            case CALLED_AE_TITLE_NOT_RECOGNIZED -> ", which called us " + printable(calledAet)
                    + " (our AE title is dromedary.local.aet)";
            case CALLING_AE_TITLE_NOT_RECOGNIZED -> ", which is neither the source nor listed"
                    + " (dromedary.source.callers)";
            case LOCAL_LIMIT_EXCEEDED -> ", since as many associations were open as"
                    + " dromedary.local.max-associations allows";
            default -> ": " + reason;
        };
        keep(new Refusal(System.nanoTime(), reason, who(callingAet, address) + why));
    }

    private static String who(String callingAet, String address) {
        return printable(callingAet) + "@" + address;
    }

    private synchronized void keep(Refusal refusal) {
        count++;
        recent.addLast(refusal);
        while (recent.size() > MAX_KEPT || refusal.atNanos() - recent.peekFirst().atNanos() > KEPT_NANOS) {
            recent.removeFirst();
        }
    }

    private static String printable(String text) {
        return text == null ? "" : text.replaceAll("[^ -~]", "?").strip();
    }

    /** Refused or broken off since the start. */
    public synchronized long count() {
        return count;
    }

    /** @param nanos a time of {@link System#nanoTime()} */
    public synchronized List<Refusal> since(long nanos) {
        return recent.stream().filter(refusal -> refusal.atNanos() - nanos >= 0).toList();
    }

    /**
     * What we refused or broke off since a time, in words, for the reason of a retrieve that lacks objects: empty if
     * nothing.
     *
     * @param nanos a time of {@link System#nanoTime()}
     */
    public String describeSince(long nanos) {
        Map<String, Long> byWords = new TreeMap<>(since(nanos).stream()
                .collect(Collectors.groupingBy(Refusal::words, Collectors.counting())));
        return byWords.isEmpty() ? "" : "meanwhile we refused " + byWords.entrySet().stream()
                .map(each -> each.getValue() + " × " + each.getKey()).collect(Collectors.joining("; "));
    }
}
