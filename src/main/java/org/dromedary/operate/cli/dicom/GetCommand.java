package org.dromedary.operate.cli.dicom;

import java.nio.file.Path;
import java.util.List;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.dimse.GetContexts;
import org.dromedary.dicom.dimse.GetScu;
import org.dromedary.dicom.dimse.RetrieveResult;
import org.dromedary.dicom.net.Association;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code dicom get}: fetches objects over the same association (C-GET, PS3.4 §C.4.3). */
@Command(name = "get", mixinStandardHelpOptions = true,
        description = "Fetch objects over the same association (C-GET).")
public final class GetCommand extends DicomTool {

    @Mixin
    private PeerOptions peer = new PeerOptions();

    @Mixin
    private KeyOptions keys = new KeyOptions();

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Where the files go.")
    private Path out;

    @Option(names = "--sop-class", paramLabel = "UID",
            description = "A SOP Class to expect (default: the storage classes of common archives).")
    private List<String> sopClasses = List.of();

    @Override
    int run() throws Exception {
        DataSet identifier = keys.retrieveIdentifier();
        Transfer transfer = new Transfer();
        ReceiveFolder folder = new ReceiveFolder(out, transfer, null);
        transfer.begin();
        RetrieveResult result;
        GetContexts contexts = GetContexts.of(List.of(keys.getModel()), sopClasses);
        try (Association association = Association.open(contexts.propose(peer.request()).build())) {
            result = GetScu.get(association, keys.getModel(), identifier, folder, counts -> { });
        } finally {
            print(transfer.summary());
        }
        return RetrieveOutcome.report(this, result);
    }

    @Override
    String activity() {
        return "C-GET from " + peer;
    }
}
