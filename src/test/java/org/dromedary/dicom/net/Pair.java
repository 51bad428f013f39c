package org.dromedary.dicom.net;

import java.io.IOException;
import java.util.function.Consumer;
import org.dromedary.dicom.data.Uid;
import org.dromedary.dicom.dimse.ScpServer;

/** Our SCP and an association of our SCU with it. */
public record Pair(ScpServer server, Association association) implements AutoCloseable {

    public static Pair of(Consumer<ScpServer.Builder> scp, Consumer<AssociationRequest.Builder> scu)
            throws IOException {
        ScpServer.Builder builder = ScpServer.builder().timeouts(TestLimits.LONG);
        scp.accept(builder);
        ScpServer server = builder.build().start();
        try {
            AssociationRequest.Builder request = request(server);
            scu.accept(request);
            return new Pair(server, Association.open(request.build()));
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    /** A request for Verification. */
    public static AssociationRequest.Builder request(ScpServer server) {
        return AssociationRequest.to("127.0.0.1", server.port()).timeouts(TestLimits.LONG)
                .context(Uid.Verification, Uid.ImplicitVRLittleEndian);
    }

    @Override
    public void close() {
        association.close();
        server.close();
    }
}
