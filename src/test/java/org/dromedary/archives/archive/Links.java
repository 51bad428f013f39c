package org.dromedary.archives.archive;

import java.io.IOException;
import java.time.Duration;
import org.dromedary.archives.pace.Pace;
import org.dromedary.dicom.data.Uid;
import org.dromedary.dicom.dimse.EchoScu;
import org.dromedary.dicom.net.Association;
import org.dromedary.dicom.net.AssociationRequest;

/** Links to archives for tests without an application. */
public final class Links {

    private Links() {
    }

    /** A link to the source at that port of this machine, with that pace. */
    public static ArchiveLink source(String aet, int port, Pace pace) {
        Archive archive = new Archive("source", aet, "127.0.0.1", port);
        ArchiveGate gate = new ArchiveGate("source", () -> echo(archive), Duration.ofMillis(50),
                Duration.ofMillis(500), text -> { });
        return new ArchiveLink(archive, Duration.ofSeconds(10), gate, pace);
    }

    /** A request that proposes C-FIND and C-MOVE. */
    public static AssociationRequest request(ArchiveLink link) {
        return to(link.archive())
                .context(Uid.StudyRootQueryRetrieveInformationModelFind, Archives.QUERY_SYNTAXES)
                .context(Uid.StudyRootQueryRetrieveInformationModelMove, Archives.QUERY_SYNTAXES).build();
    }

    private static AssociationRequest.Builder to(Archive archive) {
        return AssociationRequest.to(archive.host(), archive.port()).called(archive.aet());
    }

    private static void echo(Archive archive) throws IOException {
        try (Association association =
                Association.open(to(archive).context(Uid.Verification, Archives.QUERY_SYNTAXES).build())) {
            EchoScu.echo(association);
        }
    }
}
