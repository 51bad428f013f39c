package org.dromedary.archives.archive;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.config.SmallRyeConfigBuilder;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;
import org.dromedary.archives.pace.Pace;
import org.dromedary.archives.pace.SourceWatch;
import org.dromedary.coordination.incident.IncidentSettings;
import org.dromedary.coordination.incident.Incidents;
import org.dromedary.dicom.data.Uid;
import org.dromedary.ledger.Ledger;
import org.dromedary.ledger.Sql;
import org.dromedary.simulator.ArchiveSimulator;
import org.dromedary.simulator.AssociationFault;
import org.dromedary.simulator.Faults;
import org.dromedary.testing.ServicesResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@Tag("application")
@QuarkusTestResource(ServicesResource.class)
class CapabilitiesTest {

    private static final Form EXPLICIT = new Form(Uid.CTImageStorage, Uid.ExplicitVRLittleEndian);
    private static final Form IMPLICIT = new Form(Uid.CTImageStorage, Uid.ImplicitVRLittleEndian);
    private static final Duration DAY = Duration.ofDays(1);

    @Inject
    Ledger ledger;

    @Inject
    Incidents incidents;

    @Inject
    IncidentSettings incidentSettings;

    @Inject
    Pace pace;

    @Inject
    SourceWatch watch;

    @Inject
    ArchiveSettings.Local local;

    @Inject
    ArchiveSettings.Source source;

    @Inject
    ArchiveSettings.Limits limits;

    @Inject
    TlsParties tls;

    @Inject
    DataSource dataSource;

    private final Path folder = ServicesResource.newDataDir();
    private final Faults faults = new Faults();
    private final List<Archives> opened = new ArrayList<>();
    private ArchiveSimulator target;

    @BeforeEach
    void startATargetThatTakesExplicitOnly() throws IOException {
        target = ArchiveSimulator.in(folder).aeTitle("T" + System.nanoTime() % 1_000_000_000).faults(faults).start();
        accept(Uid.ExplicitVRLittleEndian);
    }

    @AfterEach
    void stop() {
        opened.forEach(archives -> archives.target().close());
        target.close();
        ServicesResource.delete(folder);
    }

    private void accept(String... syntaxes) {
        faults.set(new AssociationFault.AcceptOnly(Set.of(), Set.of(syntaxes)));
    }

    /** As a process has them that has just started. */
    private Capabilities capabilities() {
        ArchiveSettings.Target settings = new SmallRyeConfigBuilder().addDefaultInterceptors()
                .withMapping(ArchiveSettings.Target.class).withDefaultValues(Map.of("dromedary.target.aet",
                target.aeTitle(), "dromedary.target.host", "127.0.0.1", "dromedary.target.port",
                Integer.toString(target.port()))).build().getConfigMapping(ArchiveSettings.Target.class);
        Archives archives = new Archives(local, source, settings, limits, ledger, incidents, incidentSettings, pace,
                watch, dataSource, tls);
        opened.add(archives);
        return new Capabilities(archives, dataSource);
    }

    private int asked() {
        return faults.fired(AssociationFault.AcceptOnly.class);
    }

    @Test
    void targetIsAskedOnceAndTheAnswerServesTheNextProcess() throws IOException {
        Capabilities first = capabilities();
        assertThat(first.accepted(List.of(EXPLICIT, IMPLICIT), DAY)).containsExactly(EXPLICIT);
        assertThat(asked()).as("together, and the one that was not taken alone").isEqualTo(2);
        assertThat(first.accepted(List.of(IMPLICIT), DAY)).isEmpty();
        target.close();
        assertThat(capabilities().accepted(List.of(EXPLICIT, IMPLICIT), DAY)).containsExactly(EXPLICIT);
        assertThat(asked()).isEqualTo(2);
    }

    @Test
    void targetThatTakesOneContextOnAnAssociationIsAskedFormByForm() throws IOException {
        faults.clear();
        faults.set(new AssociationFault.OneContext());
        Capabilities capabilities = capabilities();
        assertThat(capabilities.accepted(List.of(EXPLICIT, IMPLICIT), DAY))
                .containsExactlyInAnyOrder(EXPLICIT, IMPLICIT);
        assertThat(opened.get(0).targetQuirks().has(Quirk.ONE_CONTEXT)).isTrue();
    }

    @Test
    void answerThatIsTooOldOrForgottenIsAskedForAgain() throws IOException {
        Capabilities capabilities = capabilities();
        assertThat(capabilities.accepted(List.of(IMPLICIT), DAY)).isEmpty();
        accept(Uid.ImplicitVRLittleEndian);
        assertThat(capabilities.accepted(List.of(IMPLICIT), DAY)).isEmpty();
        capabilities.forget(List.of(IMPLICIT));
        assertThat(capabilities.accepted(List.of(IMPLICIT), DAY)).containsExactly(IMPLICIT);
        Sql.over(dataSource).update("update target_capability set at = at - interval 2 hour where aet = ?",
                target.aeTitle());
        accept(Uid.ExplicitVRLittleEndian);
        assertThat(capabilities().accepted(List.of(IMPLICIT), Duration.ofHours(3))).containsExactly(IMPLICIT);
        assertThat(capabilities().accepted(List.of(IMPLICIT), Duration.ofHours(1))).isEmpty();
    }

    @Test
    void moreFormsThanAnAssociationHasContextsAreAskedInSeveral() throws IOException {
        List<Form> forms = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            forms.add(new Form("1.2.826.0.1.3680043.2.1125.9." + i, Uid.ExplicitVRLittleEndian));
        }
        assertThat(capabilities().accepted(forms, DAY)).hasSize(300);
        assertThat(asked()).isEqualTo(3);
    }
}
