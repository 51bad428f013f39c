package org.dromedary.operate.cli.dicom;

import java.net.InetAddress;
import java.nio.file.Path;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Uid;
import org.dromedary.dicom.dimse.MoveScu;
import org.dromedary.dicom.dimse.RetrieveResult;
import org.dromedary.dicom.dimse.ScpServer;
import org.dromedary.dicom.net.Association;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code dicom move}: lets the peer send objects to an AE title, maybe ourselves (C-MOVE, PS3.4 §C.4.2). */
@Command(name = "move", mixinStandardHelpOptions = true,
        description = "Let the peer send objects to an AE title that it knows (C-MOVE).")
public final class MoveCommand extends DicomTool {

    @Mixin
    private PeerOptions peer = new PeerOptions();

    @Mixin
    private KeyOptions keys = new KeyOptions();

    @Option(names = "--dest", required = true, paramLabel = "AET", description = "Where the peer shall send to.")
    private String destination;

    @Option(names = "--port", paramLabel = "P", description = "Receive here meanwhile, as --dest.")
    private Integer port;

    @Option(names = "--bind", paramLabel = "ADDRESS", defaultValue = "127.0.0.1",
            description = "The address for --port (default: ${DEFAULT-VALUE}).")
    private InetAddress bind;

    @Option(names = "--out", paramLabel = "DIR", description = "Where received files go.")
    private Path out;

    private final Transfer transfer = new Transfer();

    @Override
    int run() throws Exception {
        DataSet identifier = keys.retrieveIdentifier();
        if ((port == null) != (out == null)) {
            throw new UsageException("--port and --out belong together: give both to receive, none to only move.");
        }
        transfer.begin();
        try (ScpServer server = port == null ? null : receiver()) {
            RetrieveResult result = move(identifier);
            int code = RetrieveOutcome.report(this, result);
            print(port == null
                    ? RetrieveOutcome.count(result.counts().completed()) + " object(s) sent to " + destination
                    : transfer.summary());
            return code;
        }
    }

    private RetrieveResult move(DataSet identifier) throws Exception {
        try (Association association = Association.open(peer.request()
                .context(keys.moveModel(), Uid.ExplicitVRLittleEndian, Uid.ImplicitVRLittleEndian).build())) {
            return MoveScu.move(association, keys.moveModel(), identifier, PeerOptions.checked(destination),
                    counts -> { });
        }
    }

    private ScpServer receiver() throws Exception {
        ScpServer server = ScpServer.builder().bind(bind).port(port).aeTitle(PeerOptions.checked(destination))
                .acceptUnknownSopClasses()
                .store(new ReceiveFolder(out, transfer, null)).build();
        server.start();
        return server;
    }

    @Override
    String activity() {
        return "C-MOVE by " + peer + " to " + destination;
    }
}
