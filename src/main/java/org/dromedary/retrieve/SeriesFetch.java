package org.dromedary.retrieve;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.dromedary.archive.ArchiveQuery.ObjectList;
import org.dromedary.dicom.net.DimseStatusException;
import org.dromedary.dicom.net.NoPresentationContextException;
import org.dromedary.dicom.net.RetrieveResult;
import org.dromedary.dicom.net.Status;
import org.dromedary.dicom.net.SubOperations;
import org.dromedary.ledger.Ledger.ObjectReason;
import org.dromedary.stage.Failure;
import org.dromedary.stage.FailureClassifier;
import org.dromedary.stage.SeriesMessage;
import org.dromedary.stage.StageException;

/**
 * One attempt to fetch a series (PS3.4 §C.4.2, §C.4.3): what the source listed, what it said of the retrieve, and what
 * came.
 * Of these three only the last is believed.
 */
final class SeriesFetch {

    /** UIDs named in one retrieve: an explicit UI value may not exceed 65,534 bytes (PS3.5 §7.1.2). */
    private static final int MOST_UIDS = 500;
    /** Objects named alone, one after the other, that did not come: then the source hasn't any. */
    private static final int MOST_IN_VAIN = 20;

    private final SourceRetrieve source;
    private final SeriesMessage message;
    private final ObjectList list;
    private final int announced;
    private final Arrivals arrivals;
    private final Duration settle;
    private RetrieveResult whole;
    private RetrieveResult last;
    private IOException broken;

    /**
     * @param list the source's answer at image level, null if it was not asked
     * @param announced Number of Series Related Instances (0020,1209), null if the source did not tell
     */
    SeriesFetch(SourceRetrieve source, SeriesMessage message, ObjectList list, Integer announced, Arrivals arrivals,
            Duration settle) {
        this.source = source;
        this.message = message;
        this.list = list;
        this.announced = announced == null ? 0 : announced;
        this.arrivals = arrivals;
        this.settle = settle;
    }

    /** Asks for the series, then for what is missing of it as long as that brings something. */
    void run(boolean lastAttempt) throws IOException, InterruptedException {
        Set<String> wanted = Set.of();
        int missingBefore;
        do {
            missingBefore = arrivals.missing().size();
            ask(wanted);
            wanted = arrivals.missing().stream().limit(MOST_UIDS).collect(Collectors.toCollection(LinkedHashSet::new));
        } while (!wanted.isEmpty() && arrivals.missing().size() < missingBefore);
        if (lastAttempt) {
            askOneByOne();
        }
    }

    /**
     * Some archives end a retrieve at the first object that they can't send, and some take the wrong study of two that
     * share a Series Instance UID: an object that is named alone can still be had.
     */
    private void askOneByOne() throws IOException, InterruptedException {
        boolean failed = broken == null && Status.isFailure(last.status());
        if (!failed || FailureClassifier.kindOf(last.status()) != Failure.Kind.SERIES_FAILED) {
            return;
        }
        RetrieveResult failure = last;
        int vain = 0;
        for (String uid : arrivals.missing()) {
            if (vain == MOST_IN_VAIN || broken != null) {
                break;
            }
            int before = arrivals.count();
            ask(Set.of(uid));
            boolean came = arrivals.count() > before;
            vain = came ? 0 : vain + 1;
            failure = came ? failure : last;
        }
        last = arrivals.missing().isEmpty() ? last : failure;
    }

    private void ask(Set<String> sopInstanceUids) throws IOException, InterruptedException {
        broken = null;
        try {
            last = source.retrieve(message.studyInstanceUid(), message.seriesInstanceUid(), sopInstanceUids,
                    arrivals);
            whole = whole == null ? last : whole;
            if (Status.isSuccess(last.status()) || Status.isWarning(last.status())) {
                arrivals.settle(expectedByCount(), settle);
            }
        } catch (DimseStatusException | NoPresentationContextException answered) {
            throw answered;
        } catch (IOException e) {
            broken = e;
        }
    }

    private boolean listIsCertain() {
        return list != null && list.certain();
    }

    /** Numbers count only where the list of UIDs may not be whole; the announced one is often stale. */
    private int expectedByCount() {
        if (listIsCertain()) {
            return 0;
        }
        SubOperations counts = whole == null ? SubOperations.none(0) : whole.counts();
        int told = Math.max(0, counts.completed()) + Math.max(0, counts.warning()) + Math.max(0, counts.failed());
        return list == null || list.cut() ? Math.max(announced, told) : told;
    }

    /** Objects that did not come. */
    int absent() {
        return Math.max(arrivals.missing().size(), expectedByCount() - arrivals.count());
    }

    /** Throws when the series should be asked for again, or can't be had. */
    void judge(boolean lastAttempt) throws IOException, StageException {
        if (broken != null && !listIsCertain()) {
            throw broken;
        }
        int here = arrivals.count();
        int absent = absent();
        if (absent == 0 && here > 0) {
            return;
        }
        if (absent == 0 && broken == null && Status.isSuccess(last.status())) {
            throw new StageException(Failure.Kind.NOTHING_TO_DO, "EMPTY_SERIES",
                    "the source lists the series but has no object in it");
        }
        Failure failure = failure(absent, here, lastAttempt);
        boolean partWillDo = lastAttempt && here > 0 && failure.kind() == Failure.Kind.SERIES_FAILED;
        if (!partWillDo) {
            throw new StageException(failure, reasons());
        }
    }

    private Failure failure(int absent, int here, boolean lastAttempt) {
        if (listIsCertain() && here > 0 && absent == list.sopInstanceUids().size()) {
            // Each retrieve would fill the target with copies that nothing can tell from originals.
            return new Failure(lastAttempt ? Failure.Kind.UNSAFE : Failure.Kind.SERIES_FAILED, "OTHER_UIDS",
                    here + " objects came, all under UIDs that the source does not list");
        }
        if (broken != null) {
            return FailureClassifier.classify(broken);
        }
        int status = last.status();
        return new Failure(FailureClassifier.kindOf(status),
                Status.isFailure(status) ? String.format("STATUS_%04X", status) : "OBJECTS_MISSING",
                absent + " objects missing, " + here + " came; final status " + Status.describe(status));
    }

    /** The evidence for each object known by its UID that did not come. */
    List<ObjectReason> reasons() {
        Integer status = broken == null && last != null ? last.status() : null;
        String comment = broken == null ? last == null ? null : last.comment() : broken.getMessage();
        return arrivals.missing().stream()
                .map(uid -> new ObjectReason(uid, "UNAVAILABLE", status, comment)).toList();
    }
}
