package org.dromedary.field;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dromedary.simulator.AssociationFault;
import org.dromedary.simulator.QueryFault;
import org.dromedary.simulator.QueryLevel;
import org.dromedary.simulator.RetrieveFault;
import org.dromedary.testing.ServicesResource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The same archives where objects are fetched by C-GET. */
@QuarkusTest
@Tag("application")
@TestProfile(FieldArchiveGetTest.ByGet.class)
class FieldArchiveGetTest extends Field {

    private static final int ARCHIVES = 12;

    public static final class ByGet implements QuarkusTestProfile {
        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(ServicesResource.class), new TestResourceEntry(FieldResource.class));
        }

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("dromedary.source.retrieve", "GET");
        }
    }

    @Test
    void soundArchiveArrivesWhole() throws Exception {
        runs().assertComplete();
    }

    @Test
    void failedSubOperationsAreHeard() throws Exception {
        runs(new QueryFault.EmptyAt(QueryLevel.IMAGE),
                new RetrieveFault.FailSomeObjects(archive.firstOfEach(), 0xB000, false))
                .assertCompleteBut(archive.firstOfEach());
    }

    @Test
    void sourceThatServesStudiesOnlyIsAskedForStudies() throws Exception {
        runs(new RetrieveFault.OnlyAtLevels(Set.of(QueryLevel.STUDY))).assertComplete();
    }

    @Test
    void patientRootAloneIsEnough() throws Exception {
        runs(new AssociationFault.PatientRootOnly()).assertComplete();
    }

    @Test
    void patientIdGoesAlongWhereItIsWanted() throws Exception {
        runs(new RetrieveFault.RequirePatientId()).assertComplete();
    }

    @Test
    void noArchiveIsCalledCompleteUnlessTheTargetHasEveryObject() throws Exception {
        assertThat(AnyArchive.broken(migration, ARCHIVES)).isEmpty();
    }
}
