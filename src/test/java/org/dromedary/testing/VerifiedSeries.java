package org.dromedary.testing;

import java.util.List;
import org.dromedary.ledger.Change;
import org.dromedary.ledger.Ledger;
import org.dromedary.ledger.Series;
import org.dromedary.ledger.SeriesFound;
import org.dromedary.ledger.SeriesState;
import org.dromedary.ledger.StudyFound;
import org.dromedary.ledger.Transitions;

/** A series in the ledger that has gone its whole way. */
public final class VerifiedSeries {

    private VerifiedSeries() {
    }

    /** Enters a series of three objects, so many of which did not come; returns its id. */
    public static long enter(Ledger ledger, Transitions transitions, String study, int unavailable) {
        long studyId = ledger.upsertStudy(new StudyFound("P", null, "", null, "", study, null, "", "", "", "", null, 1,
                3));
        ledger.upsertSeries(studyId, List.of(new SeriesFound(study + "." + unavailable, "CT", "", "", "", 3)));
        List<Series> all = ledger.seriesOfStudy(studyId);
        long id = all.get(all.size() - 1).id;
        transitions.advance(id, SeriesState.FOUND, SeriesState.QUEUED, Change.none());
        transitions.advance(id, SeriesState.QUEUED, SeriesState.RETRIEVED,
                Change.none().received(3 - unavailable, 9).unavailable(unavailable));
        transitions.advance(id, SeriesState.RETRIEVED, SeriesState.RECONCILED, Change.none());
        transitions.advance(id, SeriesState.RECONCILED, SeriesState.TRANSCODED, Change.none());
        transitions.advance(id, SeriesState.TRANSCODED, SeriesState.STORED, Change.none());
        transitions.advance(id, SeriesState.STORED, SeriesState.VERIFIED, Change.none().verified(3 - unavailable));
        return id;
    }
}
