package org.dromedary.pipeline.stage;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.StringJoiner;

/**
 * What a source says of the objects of one series, and whether what came meets it. No witness is believed alone: a
 * series is complete when the largest claim that was ever made is met. A claim that is absent, zero or negative proves
 * nothing. Nothing here asks anybody; not thread-safe.
 *
 * <p>The witnesses are Number of Series Related Instances (0020,1209) at SERIES level, the list of SOP Instance UIDs at
 * IMAGE level, and of a retrieve its sub-operation counts, Failed SOP Instance UID List (0008,0058) and final status
 * (PS3.4 §C.4.2.1, §C.4.3.1).
 */
public final class Claims {

    /** What the IMAGE level said. */
    public enum Listing { NOT_ASKED, REFUSED, EMPTY, CUT, WHOLE }

    private final Set<String> listed = new LinkedHashSet<>();
    private final Set<String> named = new LinkedHashSet<>();
    private Listing list = Listing.NOT_ASKED;
    private Integer announced;
    private int told;
    private int sent;
    private final Set<String> strangers = new LinkedHashSet<>();
    private boolean explained;
    private Retrieve whole;

    /**
     * How a retrieve ended.
     *
     * @param status    (0000,0900) of the final response
     * @param remaining counts of the final response, negative where it has none
     * @param failedUids Failed SOP Instance UID List, empty if the response has none
     */
    public record Retrieve(int status, int remaining, int completed, int failed, int warning,
            Collection<String> failedUids) {

        private int total() {
            return Math.max(0, remaining) + Math.max(0, completed) + Math.max(0, failed) + Math.max(0, warning);
        }

        private boolean succeeded() {
            return status == 0;
        }

        private boolean warned() {
            return (status & 0xF000) == 0xB000;
        }

        /** A failure that its counts and its list say nothing of, or a warning that does not say of what. */
        private boolean unexplained() {
            return !succeeded() && failed <= 0 && failedUids.isEmpty() && !(warned() && failed == 0);
        }

        private boolean saysNothing() {
            return succeeded() && total() == 0 && failedUids.isEmpty();
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT,
                    "retrieve %04X, %s completed, %s failed, %s warning, %s remaining", status,
                    number(completed), number(failed), number(warning), number(remaining))
                    + (failedUids.isEmpty() ? "" : ", " + failedUids.size() + " failed UIDs");
        }

        private static String number(int count) {
            return count < 0 ? "-" : Integer.toString(count);
        }
    }

    /**
     * What follows from claims and arrivals.
     *
     * @param expected objects by the largest claim, at least those that came
     * @param missing  SOP Instance UIDs that were named and did not come
     * @param unnamed  objects that were claimed by number and did not come
     * @param proven   whether any claim says how many objects there are
     */
    public record Verdict(int expected, Set<String> missing, int unnamed, boolean proven) {

        public int absent() {
            return missing.size() + unnamed;
        }

        /** Whether objects came, and nothing that anybody claimed is missing. */
        public boolean complete() {
            return expected > 0 && absent() == 0 && proven;
        }
    }

    /** Number of Series Related Instances; null if the source did not tell. */
    public void announce(Integer instances) {
        if (instances != null && (announced == null || instances > announced)) {
            announced = instances;
        }
    }

    /** The retrieve of the series was refused, and it came with others: the refusal says nothing of its objects. */
    public void broughtWithOthers() {
        whole = null;
    }

    /** What was told of the number of objects when the series was fetched before. */
    public void toldBefore(int objects) {
        told = Math.max(told, objects);
    }

    /** The answer at IMAGE level; names stay named when it is asked again. */
    public void list(Collection<String> sopInstanceUids, boolean certain) {
        listed.addAll(sopInstanceUids);
        list = listed.isEmpty() ? Listing.EMPTY : certain ? Listing.WHOLE : Listing.CUT;
    }

    /** The IMAGE level can't be asked. */
    public void listRefused() {
        list = listed.isEmpty() ? Listing.REFUSED : list;
    }

    public Listing list() {
        return list;
    }

    /** Objects that exist by other evidence: confirmed by UID, or sent to us and refused by us. */
    public void name(Collection<String> sopInstanceUids) {
        named.addAll(sopInstanceUids);
    }

    /** The end of a retrieve of the whole series; of several the largest counts are kept, and the last status. */
    public void retrieved(Retrieve retrieve) {
        whole = retrieve;
        explained = false;
        told = Math.max(told, retrieve.total());
        sent = Math.max(sent, Math.max(0, retrieve.completed()) + Math.max(0, retrieve.warning()));
        named.addAll(retrieve.failedUids());
    }

    /** SOP Instance UIDs that anybody named. */
    public Set<String> names() {
        Set<String> names = new LinkedHashSet<>(named);
        if (list == Listing.WHOLE) {
            names.removeAll(strangers);
        }
        names.addAll(listed);
        return names;
    }

    /** The largest number of objects that anybody claims. */
    public int largest() {
        return Math.max(Math.max(announced == null ? 0 : announced, told()), names().size());
    }

    /**
     * Objects of other series came with a retrieve of the whole series, and it counted them, or named them as failed
     * since we refused them. Believed only where the IMAGE level names the objects of the series.
     */
    public void strangers(Collection<String> sopInstanceUids) {
        strangers.addAll(sopInstanceUids);
    }

    /** The last retrieve's failure is about objects that are known by name. */
    public void explainFailure() {
        explained = true;
    }

    /** Objects that a retrieve of the whole series says it has sent. */
    public int toldSent() {
        return sent;
    }

    /** Objects that a retrieve says there are, sent or not. */
    public int told() {
        return list == Listing.WHOLE ? Math.max(0, told - strangers.size()) : told;
    }

    public Verdict judge(Set<String> arrived) {
        Set<String> missing = names();
        missing.removeAll(arrived);
        int absent = Math.max(missing.size(), largest() - arrived.size());
        // An object of another series that we refused makes a source fail the whole retrieve.
        boolean ours = !strangers.isEmpty() && corroborated();
        boolean unexplained = whole != null && whole.unexplained() && !explained && !ours;
        if (absent == 0 && unexplained) {
            absent = 1;
        }
        return new Verdict(arrived.size() + absent, missing, absent - missing.size(), largest() > 0);
    }

    /** Whether both the SERIES level and a whole list at IMAGE level say how many objects there are. */
    public boolean corroborated() {
        return announced != null && announced > 0 && list == Listing.WHOLE;
    }

    /** Whether all three witnesses agree that the series is empty. */
    public boolean provenEmpty() {
        return announced != null && announced == 0 && list == Listing.EMPTY && names().isEmpty()
                && whole != null && whole.saysNothing();
    }

    /** Whether nothing contradicts anything, once so many objects have come. */
    public boolean agree(int arrived) {
        return (announced == null || announced <= 0 || announced == arrived)
                && (list != Listing.WHOLE || listed.size() == arrived)
                && (whole == null || whole.succeeded() && (whole.total() == 0 || whole.total() == arrived));
    }

    /** The claims side by side; numbers only. */
    public String describe(int arrived) {
        StringJoiner text = new StringJoiner("; ");
        text.add("SERIES level " + (announced == null ? "-" : announced.toString()));
        text.add("IMAGE level " + switch (list) {
            case NOT_ASKED -> "not asked";
            case REFUSED -> "refused";
            case EMPTY -> "answers nothing";
            case CUT -> listed.size() + ", cut";
            case WHOLE -> Integer.toString(listed.size());
        });
        text.add(whole == null ? "no retrieve ended" : whole.toString());
        return text.add(arrived + " came").toString();
    }

    /** The single claims, for the ledger. */
    public List<Claim> claims(int arrived) {
        List<Claim> claims = new ArrayList<>();
        claims.add(new Claim("SERIES_INSTANCES", announced == null ? "" : announced.toString(), ""));
        claims.add(new Claim("IMAGE_LIST", listed.isEmpty() ? "" : Integer.toString(listed.size()), list.name()));
        if (whole != null) {
            claims.add(new Claim("COMPLETED", Retrieve.number(whole.completed()), ""));
            claims.add(new Claim("FAILED", Retrieve.number(whole.failed()), ""));
            claims.add(new Claim("WARNING", Retrieve.number(whole.warning()), ""));
            claims.add(new Claim("REMAINING", Retrieve.number(whole.remaining()), ""));
            claims.add(new Claim("FAILED_UIDS", Integer.toString(whole.failedUids().size()), ""));
            claims.add(new Claim("STATUS", String.format(Locale.ROOT, "%04X", whole.status()), ""));
        }
        if (list == Listing.WHOLE && !strangers.isEmpty()) {
            claims.add(new Claim("STRANGERS", Integer.toString(strangers.size()),
                    "of other series, counted with them"));
        }
        claims.add(new Claim("ARRIVED", Integer.toString(arrived), ""));
        return claims;
    }

    /** One claim as the ledger keeps it: its witness, what it said, and how. */
    public record Claim(String source, String value, String detail) {
    }
}
