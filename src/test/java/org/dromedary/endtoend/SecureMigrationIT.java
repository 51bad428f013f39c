package org.dromedary.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.dromedary.dicom.tls.TlsFiles;
import org.dromedary.dicom.tls.TlsParty;
import org.dromedary.dicom.tls.TlsProfile;
import org.dromedary.ledger.SeriesState;
import org.dromedary.simulator.StudyGenerator;
import org.dromedary.simulator.StudyKind;
import org.dromedary.testing.TestAuthority;
import org.dromedary.testing.TestAuthority.Identity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A migration of which every connection is secure, and what becomes of it when the other side is not whom we want. */
class SecureMigrationIT {

    @TempDir
    Path folder;

    private final TestAuthority authority = TestAuthority.of("Invented Hospital CA");

    private TlsParty archives(Identity own) throws Exception {
        return new TlsParty(new TlsFiles(own.both(folder), null, null, authority.certificate(folder)),
                new TlsParty.Rules(TlsProfile.NON_DOWNGRADING, true, Set.of(), Set.of()));
    }

    private Rehearsal rehearsal(Identity ofArchives) throws Exception {
        StudyGenerator generator = new StudyGenerator(5).matrix(16).objectsPerSeries(3).kinds(StudyKind.CT);
        Rehearsal rehearsal = Rehearsal.secured(generator, 3, archives(ofArchives));
        Identity own = authority.issue(Duration.ofDays(20), "127.0.0.1");
        rehearsal.migration.set("dromedary.tls.certificate", own.certificate(folder).toString())
                .set("dromedary.tls.key", own.key(folder).toString())
                .set("dromedary.tls.trusted", authority.certificate(folder).toString())
                .set("dromedary.source.tls.enabled", "true").set("dromedary.target.tls.enabled", "true")
                .set("dromedary.local.plain", "false")
                .set("dromedary.local.tls.port", Integer.toString(rehearsal.migration.port()));
        return rehearsal;
    }

    @Test
    void everythingArrivesByTlsAloneAndAnExpiryIsTold() throws Exception {
        try (Rehearsal rehearsal = rehearsal(authority.issue("127.0.0.1"))) {
            rehearsal.runsTo(0);
            rehearsal.assertEverythingArrived();
            assertThat(rehearsal.states()).containsOnlyKeys(SeriesState.VERIFIED);
            assertThat(rehearsal.migration.output()).contains("CERTIFICATE_EXPIRES");
        }
    }

    @Test
    void archiveOfAnotherAuthorityIsToldInOneLineAndSentNothing() throws Exception {
        try (Rehearsal rehearsal = rehearsal(TestAuthority.of("Stranger CA").issue("127.0.0.1"))) {
            rehearsal.runsTo(1);
            assertThat(rehearsal.migration.output()).contains("The source archive OLDPACS",
                    "is of no CA that is trusted here");
            assertThat(rehearsal.target().objects()).isEmpty();
        }
    }
}
