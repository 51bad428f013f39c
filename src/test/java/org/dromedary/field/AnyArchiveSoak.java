package org.dromedary.field;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The same as {@link AnyArchiveTest} for an hour or two: {@code mvn test -Psoak}. */
@QuarkusTest
@Tag("application")
@TestProfile(FieldProfile.class)
class AnyArchiveSoak extends Field {

    private static final int ARCHIVES = 10_000;
    private static final int CURABLE = 1_000;

    @Test
    void noArchiveIsCalledCompleteUnlessTheTargetHasEveryObject() throws Exception {
        assertThat(AnyArchive.broken(migration, ARCHIVES)).isEmpty();
    }

    @Test
    void whatOneFaultHidesIsReachedByOtherMeans() throws Exception {
        assertThat(AnyArchive.unreached(migration, CURABLE)).isEmpty();
    }
}
