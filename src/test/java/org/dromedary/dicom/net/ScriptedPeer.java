package org.dromedary.dicom.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/** A server that plays a script on its first connection; {@link #close} fails where the script did. */
final class ScriptedPeer implements AutoCloseable {
    interface Script {
        void play(RawPeer peer) throws Exception;
    }

    private final ServerSocket listener;
    private final CompletableFuture<Void> played = new CompletableFuture<>();
    private final AtomicBoolean accepted = new AtomicBoolean();

    ScriptedPeer(Script script) throws IOException {
        listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(() -> {
            try (RawPeer peer = new RawPeer(listener.accept())) {
                accepted.set(true);
                script.play(peer);
                played.complete(null);
            } catch (Exception | AssertionError e) {
                played.completeExceptionally(e);
            }
        }, "scripted-peer");
        thread.setDaemon(true);
        thread.start();
    }

    /** A request to this peer with Verification and CT storage and short limits. */
    AssociationRequest.Builder request() {
        return AssociationRequest.to("127.0.0.1", listener.getLocalPort()).timeouts(TestLimits.SHORT)
                .context("1.2.840.10008.1.1", "1.2.840.10008.1.2")
                .context("1.2.840.10008.5.1.4.1.1.2", "1.2.840.10008.1.2.1");
    }

    @Override
    public void close() throws IOException {
        try {
            if (accepted.get()) {
                played.get(10, TimeUnit.SECONDS);
            }
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError("The scripted peer: " + e, e);
        } finally {
            listener.close();
        }
    }
}
