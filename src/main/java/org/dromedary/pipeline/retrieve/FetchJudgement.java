package org.dromedary.pipeline.retrieve;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.dromedary.dicom.dimse.RetrieveResult;
import org.dromedary.dicom.net.Status;
import org.dromedary.ledger.Ledger.ObjectReason;
import org.dromedary.pipeline.stage.Claims;
import org.dromedary.pipeline.stage.Claims.Claim;
import org.dromedary.pipeline.stage.Claims.Verdict;
import org.dromedary.pipeline.stage.Failure;
import org.dromedary.pipeline.stage.FailureClassifier;
import org.dromedary.pipeline.stage.StageException;

/** What an attempt to fetch a series comes to once nothing is left to ask: kept, kept with exceptions, or failed. */
final class FetchJudgement {

    private final SeriesFetch fetch;
    private final Arrivals arrivals;
    private final Claims claims;
    private final boolean lastAttempt;
    private final String atOurPort;
    private final Verdict verdict;
    private final int here;
    private final Set<String> conflicts;

    /** @param atOurPort what our port refused or broke off meanwhile, in words; empty if nothing */
    FetchJudgement(SeriesFetch fetch, boolean lastAttempt, String atOurPort) {
        this.atOurPort = atOurPort;
        this.fetch = fetch;
        this.arrivals = fetch.arrivals();
        this.claims = fetch.claims();
        this.lastAttempt = lastAttempt;
        this.verdict = fetch.verdict();
        this.here = arrivals.received().size();
        this.conflicts = arrivals.conflicts();
    }

    Verdict verdict() {
        return verdict;
    }

    /** What else is to be written beside the claims. */
    List<Claim> furtherClaims() {
        List<Claim> more = new ArrayList<>();
        if (!arrivals.unlisted().isEmpty()) {
            more.add(new Claim("UNLISTED", Integer.toString(arrivals.unlisted().size()), "came and was not listed"));
        }
        if (!conflicts.isEmpty()) {
            more.add(new Claim("CONFLICTING", Integer.toString(conflicts.size()), "came with different bytes"));
        }
        if (!arrivals.refused().isEmpty()) {
            more.add(new Claim("REFUSED", Integer.toString(arrivals.refused().size()), arrivals.refusal()));
        }
        return more;
    }

    /** Throws when the series should be asked for again, or can't be had. */
    void check() throws IOException, StageException {
        // What broke off may have been about to bring more, unless two witnesses say that this is all.
        boolean ended = fetch.broken() == null || claims.corroborated();
        if (verdict.complete() && conflicts.isEmpty() && here > 0 && ended) {
            return;
        }
        if (fetch.broken() != null && here + conflicts.size() == 0) {
            throw fetch.broken();
        }
        if (here == 0 && claims.provenEmpty() && arrivals.unlisted().isEmpty()) {
            throw new StageException(Failure.Kind.NOTHING_TO_DO, "EMPTY_SERIES",
                    "the source lists the series and says at every level that it has no object");
        }
        if (here > 0 && conflicts.isEmpty() && isAskedOut()) {
            return;
        }
        Failure failure = failure();
        boolean partWillDo = lastAttempt && here > 0 && failure.kind() == Failure.Kind.SERIES_FAILED;
        if (!partWillDo) {
            throw new StageException(failure, reasons());
        }
    }

    /**
     * Whether another attempt could say nothing new: everything that was named is here, the retrieve ended well, and
     * only a number that somebody claims, or the lack of any, leaves a doubt.
     */
    private boolean isAskedOut() {
        boolean clean = fetch.broken() == null && fetch.result() != null && Status.isSuccess(fetch.result().status());
        boolean toldIsMet = claims.told() <= here;
        return clean && verdict.missing().isEmpty() && toldIsMet
                && (!verdict.proven() || claims.list() == Claims.Listing.WHOLE);
    }

    private Failure failure() {
        Set<String> names = claims.names();
        boolean strangersOnly = claims.list() == Claims.Listing.WHOLE && here == 0 && !arrivals.unlisted().isEmpty()
                && verdict.missing().containsAll(names);
        if (strangersOnly) {
            // Each retrieve would fill the target with copies that nothing can tell from originals.
            return failed(lastAttempt ? Failure.Kind.UNSAFE : Failure.Kind.SERIES_FAILED, "OTHER_UIDS",
                    arrivals.unlisted().size() + " objects came, all under UIDs that the source does not list");
        }
        if (!conflicts.isEmpty() && verdict.absent() == 0) {
            return failed(lastAttempt && here == 0 ? Failure.Kind.UNSAFE : Failure.Kind.SERIES_FAILED,
                    "CONFLICTING_COPIES", conflicts.size() + " objects came several times with different bytes");
        }
        if (fetch.broken() != null) {
            return FailureClassifier.classify(fetch.broken());
        }
        RetrieveResult result = fetch.result();
        int status = result.status();
        Failure.Kind kind = Status.isSuccess(status) ? Failure.Kind.SERIES_FAILED : FailureClassifier.kindOf(status);
        if (verdict.absent() == 0) {
            return failed(kind, Status.isFailure(status) ? code(status) : "EMPTY_UNPROVEN",
                    "nothing came, and it is not proven that the series is empty: " + claims.describe(here));
        }
        return failed(kind, Status.isFailure(status) ? code(status) : "OBJECTS_MISSING", verdict.absent()
                + " objects missing, " + here + " came; final status " + Status.describe(status)
                + "; " + claims.describe(here)
                + (arrivals.refusal() == null ? "" : "; refused here: " + arrivals.refusal())
                + (atOurPort.isEmpty() ? "" : "; " + atOurPort));
    }

    private static Failure failed(Failure.Kind kind, String reason, String detail) {
        return new Failure(kind, reason, detail);
    }

    private static String code(int status) {
        return String.format(Locale.ROOT, "STATUS_%04X", status);
    }

    /** Why what came may not be all, although the series goes on; null if there is no doubt. */
    String doubt() {
        if (!arrivals.unlisted().isEmpty()) {
            return arrivals.unlisted().size() + " objects came that the source does not list; " + claims.describe(here);
        }
        if (!verdict.proven()) {
            return "nobody says how many objects the series has; " + claims.describe(here);
        }
        if (verdict.unnamed() > 0) {
            return verdict.unnamed() + " objects more were claimed than came; " + claims.describe(here);
        }
        return fetch.groupDoubt();
    }

    /** The evidence for each object that was claimed and is not kept. */
    List<ObjectReason> reasons() {
        IOException broken = fetch.broken();
        RetrieveResult result = fetch.result();
        Integer status = broken == null && result != null ? result.status() : null;
        String comment = broken == null ? result == null ? null : result.comment() : broken.getMessage();
        List<ObjectReason> reasons = new ArrayList<>();
        Set<String> refused = arrivals.refused();
        for (String uid : verdict.missing()) {
            reasons.add(refused.contains(uid) ? new ObjectReason(uid, "REFUSED_HERE", null, arrivals.refusal())
                    : new ObjectReason(uid, "UNAVAILABLE", status, comment));
        }
        if (verdict.unnamed() > 0) {
            reasons.add(new ObjectReason("", "CLAIM_UNMET", status, verdict.unnamed() + " objects: "
                    + claims.describe(here)));
        }
        return reasons;
    }
}
