package org.dromedary.camel;

import java.net.InetAddress;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;
import org.dromedary.dicom.dimse.DimseStatusException;
import org.dromedary.dicom.dimse.ScpServer;
import org.dromedary.dicom.dimse.StoreRequest;
import org.dromedary.dicom.net.Status;
import org.dromedary.dicom.ul.PdvInputStream;
import org.dromedary.dicom.ul.RejectReason;

/**
 * A Storage SCP that sends every object through the route while it arrives, as an {@link IncomingObject}. The header
 * {@link DicomHeaders#STATUS} is the answer; an exception answers 0x0110.
 */
public class DicomConsumer extends DefaultConsumer {

    private final DicomEndpoint endpoint;
    private ScpServer server;

    DicomConsumer(DicomEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
        this.endpoint = endpoint;
    }

    /** The port it listens on: the one of the URI, or the free one that was taken for 0. */
    public int port() {
        return server.port();
    }

    /** Associations that it rejected for this reason since it was started. */
    public long rejected(RejectReason reason) {
        return server.rejected(reason);
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        DicomAddress address = endpoint.address();
        DicomConfiguration configuration = endpoint.getConfiguration();
        ScpServer.Builder builder = ScpServer.builder()
                .bind(InetAddress.getByName(address.host()))
                .port(address.port())
                .maxAssociations(configuration.getMaxAssociations())
                .associationPolicy(configuration.getAssociationPolicy())
                .maxPduLength(configuration.getMaxPduLength())
                .timeouts(configuration.timeouts())
                .byteGate(configuration.getByteGate())
                .strictAeTitles(configuration.isStrictCalledAet())
                .listener(new AssociationLog(address.aet(), configuration.getScpListener()))
                // An archive also holds private SOP classes, and those registered after this program was made.
                .acceptUnknownSopClasses()
                .storeLimits(configuration.storeLimits())
                .tls(configuration.getTls())
                .preferred(configuration.getPreferred())
                .store(this::store);
        if (!configuration.isAnyCalledAet()) {
            builder.aeTitle(address.aet());
        }
        server = builder.build();
        server.start();
    }

    @Override
    protected void doStop() throws Exception {
        if (server != null) {
            server.close();
        }
        super.doStop();
    }

    private int store(StoreRequest request, PdvInputStream dataSet) throws DimseStatusException {
        Exchange exchange = createExchange(false);
        try {
            exchange.getMessage().setBody(new IncomingObject(request, dataSet));
            PeerHeaders headers = PeerHeaders.of(exchange, endpoint);
            headers.set(DicomHeaders.SOP_CLASS_UID, request.sopClassUid());
            headers.set(DicomHeaders.SOP_INSTANCE_UID, request.sopInstanceUid());
            headers.set(DicomHeaders.TRANSFER_SYNTAX_UID, request.transferSyntaxUid());
            headers.set(DicomHeaders.CALLING_AE_TITLE, request.callingAeTitle());
            headers.set(DicomHeaders.CALLED_AE_TITLE, request.calledAeTitle());
            process(exchange);
            return answer(exchange);
        } finally {
            releaseExchange(exchange, false);
        }
    }

    private void process(Exchange exchange) {
        try {
            getProcessor().process(exchange);
        } catch (Exception e) {
            exchange.setException(e);
        }
    }

    private int answer(Exchange exchange) throws DimseStatusException {
        Exception failure = exchange.getException();
        if (failure != null) {
            getExceptionHandler().handleException("An object could not be received", failure);
            throw new DimseStatusException("C-STORE", Status.PROCESSING_FAILURE, failure.getClass().getSimpleName());
        }
        PeerHeaders headers = PeerHeaders.of(exchange, endpoint);
        int status = headers.get(DicomHeaders.STATUS, Status.SUCCESS, Integer.class);
        String comment = headers.get(DicomHeaders.ERROR_COMMENT, "", String.class);
        if (!comment.isEmpty()) {
            throw new DimseStatusException("C-STORE", status, comment);
        }
        return status;
    }
}
