package org.dromedary.field;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.dromedary.simulator.AssociationFault;
import org.dromedary.simulator.QueryFault;
import org.dromedary.simulator.QueryLevel;
import org.dromedary.simulator.StoreFault;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Archives that are built otherwise, and targets. */
@QuarkusTest
@Tag("application")
@TestProfile(FieldProfile.class)
class FieldArchiveSetUpTest extends Field {

    @Test
    void patientRootAloneIsEnough() throws Exception {
        runs(new AssociationFault.PatientRootOnly()).assertComplete();
    }

    @Test
    void oneAssociationAtATimeIsEnoughAtBothSides() throws Exception {
        migration.target().set(new AssociationFault.Limit(1));
        runs(new AssociationFault.Limit(1)).assertComplete();
    }

    @Test
    void echoIsNotNeeded() throws Exception {
        migration.target().set(new AssociationFault.NoEcho());
        runs(new AssociationFault.NoEcho(), new QueryFault.AbortAtLevel(QueryLevel.IMAGE)).assertComplete();
    }

    @Test
    void associationsForEchoAreNotNeeded() throws Exception {
        migration.target().set(new AssociationFault.RejectEchoAssociations());
        migration.target().next(1, new StoreFault.Abort());
        runs(new AssociationFault.RejectEchoAssociations()).assertComplete();
    }

    @Test
    void onePresentationContextIsEnough() throws Exception {
        runs(new AssociationFault.OneContext()).assertComplete();
    }

    @Test
    void targetThatRefusesImageLevelIsNamedWithTheSettingThatHelps() throws Exception {
        migration.target().set(new QueryFault.RefuseLevel(QueryLevel.IMAGE, 0xA900));
        runs();
        assertThat(migration.complete()).isFalse();
        assertThat(migration.told()).as(migration.books()).anySatisfy(words ->
                assertThat(words).contains("IMAGE").contains("dromedary.verify.method"));
    }

    @Test
    void targetThatLosesWhatItTookIsNotBelieved() throws Exception {
        migration.target().set(new StoreFault.LoseSilently());
        runs();
        assertThat(migration.complete()).isFalse();
    }
}
