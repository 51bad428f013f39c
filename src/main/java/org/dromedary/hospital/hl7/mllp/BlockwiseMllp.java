package org.dromedary.hospital.hl7.mllp;

import java.net.Socket;
import java.net.SocketException;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Processor;
import org.apache.camel.component.mllp.MllpComponent;
import org.apache.camel.component.mllp.MllpConfiguration;
import org.apache.camel.component.mllp.MllpEndpoint;
import org.apache.camel.component.mllp.MllpTcpServerConsumer;

/**
 * camel-mllp with connections that give it one block at a time. Its loggers bear the names of these classes and may
 * show a message, so the program's defaults switch this package's off.
 */
public final class BlockwiseMllp extends MllpComponent {

    private final MllpSocket.Framing framing;

    /**
     * @param maxSize longest message, in bytes
     * @param lenient whether FS ends a block without a CR, where another begins or nothing comes
     * @param faults  takes the address of a sender and what is wrong with its framing
     */
    public BlockwiseMllp(int maxSize, boolean lenient, BiConsumer<String, String> faults) {
        this.framing = new MllpSocket.Framing(maxSize, lenient, faults);
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
                        super.validateConsumer(new MllpSocket(socket, framing));
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
