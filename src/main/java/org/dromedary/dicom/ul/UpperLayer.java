package org.dromedary.dicom.ul;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import javax.net.ssl.SSLEngine;
import org.dromedary.dicom.tls.TlsException;
import org.dromedary.dicom.tls.TlsParty;

/**
 * The upper layer protocol machine of one association (PS3.8 §9.2): every PDU, request and loss of the connection is
 * an {@link Event} that goes through the {@link StateTable}. Indications are return values or exceptions.
 */
public final class UpperLayer {
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);
    private static final Logger LOG = System.getLogger(UpperLayer.class.getName());

    private final boolean requestor;
    private final Timeouts timeouts;
    private final long maxReceive;
    private final Deadline association;
    private volatile PduExchange pdus;
    private volatile State state = State.STA1;
    private boolean framingLost;

    private UpperLayer(boolean requestor, Timeouts timeouts, long maxReceive) {
        this.requestor = requestor;
        this.timeouts = timeouts;
        this.maxReceive = maxReceive;
        this.association = new Deadline(timeouts.association(), "negotiation of the association");
    }

    /**
     * What a requestor connects to, and how.
     *
     * @param maxPduLength longest P-DATA-TF PDU that it takes, in bytes
     * @param quickAck whether received packets are acknowledged at once
     * @param byteGate what bytes must pass in both directions
     * @param tls how the connection is secured; null if it is not
     */
    public record Connecting(InetSocketAddress address, Timeouts timeouts, int maxPduLength, boolean quickAck,
            ByteGate byteGate, TlsParty tls) {
    }

    /** Connects and negotiates as the requestor; the acceptance is in {@code accepted}. */
    public static UpperLayer request(Connecting to, Pdu.AssociateRq request) throws DicomNetworkException {
        UpperLayer upper = new UpperLayer(true, to.timeouts(), to.maxPduLength());
        try {
            upper.guarded(() -> upper.negotiate(to, request));
        } finally {
            if (upper.state != State.STA6) {
                upper.giveBackBuffers();
            }
        }
        return upper;
    }

    private Void negotiate(Connecting to, Pdu.AssociateRq request) throws DicomNetworkException {
        fire(Event.E1, null);
        Transport transport = Transport.connect(to.address(), new Deadline(timeouts.connect(), "connecting to "
                + to.address().getHostString() + " port " + to.address().getPort()), to.quickAck(), to.byteGate());
        pdus = exchange(transport);
        association.restart();
        if (to.tls() != null) {
            transport.secure(engine(to), association);
        }
        fire(Event.E2, request);
        while (state == State.STA5) {
            receive(association);
        }
        if (pdus.received() instanceof Pdu.AssociateRj rj) {
            throw new AssociationRejectedException(rj.result(), rj.source(), rj.reason());
        }
        return null;
    }

    private static SSLEngine engine(Connecting to) throws DicomNetworkException {
        try {
            return to.tls().client(to.address().getHostString(), to.address().getPort());
        } catch (TlsException e) {
            throw new DicomNetworkException(e.getMessage(), e);
        }
    }

    /** Takes an accepted connection and reads the A-ASSOCIATE-RQ, which {@link #received} then returns. */
    public static UpperLayer accept(Transport transport, Timeouts timeouts, long maxReceive)
            throws DicomNetworkException {
        UpperLayer upper = new UpperLayer(false, timeouts, maxReceive);
        upper.pdus = upper.exchange(transport);
        try {
            upper.guarded(() -> {
                upper.fire(Event.E5, null);
                while (upper.state == State.STA2) {
                    upper.receive(upper.association);
                }
                if (upper.state != State.STA3) {
                    throw AssociationAbortedException.lost("the peer gave up before its request", null);
                }
                return null;
            });
        } finally {
            if (upper.state != State.STA3) {
                upper.giveBackBuffers();
            }
        }
        return upper;
    }

    public void accept(Pdu.AssociateAc answer) throws DicomNetworkException {
        guarded(() -> fire(Event.E7, answer));
    }

    public void reject(RejectReason reason) throws DicomNetworkException {
        guarded(() -> fire(Event.E8, new Pdu.AssociateRj(reason.result(), reason.source(), reason.reason())));
    }

    /** The last PDU received which was not P-DATA-TF. */
    public Pdu received() {
        return pdus.received();
    }

    public long serial() {
        return pdus.serial();
    }

    public boolean isEstablished() {
        return state == State.STA6 && pdus.transport().isOpen();
    }

    public String peer() {
        return String.valueOf(pdus.transport().remoteAddress());
    }

    /** Null once the connection is gone. */
    public InetAddress peerAddress() {
        return pdus.transport().remoteAddress() instanceof InetSocketAddress address ? address.getAddress() : null;
    }

    public void limitSending(long peerLimit) {
        pdus.writer().limit(peerLimit);
    }

    /** Moves to the next PDV; false if the peer asks for the release instead, which {@link #releaseResponse} grants. */
    public boolean nextPdv(Deadline deadline) throws DicomNetworkException {
        return guarded(() -> {
            while (pdus.reader().pduRemaining() == 0) {
                if (receive(deadline) == PduType.A_RELEASE_RQ) {
                    return false;
                }
            }
            pdus.reader().nextPdv();
            return true;
        });
    }

    /** The same within a message that has begun: the rest of it must come in {@link Timeouts#transfer}. */
    public boolean nextPdvOfMessage() throws DicomNetworkException {
        return guarded(() -> {
            while (pdus.reader().pduRemaining() == 0) {
                PduType type = pdus.receiveWithin();
                fire(Event.received(type), pdus.received());
                if (type == PduType.A_RELEASE_RQ) {
                    return false;
                }
            }
            pdus.reader().nextPdv();
            return true;
        });
    }

    /** What comes next is another message, with a time of its own. */
    public void nextMessage() {
        pdus.transfer().nextMessage();
    }

    /** For any thread: how long the peer has been waited for within a message; 0 if it is not waited for. */
    public long stalledNanos() {
        PduExchange current = pdus;
        return current == null ? 0 : current.transfer().stalledNanos();
    }

    public ByteGate gate() {
        return pdus.transport().gate();
    }

    public Deadline responseDeadline() {
        return pdus.response();
    }

    /** The reader, positioned by {@link #nextPdv}. */
    public PduReader reader() {
        return pdus.reader();
    }

    /** Bytes of the current PDV, see {@link PduReader#chunk}. */
    public ByteBuffer chunk() throws DicomNetworkException {
        return guarded(() -> pdus.reader().chunk());
    }

    public boolean await(long millis) throws DicomNetworkException {
        return guarded(() -> pdus.reader().await(millis));
    }

    public boolean ready() throws DicomNetworkException {
        return guarded(() -> pdus.reader().ready());
    }

    public void wakeup() {
        pdus.transport().wakeup();
    }

    PduWriter writer() {
        return pdus.writer();
    }

    void beginPdv(int contextId, boolean command) throws DicomNetworkException {
        requireEstablished();
        guarded(() -> {
            pdus.writer().begin(contextId, command);
            return null;
        });
    }

    void endPdv(boolean last) throws DicomNetworkException {
        guarded(() -> fire(Event.E9, last));
    }

    public void flush() throws DicomNetworkException {
        guarded(() -> {
            pdus.writer().flush();
            return null;
        });
    }

    /** Releases in order; data that still comes is dropped. */
    public void release() throws DicomNetworkException {
        requireEstablished();
        guarded(() -> {
            association.restart();
            fire(Event.E11, null);
            while (state != State.STA1 && state != State.STA13) {
                receive(association);
                if (state == State.STA9 || state == State.STA12) {
                    fire(Event.E14, null);
                }
            }
            return null;
        });
    }

    public void releaseResponse() throws DicomNetworkException {
        guarded(() -> fire(Event.E14, null));
    }

    /** Aborts as the service user, in whatever state; never throws. */
    public void abort() {
        try {
            if (StateTable.find(state, Event.E15) != null) {
                fire(Event.E15, null);
            }
        } catch (DicomNetworkException e) {
            LOG.log(Level.DEBUG, () -> pdus.serial() + ": abort: " + e.getMessage());
        }
        closeTransport();
    }

    /** Aborts from a thread other than the one at work, which finds the connection lost. */
    public void abortFromOutside() {
        PduExchange current = pdus;
        if (current != null) {
            current.transport().writeAndClose(PduEncoder.encode(new Pdu.Abort(Pdu.Abort.SERVICE_USER, 0)));
        }
    }

    /** Ends the connection at once, without a word; for any thread. */
    public void kill() {
        PduExchange current = pdus;
        if (current != null) {
            current.close();
        }
    }

    /** Aborts as the provider for what the peer sent (event E19) and throws the reason. */
    public DicomNetworkException violation(MalformedPduException reason) {
        try {
            guarded(() -> {
                throw reason;
            });
        } catch (DicomNetworkException e) {
            return e;
        }
        return reason;
    }

    /** Only by the thread that works on the association, when it never will again. */
    public void giveBackBuffers() {
        closeTransport();
        if (pdus != null) {
            pdus.giveBackBuffers();
        }
    }

    private PduExchange exchange(Transport transport) {
        return new PduExchange(transport, timeouts, maxReceive);
    }

    private void requireEstablished() throws DicomNetworkException {
        if (state != State.STA6) {
            throw AssociationAbortedException.lost("it has ended already, " + state, null);
        }
    }

    /** Reads the next PDU and lets the table act on it; P-DATA-TF stays in the reader. */
    private PduType receive(Deadline deadline) throws DicomNetworkException {
        PduType type = pdus.receive(deadline);
        fire(Event.received(type), pdus.received());
        return type;
    }

    private Void fire(Event event, Object argument) throws DicomNetworkException {
        StateTable.Transition transition = StateTable.of(state, event);
        State before = state;
        state = transition.next();
        perform(transition.action(), before, event, argument);
        return null;
    }

    private void perform(Action action, State before, Event event, Object argument) throws DicomNetworkException {
        switch (action) {
            case AE1, AE3, AE5, AE6, DT2, AR2, AR5, AR6, AR10, AA5, AA6 -> { }
            case AE2, AE7 -> pdus.send((Pdu) argument, pdus.response());
            case AE8 -> {
                pdus.send((Pdu) argument, pdus.response());
                awaitClose();
            }
            case DT1, AR7 -> pdus.endPdu((Boolean) argument);
            case AR1 -> pdus.send(new Pdu.ReleaseRq(), pdus.response());
            case AR4 -> {
                pdus.send(new Pdu.ReleaseRp(), pdus.response());
                awaitClose();
            }
            case AR8 -> state = requestor ? State.STA9 : State.STA10;
            case AR9 -> pdus.send(new Pdu.ReleaseRp(), pdus.response());
            case AE4, AR3, AA2 -> closeTransport();
            case AA1 -> sendAbort(new Pdu.Abort(Pdu.Abort.SERVICE_USER, Pdu.Abort.REASON_NOT_SPECIFIED));
            case AA3 -> {
                closeTransport();
                Pdu.Abort abort = (Pdu.Abort) argument;
                throw new AssociationAbortedException(abort.source(), abort.reason());
            }
            case AA4 -> closeTransport();
            case AA7 -> pdus.send(new Pdu.Abort(Pdu.Abort.SERVICE_PROVIDER, Pdu.Abort.UNEXPECTED_PDU),
                    new Deadline(CLOSE_LIMIT, "sending A-ABORT"));
            case AA8 -> sendAbort(new Pdu.Abort(Pdu.Abort.SERVICE_PROVIDER, event == Event.E19
                    ? ((MalformedPduException) argument).abortReason() : Pdu.Abort.UNEXPECTED_PDU));
        }
        if ((action == Action.AA1 || action == Action.AA8) && event != Event.E15 && event != Event.E19) {
            throw new AssociationAbortedException(Pdu.Abort.SERVICE_PROVIDER, Pdu.Abort.UNEXPECTED_PDU,
                    "Association aborted by this side: " + event + " in " + before, null);
        }
    }

    private void sendAbort(Pdu.Abort abort) {
        pdus.writer().drop();
        try {
            pdus.send(abort, new Deadline(CLOSE_LIMIT, "sending A-ABORT"));
            awaitClose();
        } catch (DicomNetworkException e) {
            closeTransport();
        }
    }

    /** Sta13: closing at once could reset the connection and so take our last PDU from the peer. */
    private void awaitClose() throws DicomNetworkException {
        Deadline artim = new Deadline(CLOSE_LIMIT, "ARTIM");
        try {
            while (state == State.STA13) {
                if (framingLost) {
                    pdus.reader().discardAll(artim);
                }
                artim.remainingMillis();
                receive(artim);
            }
        } catch (TransportClosedException e) {
            fire(Event.E17, null);
        } catch (DicomTimeoutException e) {
            fire(Event.E18, null);
        } catch (MalformedPduException e) {
            framingLost = true;
            fire(Event.E19, e);
            awaitClose();
        }
        closeTransport();
    }

    private void closeTransport() {
        state = State.STA1;
        kill();
    }

    private interface Io<T> {
        T run() throws DicomNetworkException;
    }

    /** Turns what goes wrong below into events: a lost connection E17, a passed deadline E18 or E15, bad bytes E19. */
    private <T> T guarded(Io<T> io) throws DicomNetworkException {
        try {
            return io.run();
        } catch (TransportClosedException e) {
            throw lost(e);
        } catch (DicomTimeoutException e) {
            if (state == State.STA2 || state == State.STA13) {
                fire(Event.E18, null);
            } else {
                abort();
            }
            throw e;
        } catch (MalformedPduException e) {
            if (StateTable.find(state, Event.E19) != null) {
                framingLost = true;
                fire(Event.E19, e);
            }
            throw e;
        }
    }

    /** A peer that aborts while we write resets the connection; its A-ABORT may still be there to read. */
    private DicomNetworkException lost(TransportClosedException cause) throws DicomNetworkException {
        if (pdus != null && pdus.transport().isOpen() && state == State.STA6) {
            try {
                Deadline brief = new Deadline(CLOSE_LIMIT, "reading what is left");
                while (state == State.STA6) {
                    receive(brief);
                }
            } catch (AssociationAbortedException e) {
                return e;
            } catch (DicomNetworkException e) {
                LOG.log(Level.TRACE, "nothing left to read", e);
            }
        }
        boolean connecting = state == State.STA4;
        if (StateTable.find(state, Event.E17) != null) {
            fire(Event.E17, null);
        }
        closeTransport();
        if (connecting) {
            return new DicomNetworkException(cause.getMessage(), cause.getCause());
        }
        return AssociationAbortedException.lost(cause.getMessage(), cause.getCause());
    }
}
