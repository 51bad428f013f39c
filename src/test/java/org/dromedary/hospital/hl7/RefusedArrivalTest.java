package org.dromedary.hospital.hl7;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.dromedary.ledger.LedgerTrouble;
import org.dromedary.ledger.Sql;
import org.dromedary.testing.ServicesResource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@Tag("application")
@QuarkusTestResource(ServicesResource.class)
class RefusedArrivalTest {

    @Inject
    Inbox inbox;

    @Inject
    DataSource dataSource;

    private final String sender = "TEST" + UUID.randomUUID().toString().substring(0, 8);

    private Arrival arrival(String controlId) {
        return Arrival.of(("MSH|^~\\&|" + sender + "|HOSP|D|H|20240301101500||ADT^A08|" + controlId + "|P|2.5.1\r")
                .getBytes(StandardCharsets.US_ASCII), new Hl7Charsets(StandardCharsets.ISO_8859_1, false));
    }

    @Test
    void messageOfASenderThatIsNotListedIsRecordedWithoutItsContent() {
        Arrival whole = arrival("9");
        Arrival refused = new Arrival(whole.body(), whole.digest(), whole.text(), whole.header(), null,
                Senders.NOT_LISTED);
        assertThat(inbox.keep(List.of(refused)).get(0).state()).isEqualTo(Hl7Ledger.State.IGNORED);
        Sql sql = Sql.over(dataSource);
        assertThat(sql.query("select concat(reason, '/', length(body)) from hl7_message where sender = ?",
                row -> row.getString(1), sender + "|HOSP"))
                .containsExactly("refused by AR: " + Senders.NOT_LISTED + "/0");
        sql.update("delete from hl7_message where sender = ?", sender + "|HOSP");
    }

    @Test
    void messageThatTheLedgerRefusesKeepsNoOtherFromBeingKept() {
        Sql sql = Sql.over(dataSource);
        sql.update("create trigger refuse before insert on hl7_message for each row begin if new.control_id = 'BAD'"
                + " then signal sqlstate '22001' set mysql_errno = 1406; end if; end");
        try {
            Throwable thrown = catchThrowable(() -> inbox.keep(List.of(arrival("1"), arrival("BAD"), arrival("2"))));
            assertThat(LedgerTrouble.isTransient(thrown)).isFalse();
        } finally {
            sql.update("drop trigger refuse");
        }
        assertThat(sql.query("select control_id from hl7_message where sender = ? order by id", row -> row.getString(1),
                sender + "|HOSP")).containsExactly("1", "2");
        sql.update("delete from hl7_message where sender = ?", sender + "|HOSP");
    }
}
