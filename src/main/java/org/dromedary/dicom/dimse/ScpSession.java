package org.dromedary.dicom.dimse;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.function.Consumer;
import org.dromedary.dicom.net.Association;
import org.dromedary.dicom.net.AssociationInfo;
import org.dromedary.dicom.net.CommandSet;
import org.dromedary.dicom.net.Message;
import org.dromedary.dicom.net.Negotiation;
import org.dromedary.dicom.ul.AssociationAbortedException;
import org.dromedary.dicom.ul.Deadline;
import org.dromedary.dicom.ul.DicomNetworkException;
import org.dromedary.dicom.ul.MalformedPduException;
import org.dromedary.dicom.ul.Pdu;
import org.dromedary.dicom.ul.RejectReason;
import org.dromedary.dicom.ul.Timeouts;
import org.dromedary.dicom.ul.Transport;
import org.dromedary.dicom.ul.UpperLayer;

/** One accepted connection from its A-ASSOCIATE-RQ to its end, on one thread. */
final class ScpSession {
    private static final Logger LOG = System.getLogger(ScpSession.class.getName());

    /** Whether an association may begin now that its request has come and is acceptable; called once. */
    interface Gate {
        boolean admit(ScpSession session) throws InterruptedException;
    }

    private final ScpSettings settings;
    private final SocketChannel channel;
    private final Timeouts timeouts;
    private final Gate gate;
    private final Consumer<RejectReason> rejections;
    private final LaterGate byteGate;
    private final StoreVolume volume;
    private AssociationInfo info;
    private volatile boolean preferred;
    private volatile Transport transport;
    private volatile UpperLayer upper;
    private volatile boolean stopping;
    private volatile boolean admitted;
    private volatile boolean idle;
    private volatile long idleSince;

    ScpSession(ScpSettings settings, SocketChannel channel, Timeouts timeouts, Gate gate,
            Consumer<RejectReason> rejections) {
        this.settings = settings;
        this.channel = channel;
        this.timeouts = timeouts;
        this.gate = gate;
        this.rejections = rejections;
        this.byteGate = new LaterGate(settings.byteGate);
        if (settings.preferred == null) {
            byteGate.become(settings.byteGate);
        }
        this.volume = new StoreVolume(settings.storeLimits);
        this.info = new AssociationInfo("", "", channel.socket().getInetAddress(), null, List.of());
    }

    void run() {
        try {
            transport = Transport.accepted(channel, settings.quickAck, byteGate);
            if (!stopping) {
                secure();
                upper = UpperLayer.accept(transport, timeouts, settings.maxPduLength);
                negotiate();
            }
        } catch (IOException e) {
            LOG.log(Level.DEBUG, () -> "Association ended: " + e.getMessage());
            tellAborted(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            LOG.log(Level.ERROR, "Association ended by an error of this side", e);
            tellAborted(e instanceof RuntimeException runtime ? runtime : new IllegalStateException(e));
        } finally {
            end();
        }
    }

    /** Within the time that the request may take. */
    private void secure() throws DicomNetworkException {
        if (settings.tls != null) {
            transport.secure(settings.tls.server(), new Deadline(timeouts.association(), "the TLS handshake"));
            info = new AssociationInfo("", "", info.address(), null, List.of(), transport.peerCertificates());
        }
    }

    /** A port that is only looked at, to see whether it is open, is no association. */
    private void tellAborted(Exception reason) {
        boolean lookedAt = info.contexts().isEmpty() && reason instanceof AssociationAbortedException;
        if (!stopping && !lookedAt) {
            tell(() -> settings.listener.onAborted(info, reason));
        }
    }

    private static void tell(Runnable telling) {
        try {
            telling.run();
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "A listener failed", e);
        }
    }

    private void end() {
        try {
            if (upper != null) {
                upper.abort();
                upper.giveBackBuffers();
            }
            if (transport != null) {
                transport.close();
            }
            channel.close();
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.DEBUG, () -> "Closing: " + e.getMessage());
        }
    }

    /** Asks an idle session to end; one at work finishes its operation first. */
    void stop() {
        stopping = true;
        UpperLayer current = upper;
        if (current != null) {
            current.wakeup();
        } else {
            closeConnection();
        }
    }

    /** Ends an idle session in order, and one that waits for the rest of a message at once. */
    void makeRoom() {
        if (idle) {
            stop();
        } else {
            kill();
        }
    }

    /** Ends it whatever it does. */
    void kill() {
        stopping = true;
        UpperLayer current = upper;
        if (current != null) {
            current.abortFromOutside();
        } else {
            closeConnection();
        }
    }

    /** From another thread, before there is an association; one that is only about to begin finds it closed. */
    private void closeConnection() {
        Transport current = transport;
        if (current != null) {
            current.close();
            return;
        }
        try {
            channel.close();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, () -> "Closing: " + e.getMessage());
        }
    }

    /** Whether it has become an association. */
    boolean isAdmitted() {
        return admitted;
    }

    /** Whether it is one of those for which the places are kept. */
    boolean isPreferred() {
        return preferred;
    }

    /** For how long the association has been waiting for a command, or for more of a message; 0 while it is at work. */
    long idleNanos() {
        UpperLayer current = upper;
        return idle ? System.nanoTime() - idleSince : current == null || !admitted ? 0 : current.stalledNanos();
    }

    private void negotiate() throws IOException, InterruptedException {
        Pdu.AssociateRq request = (Pdu.AssociateRq) upper.received();
        Acceptor acceptor = new Acceptor(settings);
        info = Acceptor.info(request, channel.socket().getInetAddress(), transport.peerCertificates());
        RejectReason reason = acceptor.judge(request, info);
        if (reason == null) {
            preferred = settings.preferred == null || settings.preferred.test(info);
            admitted = gate.admit(this);
            reason = admitted ? null : RejectReason.LOCAL_LIMIT_EXCEEDED;
        }
        if (reason != null) {
            LOG.log(Level.DEBUG, "Rejecting {0}: {1}", request.callingAeTitle(), reason);
            RejectReason told = reason;
            rejections.accept(reason);
            tell(() -> settings.listener.onRejected(info, told));
            upper.reject(reason);
            return;
        }
        if (preferred) {
            byteGate.become(settings.byteGate);
        }
        Pdu.AssociateAc answer = acceptor.answer(request);
        upper.accept(answer);
        serve(new Association(upper, new Negotiation(request, answer, false), settings.timeouts));
    }

    private void serve(Association association) throws IOException {
        Deadline limit = new Deadline(settings.timeouts.idle(), "waiting for the next command");
        Deadline command = new Deadline(settings.timeouts.transfer(), "receiving a command", byteGate);
        while (association.isOpen()) {
            limit.restart();
            idleSince = System.nanoTime();
            idle = true;
            while (!stopping && !limit.isOver() && !association.awaitMessage(limit.remainingMillis())) {
                LOG.log(Level.TRACE, "still idle");
            }
            idle = false;
            if (stopping || limit.isOver()) {
                LOG.log(Level.DEBUG, () -> association.id() + ": " + (stopping ? "stopping" : "idle for too long"));
                association.abort();
                return;
            }
            Message message = association.receive(command.restart());
            if (message == null) {
                upper.releaseResponse();
                return;
            }
            perform(association, message);
        }
    }

    private void perform(Association association, Message message) throws IOException {
        switch (message.command().field()) {
            case CommandSet.C_ECHO_RQ -> association.send(message.context(),
                    CommandSet.response(message.command(), settings.echo.echo(association), null, false));
            case CommandSet.C_STORE_RQ -> performIf(settings.store, association, message,
                    (a, m, handler) -> StoreScp.perform(a, m, handler, volume));
            case CommandSet.C_FIND_RQ -> performIf(settings.find, association, message, FindScp::perform);
            case CommandSet.C_MOVE_RQ -> performIf(settings.move, association, message,
                    (a, m, handler) -> RetrieveContext.perform(a, m, handler::move));
            case CommandSet.C_GET_RQ -> performIf(settings.get, association, message,
                    (a, m, handler) -> RetrieveContext.perform(a, m, handler::get));
            case CommandSet.N_ACTION_RQ ->
                    performIf(settings.commitment, association, message, CommitmentContext::perform);
            case CommandSet.N_EVENT_REPORT_RQ ->
                    performIf(settings.commitmentListener, association, message, CommitmentScu::take);
            case CommandSet.C_CANCEL_RQ -> LOG.log(Level.DEBUG, "C-CANCEL-RQ after the operation had ended");
            default -> unexpected(association, message);
        }
    }

    private static void unexpected(Association association, Message message) throws IOException {
        if (message.command().isResponse()) {
            throw association.upper().violation(new MalformedPduException("response without a request", 0));
        }
        Association.refuse(association, message);
    }

    private interface Performer<H> {
        void perform(Association association, Message message, H handler) throws IOException;
    }

    private static <H> void performIf(H handler, Association association, Message message, Performer<H> performer)
            throws IOException {
        if (handler == null) {
            Association.refuse(association, message);
        } else {
            performer.perform(association, message, handler);
        }
    }
}
