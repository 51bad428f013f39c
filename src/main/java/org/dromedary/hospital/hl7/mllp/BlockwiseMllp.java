package org.dromedary.hospital.hl7.mllp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Processor;
import org.apache.camel.component.mllp.MllpComponent;
import org.apache.camel.component.mllp.MllpConfiguration;
import org.apache.camel.component.mllp.MllpEndpoint;
import org.apache.camel.component.mllp.MllpTcpServerConsumer;

/**
 * camel-mllp with connections that give it one block at a time, in bounds of number and memory, from hosts that may.
 * Its loggers bear the names of these classes and may show a message, so the program's defaults switch this package's
 * off.
 */
public final class BlockwiseMllp extends MllpComponent {

    private final MllpSocket.Framing framing;
    private final Limits limits;
    private final Connections connections;

    /**
     * What senders may cost.
     *
     * @param maxSize     longest message, in bytes
     * @param maxBytes    of large messages over all connections, one at least
     * @param whole       how long one message may take from its first byte to its last
     * @param connections most at once
     */
    public record Limits(int maxSize, long maxBytes, Duration whole, int connections) {
        int largeBlocks() {
            return (int) Math.max(1, Math.min(connections, maxBytes / maxSize));
        }
    }

    /** Makes of an accepted connection one that speaks TLS, or gives it back. */
    public interface Wrapping {
        Socket wrap(Socket accepted) throws IOException;
    }

    private final Predicate<InetAddress> hosts;
    private final Wrapping wrapping;

    /**
     * @param lenient whether FS ends a block without a CR, where another begins or nothing comes
     * @param hosts   from which connections are taken
     * @param faults  takes the address of a sender and what is wrong with its framing
     */
    public BlockwiseMllp(Limits limits, boolean lenient, Predicate<InetAddress> hosts, Wrapping wrapping,
            BiConsumer<String, String> faults) {
        this.limits = limits;
        this.hosts = hosts;
        this.wrapping = wrapping;
        this.framing = new MllpSocket.Framing(limits.maxSize(), lenient, limits.whole(),
                new LargeBlocks(limits.largeBlocks()), faults);
        this.connections = new Connections(limits.connections());
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
                public void validateConsumer(Socket accepted) {
                    MllpSocket socket = admitted(accepted);
                    if (socket != null) {
                        super.validateConsumer(socket);
                    }
                }
            };
            configureConsumer(consumer);
            return consumer;
        }
    }

    /** Null, and closed, if it may not be here. */
    private MllpSocket admitted(Socket accepted) {
        try {
            if (hosts.test(accepted.getInetAddress())) {
                MllpSocket socket = new MllpSocket(wrapping.wrap(accepted), framing);
                if (connections.enter(socket)) {
                    return socket;
                }
                framing.faults().accept(String.valueOf(accepted.getRemoteSocketAddress()),
                        "as many connections are busy as dromedary.hl7.max-connections allows");
            }
            accepted.setSoLinger(true, 0);
            accepted.close();
        } catch (SocketException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return null;
    }
}
