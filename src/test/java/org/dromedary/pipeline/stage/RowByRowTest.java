package org.dromedary.pipeline.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.dromedary.ledger.LedgerException;
import org.junit.jupiter.api.Test;

class RowByRowTest {

    private final RowByRow rows = new RowByRow("row");
    private final List<String> failed = new ArrayList<>();
    private final List<Long> done = new ArrayList<>();

    private static SQLException refused() {
        return new SQLException("Data too long: Doe^Jane", "22001", 1406);
    }

    private void look(long... ids) {
        for (long id : ids) {
            rows.work(id, () -> {
                if (id == 2) {
                    throw new LedgerException("no", refused());
                }
                done.add(id);
            }, reason -> failed.add(id + " " + reason));
        }
    }

    @Test
    void rowThatFailsIsTriedOnceMoreAndThoseBehindItGoOn() {
        look(1, 2, 3);
        assertThat(done).containsExactly(1L, 3L);
        assertThat(failed).isEmpty();
        look(2);
        assertThat(failed).singleElement().asString().contains("SQL state 22001, error 1406").doesNotContain("Doe");
    }

    @Test
    void ledgerThatIsAwayIsNoFailureOfARow() {
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> rows.work(1, () -> {
                throw new LedgerException("no", new SQLException("gone", "08000"));
            }, failed::add)).isInstanceOf(LedgerException.class);
        }
        assertThat(failed).isEmpty();
    }
}
