package org.dromedary.pipeline.retrieve;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.dromedary.pipeline.stage.Failure;
import org.dromedary.testing.ServicesResource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Where objects of another patient than the source lists for the study are to be kept aside. */
@QuarkusTest
@Tag("application")
@QuarkusTestResource(ServicesResource.class)
@TestProfile(OtherPatientTest.Quarantine.class)
class OtherPatientTest extends RetrieveRig {

    public static final class Quarantine extends Profile {
        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> settings = new HashMap<>(super.getConfigOverrides());
            settings.put("dromedary.retrieve.other-patient", "QUARANTINE");
            return settings;
        }
    }

    @Test
    void seriesOfAnotherPatientIsKeptAside() throws Exception {
        long id = found(OBJECTS, "P2", "Another^Person")[0];
        Failure failure = failure(id, 1, 1);
        assertThat(failure.kind()).isEqualTo(Failure.Kind.UNSAFE);
        assertThat(failure.reason()).isEqualTo("OTHER_PATIENT");
        try (Stream<Path> aside = Files.list(spool.asideFolder(study, series(1)))) {
            assertThat(aside).hasSize(OBJECTS);
        }
    }

    @Test
    void seriesOfThePatientItselfGoesOn() throws Exception {
        long id = found(OBJECTS)[0];
        assertThat(objects(fetch(id, 1, 1))).isEqualTo(all(1));
    }
}
