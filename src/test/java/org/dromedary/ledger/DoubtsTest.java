package org.dromedary.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dromedary.ledger.SeriesState.FOUND;
import static org.dromedary.ledger.SeriesState.QUEUED;
import static org.dromedary.ledger.SeriesState.RECONCILED;
import static org.dromedary.ledger.SeriesState.RETRIEVED;
import static org.dromedary.ledger.SeriesState.STORED;
import static org.dromedary.ledger.SeriesState.TRANSCODED;
import static org.dromedary.ledger.SeriesState.VERIFIED;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.dromedary.testing.ServicesResource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Books that balance because nobody ever said a number. */
@QuarkusTest
@Tag("application")
@QuarkusTestResource(ServicesResource.class)
class DoubtsTest {

    @Inject
    Ledger ledger;

    @Inject
    Transitions transitions;

    @Inject
    DataSource dataSource;

    private static String uid() {
        return "1.2." + (UUID.randomUUID().getMostSignificantBits() >>> 1);
    }

    private long study(Integer announcedSeries, Integer announcedObjects) {
        return ledger.upsertStudy(new StudyFound("P", null, "", null, "", uid(), null, "", "", "", "", null,
                announcedSeries, announcedObjects));
    }

    private long series(long study, Integer expected) {
        ledger.upsertSeries(study, List.of(new SeriesFound(uid(), "CT", "", "", "", expected)));
        List<Series> all = ledger.seriesOfStudy(study);
        return all.get(all.size() - 1).id;
    }

    private void verify(long id, int received) {
        transitions.advance(id, FOUND, QUEUED, Change.none());
        transitions.advance(id, QUEUED, RETRIEVED, Change.none().received(received, 10));
        transitions.advance(id, RETRIEVED, RECONCILED, Change.none());
        transitions.advance(id, RECONCILED, TRANSCODED, Change.none());
        transitions.advance(id, TRANSCODED, STORED, Change.none().stored(received));
        transitions.advance(id, STORED, VERIFIED, Change.none().verified(received));
    }

    private long count(String words) {
        return ledger.view().doubts().stream().filter(doubt -> doubt.what().contains(words))
                .mapToLong(Doubts.Doubt::count).sum();
    }

    @Test
    void verifiedSeriesWithoutObjectsIsInDoubtThoughItBalances() {
        long withoutObject = count("without a single object");
        long unsaid = count("nobody ever said");
        long id = series(study(1, null), null);
        verify(id, 0);
        assertThat(ledger.view().balanced(id)).isTrue();
        assertThat(count("without a single object")).isEqualTo(withoutObject + 1);
        assertThat(count("nobody ever said")).isEqualTo(unsaid + 1);
    }

    @Test
    void claimThatIsNotMetAndStudiesWithoutSeriesAreInDoubt() {
        long suspect = ledger.view().suspectSeries();
        long without = count("have no series");
        long id = series(study(1, null), 3);
        verify(id, 3);
        Sql.over(dataSource).update("update series set doubt = 'IMAGE level 4' where id = ?", id);
        study(2, 12);
        assertThat(ledger.view().suspectSeries()).isEqualTo(suspect + 1);
        assertThat(count("have no series")).isEqualTo(without + 1);
    }
}
