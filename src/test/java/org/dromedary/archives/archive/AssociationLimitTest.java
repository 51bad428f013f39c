package org.dromedary.archives.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.dromedary.dicom.ul.AssociationRejectedException;
import org.junit.jupiter.api.Test;

class AssociationLimitTest {

    private static final AssociationRejectedException LOCAL_LIMIT = new AssociationRejectedException(2, 3, 2);
    private static final AssociationRejectedException CONGESTION = new AssociationRejectedException(2, 3, 1);

    private final AtomicLong nanos = new AtomicLong();
    private Quirks quirks = quirks();

    private static Quirks quirks(String... stated) {
        return new Quirks("source", QuirkSettings.of("source", Optional.of(List.of(stated))), null);
    }

    private AssociationLimit limit() {
        return new AssociationLimit(() -> quirks, nanos::get);
    }

    @Test
    void localLimitIsBelievedAtOnce() {
        AssociationLimit limit = limit();
        assertThat(limit.most()).isEqualTo(Integer.MAX_VALUE);
        limit.refused(3, LOCAL_LIMIT);
        assertThat(limit.most()).isEqualTo(3);
        limit.refused(2, LOCAL_LIMIT);
        assertThat(limit.most()).isEqualTo(2);
    }

    @Test
    void anotherReasonIsBelievedTheSecondTimeUnlessOneWasAcceptedMeanwhile() {
        AssociationLimit limit = limit();
        limit.refused(2, CONGESTION);
        limit.accepted(2);
        limit.refused(2, CONGESTION);
        assertThat(limit.most()).isEqualTo(Integer.MAX_VALUE);
        limit.refused(2, CONGESTION);
        assertThat(limit.most()).isEqualTo(2);
    }

    @Test
    void afterAnHourOneMoreIsTriedAndKeptIfItIsAccepted() {
        AssociationLimit limit = limit();
        limit.refused(2, LOCAL_LIMIT);
        nanos.addAndGet(AssociationLimit.TRIAL.toNanos());
        assertThat(limit.most()).isEqualTo(3);
        limit.accepted(2);
        assertThat(quirks.number(Quirk.ASSOCIATION_LIMIT)).hasValue(3);
        assertThat(limit.most()).isEqualTo(3);
    }

    @Test
    void limitOfAPropertyStays() {
        quirks = quirks("association-limit=2");
        AssociationLimit limit = limit();
        limit.refused(1, LOCAL_LIMIT);
        nanos.addAndGet(AssociationLimit.TRIAL.toNanos());
        assertThat(limit.most()).isEqualTo(2);
    }

    @Test
    void switchedOffItIsNotLearnt() {
        quirks = quirks("association-limit=off");
        AssociationLimit limit = limit();
        limit.refused(1, LOCAL_LIMIT);
        assertThat(limit.most()).isEqualTo(Integer.MAX_VALUE);
    }
}
