package org.dromedary.operate.cli.dicom;

import java.util.Locale;
import org.dromedary.dicom.data.Uid;
import org.dromedary.dicom.dimse.EchoScu;
import org.dromedary.dicom.net.Association;
import org.dromedary.dicom.net.Status;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code dicom echo}: does the peer answer (C-ECHO, PS3.4 §A)? */
@Command(name = "echo", mixinStandardHelpOptions = true, description = "Ask a peer whether it answers (C-ECHO).")
public final class EchoCommand extends DicomTool {

    @Mixin
    private PeerOptions peer = new PeerOptions();

    @Override
    int run() throws Exception {
        long start = System.nanoTime();
        try (Association association = Association.open(
                peer.request().context(Uid.Verification, Uid.ImplicitVRLittleEndian).build())) {
            int status = EchoScu.echo(association);
            if (!Status.isSuccess(status)) {
                error(activity() + " failed: " + Status.describe(status));
                return FAILED;
            }
            String implementation = association.peerImplementationVersion();
            print(String.format(Locale.ROOT, "%s answers (%s, %.0f ms).", peer,
                    implementation == null || implementation.isEmpty() ? "no implementation named" : implementation,
                    (System.nanoTime() - start) / 1e6));
        }
        return OK;
    }

    @Override
    String activity() {
        return "C-ECHO with " + peer;
    }
}
