package org.dromedary.pipeline.retrieve;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.dromedary.dicom.dimse.DimseStatusException;
import org.dromedary.dicom.dimse.RetrieveResult;
import org.dromedary.dicom.net.NoPresentationContextException;
import org.dromedary.dicom.net.Status;
import org.dromedary.pipeline.retrieve.ObjectReceiver.Arrived;
import org.dromedary.pipeline.retrieve.SourceRetrieve.Wanted;
import org.dromedary.pipeline.stage.Claims;
import org.dromedary.pipeline.stage.Claims.Verdict;
import org.dromedary.pipeline.stage.Failure;
import org.dromedary.pipeline.stage.FailureClassifier;

/**
 * One attempt to fetch a series (PS3.4 §C.4.2, §C.4.3): asks for it, waits for what is claimed, and asks again by other
 * means for what did not come. It can be left and gone on with, so that waiting holds no consumer.
 */
final class SeriesFetch {

    /** UIDs named in one retrieve: an explicit UI value may not exceed 65,534 bytes (PS3.5 §7.1.2). */
    private static final int MAX_UIDS = 500;
    /** Objects named alone, one after the other, that did not come: then the source hasn't any. */
    private static final int MAX_IN_VAIN = 20;
    /** What most late objects need, and what a consumer may spend on waiting. */
    private static final long WAIT_IN_PLACE_NANOS = Duration.ofMillis(500).toNanos();
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

    private final SourceRetrieve source;
    private final SourceLists lists;
    private final RetrieveSettings settings;
    private final Wanted series;
    private final int attempt;
    private final Arrivals arrivals;
    private final Claims claims = new Claims();
    private final Map<String, List<Arrived>> conflicts = new LinkedHashMap<>();
    private final Set<String> fetchedAlone = new LinkedHashSet<>();
    private final Set<String> askedAlone = new LinkedHashSet<>();
    private final List<Arrived> discarded = new ArrayList<>();
    private final long ranOutBefore;
    private final long begunNanos = System.nanoTime();
    private boolean begun;
    private boolean otherMeansTried;
    private boolean oneByOneBegun;
    private String groupDoubt;
    private int missingBefore = Integer.MAX_VALUE;
    private int inVain;
    private int pauses;
    private int namedAsk;
    private int countBefore;
    private RetrieveResult last;
    private RetrieveResult failure;
    private IOException broken;

    /**
     * @param series    the series, with its Patient ID
     * @param attempt   0 if it serves the next one, whichever that is
     * @param announced Number of Series Related Instances (0020,1209), null if the source did not tell
     */
    SeriesFetch(SourceRetrieve source, SourceLists lists, RetrieveSettings settings, Wanted series, int attempt,
            Integer announced, Arrivals arrivals, long ranOutBefore) {
        this.source = source;
        this.lists = lists;
        this.settings = settings;
        this.series = series;
        this.attempt = attempt;
        this.arrivals = arrivals;
        this.ranOutBefore = ranOutBefore;
        claims.announce(announced);
    }

    int attempt() {
        return attempt;
    }

    Wanted series() {
        return series;
    }

    /** How often our disk had no room before it was begun. */
    long ranOutBefore() {
        return ranOutBefore;
    }

    Claims claims() {
        return claims;
    }

    Arrivals arrivals() {
        return arrivals;
    }

    /** How long ago it was begun. */
    Duration age() {
        return Duration.ofNanos(System.nanoTime() - begunNanos);
    }

    /** Why the retrieve broke off, or null. */
    IOException broken() {
        return broken;
    }

    /** The answer that says most of what did not come, or null. */
    RetrieveResult result() {
        return failure != null && !claims.judge(arrivals.uids()).missing().isEmpty() ? failure : last;
    }

    /** What the counts of a retrieve of several series leave unclear about this one, or null. */
    String groupDoubt() {
        return groupDoubt;
    }

    /**
     * The series was among what was asked for together with others.
     *
     * @param doubt why not all may have come, or null
     */
    void broughtWithOthers(RetrieveResult result, String doubt) throws IOException {
        last = result;
        groupDoubt = doubt;
        claims.broughtWithOthers();
        countBefore = 0;
        namedAsk = 0;
        if (!begun) {
            begun = true;
            list();
        }
    }

    /**
     * Asks for the series and for what is missing of it, as long as that brings something.
     *
     * @param group what to ask for where the source refuses retrieves of series
     * @return after which pause to go on, or null if nothing is left to ask
     */
    Duration go(boolean lastAttempt, Group group) throws IOException, InterruptedException {
        if (!begun) {
            begun = true;
            list();
            begin(group);
        }
        while (true) {
            Duration pause = settle();
            if (pause != null) {
                return pause;
            }
            settleConflicts();
            recall();
            admit();
            Set<String> wanted = next(lastAttempt);
            if (wanted.isEmpty()) {
                if (lastAttempt && getMissing()) {
                    settleConflicts();
                    admit();
                }
                return null;
            }
            ask(wanted);
        }
    }

    private void begin(Group group) throws IOException {
        if (group.mustBring() && group.bring()) {
            return;
        }
        ask(Set.of());
        if (broken == null && group.mayBring(last)) {
            RetrieveResult refused = last;
            if (!group.bring()) {
                last = refused;
            }
        }
    }

    /** A retrieve of more than this series, which takes the place of asking for it alone. */
    interface Group {

        /** Whether the source is known to refuse series. */
        boolean mustBring();

        /** Whether such an answer may mean that the source refuses series. */
        boolean mayBring(RetrieveResult refused);

        /** Retrieves all series; false if that was refused. */
        boolean bring() throws IOException;
    }

    private void list() throws IOException {
        if (settings.expectUids()) {
            lists.ask(series, claims);
            arrivals.name(claims.names());
        }
    }

    private void ask(Set<String> objects) throws IOException {
        broken = null;
        namedAsk = objects.size();
        countBefore = arrivals.count();
        try {
            last = source.retrieve(new Wanted(series.patientId(), series.study(), series.series(), objects),
                    List.of(arrivals));
            if (objects.isEmpty()) {
                claims.strangers(arrivals.strangers());
                claims.retrieved(new Claims.Retrieve(last.status(), last.counts().remaining(),
                        last.counts().completed(), last.counts().failed(), last.counts().warning(),
                        last.failedSopInstanceUids()));
                arrivals.name(claims.names());
            }
            claims.name(arrivals.refused());
            arrivals.name(arrivals.refused());
        } catch (DimseStatusException | NoPresentationContextException answered) {
            throw answered;
        } catch (IOException e) {
            broken = e;
        }
        pauses = 0;
    }

    /** Returns after which pause to look again; null when what is claimed is here, or has not come for long enough. */
    private Duration settle() throws InterruptedException {
        if (broken != null || isHere()) {
            return null;
        }
        long left = quietNanos() - (System.nanoTime() - arrivals.lastArrivalNanos());
        if (left > 0) {
            arrivals.await(this::isHere, Math.min(left, WAIT_IN_PLACE_NANOS));
            left = quietNanos() - (System.nanoTime() - arrivals.lastArrivalNanos());
        }
        if (left <= 0 || isHere()) {
            return null;
        }
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(pauses++, 4));
        return pause.toNanos() < left ? pause : Duration.ofNanos(left);
    }

    private boolean isHere() {
        return namedAsk > 0 ? arrivals.count() - countBefore >= namedAsk
                : arrivals.count() > 0 && claims.largest() > 0 && claims.largest() <= arrivals.count()
                        && arrivals.uids().containsAll(claims.names());
    }

    /** What the source says it has sent is waited for longer than what it only may have sent. */
    private long quietNanos() {
        int sent = namedAsk > 0 ? last.counts().sent()
                : claims.toldSent();
        int came = namedAsk > 0 ? arrivals.count() - countBefore : arrivals.count() + arrivals.strangers().size();
        if (sent > came) {
            return settings.settleClaimed().toNanos();
        }
        return Status.isFailure(last.status()) ? 0 : settings.settle().toNanos();
    }

    /**
     * An object that came twice with different bytes is taken if it comes alone as one of them. A retrieve that broke
     * off settles nothing: the other copy may have been next.
     */
    private void settleConflicts() {
        for (String uid : Set.copyOf(conflicts.keySet())) {
            List<Arrived> copies = conflicts.remove(uid);
            Arrived alone = arrivals.received().getOrDefault(uid, arrivals.unlisted().get(uid));
            boolean settled = broken == null && alone != null && !arrivals.conflicts().contains(uid)
                    && copies.stream().anyMatch(alone::isCopyOf);
            if (settled) {
                discarded.addAll(copies);
            } else {
                arrivals.restoreConflict(uid, copies);
            }
        }
    }

    /** Files that nobody wants any more. */
    List<Arrived> takeDiscarded() {
        List<Arrived> taken = List.copyOf(discarded);
        discarded.clear();
        return taken;
    }

    /** What this attempt does not bring may have come in an earlier one, or after it. */
    private void recall() {
        Verdict verdict = verdict();
        if (!verdict.complete()) {
            Set<String> missing = verdict.missing();
            boolean anyMayBe = claims.names().isEmpty();
            arrivals.recall(uid -> anyMayBe || missing.contains(uid));
        }
    }

    /**
     * Decides on objects that were not listed: those that the source confirms by UID are of the series, and so are as
     * many as are claimed by number beyond those that were named.
     */
    private void admit() throws IOException {
        Map<String, Arrived> unlisted = arrivals.unlisted();
        if (unlisted.isEmpty()) {
            return;
        }
        if (claims.list() == Claims.Listing.WHOLE || claims.list() == Claims.Listing.CUT) {
            Collection<String> confirmed = lists.confirm(series, unlisted.keySet());
            claims.name(confirmed);
            arrivals.name(confirmed);
            unlisted = arrivals.unlisted();
        }
        int named = claims.names().size();
        int room = claims.largest() == 0 ? unlisted.size()
                : claims.largest() - Math.max(named, arrivals.received().size());
        arrivals.name(unlisted.values().stream()
                .sorted((a, b) -> Boolean.compare(b.originator(), a.originator())).limit(Math.max(0, room))
                .map(Arrived::sopInstanceUid).toList());
    }

    /** The objects to be asked for next by UID; empty when asking again is of no use. */
    private Set<String> next(boolean lastAttempt) throws IOException {
        if (broken == null) {
            for (String uid : arrivals.conflicts()) {
                if (fetchedAlone.add(uid)) {
                    conflicts.putAll(arrivals.takeConflicts());
                    fetchedAlone.addAll(conflicts.keySet());
                    return new LinkedHashSet<>(conflicts.keySet());
                }
            }
        }
        Set<String> missing = claims.judge(arrivals.uids()).missing();
        if (claims.corroborated() && !missing.isEmpty()) {
            // What failed was among these; whether they come is seen next.
            claims.explainFailure();
        }
        boolean brought = arrivals.count() > countBefore;
        if (!oneByOneBegun && brought && !missing.isEmpty() && missing.size() < missingBefore) {
            // What came may be under other UIDs than those that were asked for, each time anew.
            missingBefore = missing.size();
            return inOneRetrieve(missing);
        }
        if (broken == null && !otherMeansTried && !claims.judge(arrivals.uids()).complete()) {
            otherMeansTried = true;
            lists.askOtherwise(series, claims);
            arrivals.name(claims.names());
            Set<String> more = claims.judge(arrivals.uids()).missing();
            more.removeAll(missing);
            if (!more.isEmpty()) {
                return inOneRetrieve(more);
            }
        }
        return lastAttempt ? nextAlone(missing) : Set.of();
    }

    /**
     * Some archives end a retrieve at the first object that they can't send, and some take the wrong study of two that
     * share a Series Instance UID: an object that is named alone can still be had.
     */
    private Set<String> nextAlone(Set<String> missing) {
        if (!oneByOneBegun) {
            boolean failed = broken == null && last != null && !Status.isSuccess(last.status());
            if (!failed || FailureClassifier.kindOf(last.status()) != Failure.Kind.SERIES_FAILED) {
                return Set.of();
            }
            oneByOneBegun = true;
            failure = last;
        } else {
            boolean came = arrivals.count() > countBefore;
            inVain = came ? 0 : inVain + 1;
            failure = came || broken != null ? failure : last;
        }
        if (inVain == MAX_IN_VAIN || broken != null) {
            return Set.of();
        }
        for (String uid : missing) {
            if (askedAlone.add(uid)) {
                return Set.of(uid);
            }
        }
        return Set.of();
    }

    private static Set<String> inOneRetrieve(Set<String> objects) {
        return objects.stream().limit(MAX_UIDS).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Asks by the other service for what is still missing; an archive may send there what it can't send elsewhere. */
    private boolean getMissing() throws IOException {
        Set<String> missing = verdict().missing();
        // That a number announced is too large is common, and proves too little to fetch the series once more.
        boolean claimed = !missing.isEmpty() || claims.told() > arrivals.count();
        boolean mayHelp = settings.getMissing() && broken == null && claimed && arrivals.count() < claims.largest()
                && (!Status.isFailure(last.status())
                        || FailureClassifier.kindOf(last.status()) == Failure.Kind.SERIES_FAILED);
        return mayHelp && source.getMissing(new Wanted(series.patientId(), series.study(), series.series(),
                inOneRetrieve(missing)), List.of(arrivals));
    }

    /** What the claims and what belongs to the series come to; objects with conflicting copies count as come. */
    Verdict verdict() {
        Set<String> here = new LinkedHashSet<>(arrivals.received().keySet());
        here.addAll(arrivals.conflicts());
        return claims.judge(here);
    }
}
