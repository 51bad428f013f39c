package org.dromedary.field;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What {@link FieldArchiveGetTest} tries by C-GET, with more archives: {@code mvn test -Psoak}. */
@QuarkusTest
@Tag("application")
@TestProfile(FieldArchiveGetTest.ByGet.class)
class AnyArchiveGetSoak extends Field {

    private static final int ARCHIVES = 1_000;

    @Test
    void noArchiveIsCalledCompleteUnlessTheTargetHasEveryObject() throws Exception {
        assertThat(AnyArchive.broken(migration, ARCHIVES)).isEmpty();
    }
}
