package org.dromedary.pipeline.retrieve;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.EnumSet;
import org.dromedary.archives.archive.Quirk;
import org.dromedary.simulator.QueryLevel;
import org.dromedary.simulator.RetrieveFault;
import org.dromedary.testing.ServicesResource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@Tag("application")
@QuarkusTestResource(ServicesResource.class)
@TestProfile(StudyWiseRetrieveTest.OfItsOwn.class)
class StudyWiseRetrieveTest extends RetrieveRig {

    /** What is learnt in memory of the source of another test class is not known here. */
    public static final class OfItsOwn extends Profile {
    }

    @Test
    void seriesOfASourceThatMovesStudiesOnlyComeWithOneRetrieve() throws Exception {
        long[] ids = found(OBJECTS);
        faults.set(new RetrieveFault.OnlyAtLevels(EnumSet.of(QueryLevel.STUDY)));
        assertThat(objects(fetch(ids[0], 1, 1))).isEqualTo(all(1));
        assertThat(archives.sourceQuirks().values(Quirk.RETRIEVE_LEVEL_REFUSED)).containsExactly("SERIES");
        int refused = faults.fired(RetrieveFault.OnlyAtLevels.class);
        assertThat(objects(fetch(ids[1], 2, 1))).isEqualTo(all(2));
        assertThat(faults.fired(RetrieveFault.OnlyAtLevels.class)).isEqualTo(refused);
        assertThat(doubt(ids[0])).isNull();
        assertThat(doubt(ids[1])).isNull();
    }

    @Test
    void seriesOfASourceThatMovesPatientsOnlyComeWithOneRetrieve() throws Exception {
        long[] ids = found(OBJECTS);
        faults.set(new RetrieveFault.OnlyAtLevels(EnumSet.of(QueryLevel.PATIENT)));
        assertThat(objects(fetch(ids[0], 1, 1))).isEqualTo(all(1));
        assertThat(archives.sourceQuirks().values(Quirk.RETRIEVE_LEVEL_REFUSED))
                .containsExactlyInAnyOrder("SERIES", "STUDY");
        assertThat(objects(fetch(ids[1], 2, 1))).isEqualTo(all(2));
        assertThat(doubt(ids[0])).isNull();
        assertThat(doubt(ids[1])).isNull();
    }
}
