package org.dromedary.hospital.hl7;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.dromedary.hospital.reports.WholeReports;
import org.junit.jupiter.api.Test;

/** The first of the messages that {@link OddMessagesSoak} makes. */
class OddMessagesTest {

    private static final int MESSAGES = 3_000;

    @Test
    void whatIsAcknowledgedIsWhole() {
        Mutations mutations = new Mutations(List.of());
        MutationChecks checks = new MutationChecks(new WholeReports());
        for (long number = 0; number < MESSAGES; number++) {
            checks.check(number, mutations.message(number));
        }
        assertThat(checks.failures()).isEmpty();
        assertThat(checks.acknowledged()).as(checks.toString()).isGreaterThan(MESSAGES / 4);
        assertThat(checks.refused()).as(checks.toString()).isGreaterThan(MESSAGES / 10);
    }
}
