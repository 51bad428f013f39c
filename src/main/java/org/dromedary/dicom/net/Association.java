package org.dromedary.dicom.net;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.DataSetReader;
import org.dromedary.dicom.data.DataSetWriter;
import org.dromedary.dicom.data.TransferSyntax;
import org.dromedary.dicom.ul.AssociationAbortedException;
import org.dromedary.dicom.ul.Deadline;
import org.dromedary.dicom.ul.DicomNetworkException;
import org.dromedary.dicom.ul.MalformedPduException;
import org.dromedary.dicom.ul.Pdu;
import org.dromedary.dicom.ul.PduReader;
import org.dromedary.dicom.ul.PdvInputStream;
import org.dromedary.dicom.ul.PdvOutputStream;
import org.dromedary.dicom.ul.Timeouts;
import org.dromedary.dicom.ul.UpperLayer;
import org.dromedary.dicom.ul.UserIdentity;
import org.dromedary.dicom.ul.UserInformation;

/**
 * An association, as requestor or acceptor (PS3.8 §7). One thread works on it at a time; only {@link #abort} may be
 * called from another, whose effect on the working thread is an {@link AssociationAbortedException}.
 */
public final class Association implements AutoCloseable {
    /** Requests of the peer which arrive while this side waits for a response. */
    public interface Incoming {
        void handle(Association association, Message request) throws IOException;
    }

    private static final Logger LOG = System.getLogger(Association.class.getName());
    private static final int ANY_MESSAGE = -1;

    private final UpperLayer upper;
    private final Negotiation negotiation;
    private final Timeouts timeouts;
    private final Deadline response;
    private volatile Thread worker;
    private PdvInputStream unread;
    private Message pushedBack;
    private Incoming incoming = Association::refuse;
    private int lastMessageId;
    private boolean wrapped;

    public Association(UpperLayer upper, Negotiation negotiation, Timeouts timeouts) throws DicomNetworkException {
        this.upper = upper;
        this.negotiation = negotiation;
        this.timeouts = timeouts;
        this.response = new Deadline(timeouts.response(), "waiting for a DIMSE message", upper.gate());
        try {
            upper.limitSending(negotiation.sendLimit());
        } catch (MalformedPduException e) {
            throw upper.violation(e);
        }
    }

    /** Connects and negotiates; the caller closes. */
    public static Association open(AssociationRequest request) throws IOException {
        Pdu.AssociateRq rq = request.toPdu();
        UpperLayer upper = UpperLayer.request(new UpperLayer.Connecting(
                new InetSocketAddress(request.host(), request.port()), request.timeouts(), request.maxPduLength(),
                request.quickAck(), request.byteGate(), request.tls()), rq);
        return new Association(upper, new Negotiation(rq, (Pdu.AssociateAc) upper.received(), true),
                request.timeouts());
    }

    /** A number that tells associations of this process apart in logs. */
    public long id() {
        return upper.serial();
    }

    public String callingAeTitle() {
        return negotiation.request().callingAeTitle();
    }

    public String calledAeTitle() {
        return negotiation.request().calledAeTitle();
    }

    /** The peer's address and port. */
    public String peer() {
        return upper.peer();
    }

    /** The peer's address; null once the connection is gone. */
    public InetAddress peerAddress() {
        return upper.peerAddress();
    }

    public boolean isOpen() {
        return upper.isEstablished();
    }

    /** What became of each proposed context, by ascending id. */
    public List<NegotiatedContext> contexts() {
        return negotiation.contexts();
    }

    /** The transfer syntaxes in which this side may send the class; empty if it was not accepted at all. */
    public Set<String> acceptedTransferSyntaxes(String abstractSyntax) {
        Set<String> accepted = new LinkedHashSet<>();
        for (NegotiatedContext context : negotiation.contexts()) {
            if (context.abstractSyntax().equals(abstractSyntax)
                    && negotiation.forInvoking(abstractSyntax, context.transferSyntax()) == context) {
                accepted.add(context.transferSyntax());
            }
        }
        return accepted;
    }

    /** Whether this side may send objects of the class in exactly this transfer syntax. */
    public boolean accepts(String sopClassUid, String transferSyntaxUid) {
        return negotiation.forInvoking(sopClassUid, transferSyntaxUid) != null;
    }

    /** How many operations this side may have under way, {@code Integer.MAX_VALUE} for any number. */
    public int maxOperationsInvoked() {
        return negotiation.maxOperationsInvoked();
    }

    /** The longest P-DATA-TF variable field the peer takes, 0 for no limit. */
    public long peerMaxPduLength() {
        return negotiation.peer().maxPduLength();
    }

    public String peerImplementationClassUid() {
        return negotiation.peer().implementationClassUid();
    }

    /** Null if the peer gave none. */
    public String peerImplementationVersion() {
        return negotiation.peer().implementationVersionName();
    }

    /** The requestor's user identity, null if it gave none. */
    public UserIdentity userIdentity() {
        return negotiation.request().user().identity();
    }

    /** The acceptor's answer to the user identity, null if it gave none. */
    public byte[] userIdentityResponse() {
        return negotiation.answer().user().identityResponse();
    }

    /** The peer's extended negotiation bytes of a class, null if there are none. */
    public byte[] extendedNegotiation(String sopClassUid) {
        for (UserInformation.Extended extended : negotiation.peer().extended()) {
            if (extended.sopClassUid().equals(sopClassUid)) {
                return extended.information();
            }
        }
        return null;
    }

    public Timeouts timeouts() {
        return timeouts;
    }

    /** Releases in order; without effect on an association that has ended. */
    public void release() throws IOException {
        if (upper.isEstablished()) {
            try {
                upper.release();
            } finally {
                upper.giveBackBuffers();
            }
        }
    }

    /** Aborts; the one call that other threads may make. Never throws. */
    public void abort() {
        if (worker == null || worker == Thread.currentThread()) {
            upper.abort();
        } else {
            upper.abortFromOutside();
        }
    }

    /** Closes the connection without a word, as a peer that crashes does; for any thread. Never throws. */
    public void drop() {
        upper.kill();
    }

    /** Releases, or aborts if that fails. */
    @Override
    public void close() {
        try {
            release();
        } catch (IOException e) {
            upper.abort();
        }
        upper.giveBackBuffers();
    }

    public UpperLayer upper() {
        return upper;
    }

    public NegotiatedContext require(String sopClassUid, String transferSyntaxUid)
            throws NoPresentationContextException {
        NegotiatedContext context = negotiation.forInvoking(sopClassUid, transferSyntaxUid);
        if (context == null) {
            throw new NoPresentationContextException(sopClassUid, transferSyntaxUid);
        }
        return context;
    }

    public int nextMessageId() {
        wrapped |= lastMessageId == 0xFFFF;
        lastMessageId = lastMessageId % 0xFFFF + 1;
        return lastMessageId;
    }

    public void onIncoming(Incoming handler) {
        incoming = handler;
    }

    public Incoming incoming() {
        return incoming;
    }

    /** Puts a command into the output buffer; {@link #flush} or a full buffer sends it. */
    public void queue(NegotiatedContext context, CommandSet command) throws IOException {
        worker = Thread.currentThread();
        write(context, true, command.encode());
    }

    public void send(NegotiatedContext context, CommandSet command) throws IOException {
        queue(context, command);
        flush();
    }

    public void send(NegotiatedContext context, CommandSet command, DataSet dataSet) throws IOException {
        byte[] encoded = DataSetWriter.encode(dataSet, TransferSyntax.of(context.transferSyntax()));
        queue(context, command);
        write(context, false, encoded);
        flush();
    }

    private void write(NegotiatedContext context, boolean command, byte[] bytes) throws IOException {
        PdvOutputStream out = new PdvOutputStream(upper, context.id(), command);
        out.write(bytes, 0, bytes.length);
        out.finish();
    }

    public void flush() throws DicomNetworkException {
        upper.flush();
    }

    /** The data set of a message, read into memory; empty if there is none. */
    public DataSet read(Message message) throws IOException {
        if (message.data() == null) {
            return new DataSet();
        }
        TransferSyntax syntax = TransferSyntax.of(message.context().transferSyntax());
        DataSet dataSet = new DataSetReader(message.data(), syntax).read();
        message.data().drain();
        return dataSet;
    }

    /** The next message, or null when the peer asks for the release; an unread data set before it is dropped. */
    public Message receive(Deadline deadline) throws IOException {
        worker = Thread.currentThread();
        if (pushedBack != null) {
            Message message = pushedBack;
            pushedBack = null;
            return message;
        }
        PdvInputStream.Instead instead = unread == null ? PdvInputStream.Instead.NOTHING : unread.drop();
        unread = null;
        if (instead == PdvInputStream.Instead.RELEASE) {
            return null;
        }
        boolean begun = instead == PdvInputStream.Instead.COMMAND;
        upper.nextMessage();
        byte[] bytes = new byte[256];
        int length = 0;
        NegotiatedContext context = null;
        PduReader reader = upper.reader();
        boolean last = false;
        while (!last) {
            if (!begun && !(length == 0 ? upper.nextPdv(deadline) : upper.nextPdvOfMessage())) {
                return null;
            }
            begun = false;
            context = contextOfCommand(context);
            last = reader.isLast();
            length += (int) Math.min(reader.pdvRemaining(), CommandSet.MAX_LENGTH + 1);
            if (length > CommandSet.MAX_LENGTH) {
                throw upper.violation(new MalformedPduException("command set length", 0));
            }
            bytes = length > bytes.length ? Arrays.copyOf(bytes, length) : bytes;
            int from = length - (int) reader.pdvRemaining();
            while (from < length) {
                int part = upper.chunk().remaining();
                upper.chunk().get(bytes, from, part);
                reader.consumed(part);
                from += part;
            }
        }
        return message(context, bytes, length);
    }

    private NegotiatedContext contextOfCommand(NegotiatedContext before) throws DicomNetworkException {
        PduReader reader = upper.reader();
        NegotiatedContext context = negotiation.context(reader.contextId());
        if (context == null || !context.accepted() || before != null && before != context) {
            throw upper.violation(new MalformedPduException("presentation context id", 4));
        }
        if (!reader.isCommand()) {
            throw upper.violation(new MalformedPduException("data set without command", 5));
        }
        return context;
    }

    private Message message(NegotiatedContext context, byte[] bytes, int length) throws DicomNetworkException {
        CommandSet command;
        try {
            command = CommandSet.decode(bytes, length);
        } catch (MalformedPduException e) {
            throw upper.violation(e);
        }
        unread = command.hasDataSet() ? new PdvInputStream(upper, context.id()) : null;
        return new Message(context, command, unread);
    }

    public void pushBack(Message message) {
        pushedBack = message;
    }

    public boolean hasPushedBack() {
        return pushedBack != null;
    }

    /** Waits for the response to one of our requests; requests of the peer are handled on the way. */
    public Message awaitResponse(int commandField) throws IOException {
        return awaitResponse(commandField, ANY_MESSAGE, null);
    }

    /** The same, to this request: what still comes to an earlier one, as a second final response, is passed over. */
    public Message awaitResponse(int commandField, int messageId) throws IOException {
        return awaitResponse(commandField, messageId, null);
    }

    /** The same, while looking several times a second whether the caller wants to cancel. */
    public Message awaitResponse(int commandField, Cancellation cancellation) throws IOException {
        return awaitResponse(commandField, cancellation.messageId(), cancellation);
    }

    private Message awaitResponse(int commandField, int messageId, Cancellation cancellation) throws IOException {
        response.restart();
        while (true) {
            while (cancellation != null && !response.isOver() && !awaitMessage(Cancellation.INTERVAL_MILLIS)) {
                cancellation.check(this);
            }
            Message message = receive(response);
            if (message == null) {
                upper.releaseResponse();
                throw AssociationAbortedException.lost("the peer released it instead of responding", null);
            }
            if (!message.command().isResponse()) {
                incoming.handle(this, message);
                response.restart();
            } else if (isLate(message.command(), messageId)) {
                LOG.log(Level.DEBUG, () -> id() + ": passed over a response to an operation that had ended");
            } else if (message.command().field() == (commandField | CommandSet.RESPONSE)) {
                return message;
            } else {
                throw upper.violation(new MalformedPduException("command field of a response", 0));
            }
        }
    }

    /** Whether it responds to an earlier request of ours; to one that we never made is an error. */
    private boolean isLate(CommandSet command, int messageId) throws DicomNetworkException {
        int id = command.getInt(CommandSet.MESSAGE_ID_BEING_RESPONDED_TO, messageId);
        if (messageId == ANY_MESSAGE || id == messageId) {
            return false;
        }
        if (!hasInvoked(id)) {
            throw upper.violation(new MalformedPduException("message id being responded to", 0));
        }
        return true;
    }

    /** Whether there was ever a request of ours with this message id. */
    public boolean hasInvoked(int messageId) {
        return messageId > 0 && (messageId <= lastMessageId || wrapped);
    }

    /**
     * The status of a response. Without one nobody can tell whether the operation has ended, so the association is
     * aborted then.
     */
    public int statusOf(Message message, String command) throws BrokenResponseException {
        int status = message.command().status();
        if (status == Status.MISSING) {
            abort();
            throw new BrokenResponseException(command, CommandSet.STATUS);
        }
        return status;
    }

    /** Whether something came within the time; the data set of the message before has been read. */
    public boolean awaitMessage(long millis) throws DicomNetworkException {
        return pushedBack != null || upper.await(millis);
    }

    /** Answers a request that nobody here performs (PS3.7 §C.5.23). */
    public static void refuse(Association association, Message request) throws IOException {
        if (request.command().field() != CommandSet.C_CANCEL_RQ) {
            association.send(request.context(), CommandSet.response(request.command(),
                    Status.UNRECOGNIZED_OPERATION, null, false));
        }
    }
}
