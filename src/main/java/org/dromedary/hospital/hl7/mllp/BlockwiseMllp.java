package org.dromedary.hospital.hl7.mllp;

import java.net.Socket;
import java.net.SocketException;
import java.util.Map;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Processor;
import org.apache.camel.component.mllp.MllpComponent;
import org.apache.camel.component.mllp.MllpConfiguration;
import org.apache.camel.component.mllp.MllpEndpoint;
import org.apache.camel.component.mllp.MllpTcpServerConsumer;

/**
 * camel-mllp with connections that give it one block at a time. Its loggers bear the names of these classes and may show a
 * message, so the program's defaults switch this package's off.
 */
public final class BlockwiseMllp extends MllpComponent {

    private final int maxSize;

    /** @param maxSize longest message, in bytes */
    public BlockwiseMllp(int maxSize) {
        this.maxSize = maxSize;
        setLogPhi(false);
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        MllpEndpoint given = (MllpEndpoint) super.createEndpoint(uri, remaining, parameters);
        MllpEndpoint endpoint = new Blockwise(uri, given.getConfiguration());
        endpoint.setHostname(given.getHostname());
        endpoint.setPort(given.getPort());
        return endpoint;
    }

    private final class Blockwise extends MllpEndpoint {

        Blockwise(String uri, MllpConfiguration configuration) {
            super(uri, BlockwiseMllp.this, configuration);
        }

        @Override
        public Consumer createConsumer(Processor processor) throws Exception {
            Consumer consumer = new MllpTcpServerConsumer(this, processor) {
                @Override
                public void validateConsumer(Socket socket) {
                    try {
                        super.validateConsumer(new MllpSocket(socket, maxSize));
                    } catch (SocketException e) {
                        throw new IllegalStateException(e);
                    }
                }
            };
            configureConsumer(consumer);
            return consumer;
        }
    }
}
