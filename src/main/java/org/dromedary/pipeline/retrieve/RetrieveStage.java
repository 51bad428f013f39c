package org.dromedary.pipeline.retrieve;

import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.dromedary.archives.archive.Refusals;
import org.dromedary.ledger.Series;
import org.dromedary.ledger.Stage;
import org.dromedary.ledger.spool.Spool;
import org.dromedary.pipeline.retrieve.SourceRetrieve.Wanted;
import org.dromedary.pipeline.stage.Failure;
import org.dromedary.pipeline.stage.FailureClassifier;
import org.dromedary.pipeline.stage.SeriesMessage;
import org.dromedary.pipeline.stage.SeriesStage;
import org.dromedary.pipeline.stage.SpoolRoom;
import org.dromedary.pipeline.stage.StageException;
import org.dromedary.pipeline.stage.StageLedger.Outcome;

/** Fetches a series, compares what came with what was claimed, and makes it durable (law 3). */
@Singleton
@Named("retrieve")
public class RetrieveStage extends SeriesStage {

    private final SourceRetrieve source;
    private final SourceLists lists;
    private final Reception reception;
    private final OpenFetches fetches;
    private final LateObjects late;
    private final GroupFetches groups;
    private final SeriesKeeper keeper;
    private final RetrieveLedger claims;
    private final Spool spool;
    private final SpoolRoom room;
    private final RetrieveSettings settings;
    private final Refusals refusals;

    RetrieveStage(SourceRetrieve source, SourceLists lists, Reception reception, OpenFetches fetches,
            LateObjects late, GroupFetches groups, SeriesKeeper keeper, RetrieveLedger claims, Spool spool,
            SpoolRoom room, RetrieveSettings settings, Refusals refusals) {
        super(Stage.RETRIEVE);
        this.source = source;
        this.lists = lists;
        this.reception = reception;
        this.fetches = fetches;
        this.late = late;
        this.groups = groups;
        this.keeper = keeper;
        this.claims = claims;
        this.spool = spool;
        this.room = room;
        this.settings = settings;
        this.refusals = refusals;
    }

    @Override
    public int attempts() {
        return settings.attempts();
    }

    @Override
    protected Outcome work(Series series, SeriesMessage message) throws Exception {
        fetches.work(series.id);
        try {
            return fetched(series, message);
        } finally {
            fetches.leave(series.id);
        }
    }

    private Outcome fetched(Series series, SeriesMessage message) throws Exception {
        SeriesFetch waiting = fetches.take(series.id, message.attempt());
        if (waiting == null) {
            if (room.suspended() != null) {
                fetches.forgetFailedAttempts();
            }
            room.await(fetches::anyWaits);
        }
        SeriesFetch fetch = waiting == null ? begin(series, message) : waiting;
        boolean lastAttempt = message.attempt() >= settings.attempts();
        boolean held = false;
        boolean kept = false;
        try {
            Duration pause = fetch.go(lastAttempt, groups.of(series.id, fetch));
            if (fetch.arrivals().count() > 0) {
                health.works(Stage.RETRIEVE.id());
            }
            reception.discard(fetch.takeDiscarded());
            // What our own disk had no room for does not come by waiting, and what came takes room.
            boolean ranOut = room.timesRanOut() > fetch.ranOutBefore();
            if (pause != null && !ranOut) {
                fetches.put(series.id, fetch);
                held = true;
                throw StageException.settling(fetch.claims().describe(fetch.arrivals().count()), pause);
            }
            // Before anything is counted: an object that comes now is refused, not lost.
            reception.close(fetch.arrivals());
            Outcome outcome = judged(series, message, fetch, lastAttempt);
            kept = true;
            return outcome;
        } catch (StageException | IOException e) {
            if (e instanceof IOException broken) {
                room.check(broken);
            }
            if (!held && room.suspended() == null
                    && FailureClassifier.classify(e).kind() == Failure.Kind.SERIES_FAILED) {
                held = keepForLater(series, fetch, lastAttempt);
            }
            throw e;
        } finally {
            if (!held) {
                fetches.end(fetch);
            }
            if (!held && !kept) {
                spool.remove(message.studyInstanceUid(), message.seriesInstanceUid());
            }
        }
    }

    /** What a failed attempt brought is kept for the next, which may lack just that; after the last, what is late. */
    private boolean keepForLater(Series series, SeriesFetch fetch, boolean lastAttempt) throws IOException {
        if (lastAttempt) {
            late.await(series.id, fetch.arrivals(), fetch.verdict());
        } else {
            fetches.keepForNextAttempt(series.id, fetch);
        }
        return !lastAttempt;
    }

    private SeriesFetch begin(Series series, SeriesMessage message) throws IOException {
        Person person = claims.person(series.id);
        Wanted wanted = new Wanted(person.patientId() == null ? "" : person.patientId(), message.studyInstanceUid(),
                message.seriesInstanceUid(), List.of());
        Arrivals arrivals = fetches.arrivals(series.id, message.studyInstanceUid(), message.seriesInstanceUid());
        SeriesFetch fetch = new SeriesFetch(source, lists, settings, wanted, message.attempt(),
                series.expectedInstances, arrivals, room.timesRanOut());
        if (message.attempt() > 1) {
            fetch.claims().toldBefore(claims.toldBefore(series.id, message.attempt()));
        }
        return fetch;
    }

    private Outcome judged(Series series, SeriesMessage message, SeriesFetch fetch, boolean lastAttempt)
            throws Exception {
        String atOurPort = refusals.describeSince(System.nanoTime() - fetch.age().toNanos());
        FetchJudgement judgement = new FetchJudgement(fetch, lastAttempt, atOurPort);
        claims.writeClaims(series.id, message.attempt(), fetch.claims(), fetch.arrivals().received().size(),
                judgement.furtherClaims());
        if (room.timesRanOut() > fetch.ranOutBefore() && fetch.verdict().absent() > 0) {
            // Whatever the source says of them: it was we who did not take the objects.
            throw room.noRoom();
        }
        checkOurPort(fetch, atOurPort);
        judgement.check();
        if (!fetch.arrivals().received().isEmpty()) {
            lists.brought(fetch.series(), fetch.claims());
            keeper.learn(fetch);
        }
        Outcome outcome = keeper.keep(series, message, fetch, judgement);
        if (judgement.verdict().absent() > 0) {
            late.await(series.id, fetch.arrivals(), judgement.verdict());
        }
        return outcome;
    }

    /** Where nothing came, and our port refused associations meanwhile, it is not the source that has not sent. */
    private static void checkOurPort(SeriesFetch fetch, String refused) throws StageException {
        if (fetch.arrivals().count() == 0 && !fetch.claims().provenEmpty() && !refused.isEmpty()) {
            throw new StageException(Failure.Kind.MISCONFIGURED, "REFUSED_HERE", "nothing came; " + refused);
        }
    }
}
