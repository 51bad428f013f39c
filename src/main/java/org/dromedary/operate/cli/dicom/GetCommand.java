package org.dromedary.operate.cli.dicom;

import java.nio.file.Path;
import java.util.List;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Uid;
import org.dromedary.dicom.dimse.GetScu;
import org.dromedary.dicom.dimse.RetrieveResult;
import org.dromedary.dicom.net.Association;
import org.dromedary.dicom.net.AssociationRequest;
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
        try (Association association = Association.open(request().build())) {
            result = GetScu.get(association, keys.getModel(), identifier, folder, counts -> { });
        } finally {
            print(transfer.summary());
        }
        return RetrieveOutcome.report(this, result);
    }

    private AssociationRequest.Builder request() {
        AssociationRequest.Builder request = peer.request()
                .context(keys.getModel(), Uid.ExplicitVRLittleEndian, Uid.ImplicitVRLittleEndian);
        StorageContexts.propose(request, sopClasses);
        return request;
    }

    @Override
    String activity() {
        return "C-GET from " + peer;
    }
}
