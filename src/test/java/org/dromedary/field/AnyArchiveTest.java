package org.dromedary.field;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@code -Dseeds=7,12} tries single archives, {@code -Darchives=1000} another number of them. */
@QuarkusTest
@Tag("application")
@TestProfile(FieldProfile.class)
class AnyArchiveTest extends Field {

    private static final int ARCHIVES = 60;
    private static final int CURABLE = 25;

    @Test
    void noArchiveIsCalledCompleteUnlessTheTargetHasEveryObject() throws Exception {
        assertThat(AnyArchive.broken(migration, ARCHIVES)).isEmpty();
    }

    @Test
    void whatOneFaultHidesIsReachedByOtherMeans() throws Exception {
        assertThat(AnyArchive.unreached(migration, CURABLE)).isEmpty();
    }
}
