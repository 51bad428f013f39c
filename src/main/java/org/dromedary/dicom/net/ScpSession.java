package org.dromedary.dicom.net;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.lang.System.Logger;
import java.nio.channels.SocketChannel;
import org.dromedary.dicom.net.pdu.Pdu;

/** One accepted connection from its A-ASSOCIATE-RQ to its end, on one thread. */
final class ScpSession {
    private static final Logger LOG = System.getLogger(ScpSession.class.getName());

    /** Whether an association may begin now that its request has come; called once. */
    interface Gate {
        boolean enter() throws InterruptedException;
    }

    private final ScpSettings settings;
    private final SocketChannel channel;
    private final Timeouts timeouts;
    private final Gate gate;
    private volatile Transport transport;
    private volatile UpperLayer upper;
    private volatile boolean stopping;

    ScpSession(ScpSettings settings, SocketChannel channel, Timeouts timeouts, Gate gate) {
        this.settings = settings;
        this.channel = channel;
        this.timeouts = timeouts;
        this.gate = gate;
    }

    void run() {
        try {
            transport = Transport.accepted(channel, settings.quickAck);
            if (!stopping) {
                upper = UpperLayer.accept(transport, timeouts, settings.maxPduLength);
                negotiate();
            }
        } catch (IOException e) {
            LOG.log(Level.DEBUG, () -> "Association ended: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            LOG.log(Level.ERROR, "Association ended by an error of this side", e);
        } finally {
            end();
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
        } else if (transport != null) {
            transport.close();
        }
    }

    /** Ends it whatever it does. */
    void kill() {
        UpperLayer current = upper;
        if (current != null) {
            current.abortFromOutside();
        } else if (transport != null) {
            transport.close();
        }
    }

    private void negotiate() throws IOException, InterruptedException {
        Pdu.AssociateRq request = (Pdu.AssociateRq) upper.received();
        Acceptor acceptor = new Acceptor(settings);
        RejectReason reason = gate.enter() ? acceptor.judge(request, upper.peer()) : RejectReason.LOCAL_LIMIT_EXCEEDED;
        if (reason != null) {
            LOG.log(Level.DEBUG, () -> "Rejecting " + request.callingAeTitle() + ": " + reason);
            upper.reject(reason);
            return;
        }
        Pdu.AssociateAc answer = acceptor.answer(request);
        upper.accept(answer);
        serve(new Association(upper, new Negotiation(request, answer, false), settings.timeouts));
    }

    private void serve(Association association) throws IOException {
        Deadline idle = new Deadline(settings.timeouts.idle(), "waiting for the next command");
        Deadline command = new Deadline(settings.timeouts.response(), "receiving a command");
        while (association.isOpen()) {
            idle.restart();
            while (!stopping && !idle.isOver() && !association.awaitMessage(idle.remainingMillis())) {
                LOG.log(Level.TRACE, "still idle");
            }
            if (stopping || idle.isOver()) {
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
                    CommandSet.response(message.command(), Status.SUCCESS, null, false));
            case CommandSet.C_STORE_RQ -> performIf(settings.store, association, message, StoreScp::perform);
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
