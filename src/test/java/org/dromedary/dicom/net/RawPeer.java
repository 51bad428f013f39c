package org.dromedary.dicom.net;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.dromedary.dicom.ul.ContextResult;
import org.dromedary.dicom.ul.Pdu;
import org.dromedary.dicom.ul.PduDecoder;
import org.dromedary.dicom.ul.PduEncoder;
import org.dromedary.dicom.ul.PduType;
import org.dromedary.dicom.ul.ProposedContext;
import org.dromedary.dicom.ul.UserInformation;

/** One end of a connection that speaks PDU by PDU, and wrongly where a test wants it. */
public final class RawPeer implements AutoCloseable {
    private static final int READ_LIMIT_MILLIS = 10_000;

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;

    RawPeer(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(READ_LIMIT_MILLIS);
        socket.setTcpNoDelay(true);
        in = new DataInputStream(socket.getInputStream());
        out = socket.getOutputStream();
    }

    public static RawPeer connect(int port) throws IOException {
        return new RawPeer(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    /** A request with one context, for Verification unless another class is given. */
    public static Pdu.AssociateRq request(String... sopClasses) {
        List<ProposedContext> contexts = new ArrayList<>();
        for (String sopClass : sopClasses.length == 0 ? new String[] {"1.2.840.10008.1.1"} : sopClasses) {
            contexts.add(new ProposedContext(2 * contexts.size() + 1, sopClass, List.of("1.2.840.10008.1.2")));
        }
        return new Pdu.AssociateRq(1, "ANY-SCP", "RAW", Pdu.APPLICATION_CONTEXT, contexts, user(16384));
    }

    static UserInformation user(long maxPduLength) {
        return new UserInformation(maxPduLength, "1.2.3", "RAW", null, List.of(), List.of(), null, null);
    }

    /** Reads an A-ASSOCIATE-RQ and accepts every context in its first transfer syntax. */
    void acceptAssociation(long maxPduLength) throws IOException {
        Pdu.AssociateRq rq = (Pdu.AssociateRq) receive();
        List<ContextResult> results = rq.contexts().stream()
                .map(c -> new ContextResult(c.id(), 0, c.transferSyntaxes().get(0))).toList();
        send(new Pdu.AssociateAc(1, rq.calledAeTitle(), rq.callingAeTitle(), Pdu.APPLICATION_CONTEXT, results,
                user(maxPduLength)));
    }

    /** Negotiates as a requestor. */
    public void associate(String... sopClasses) throws IOException {
        send(request(sopClasses));
        receive();
    }

    public void send(Pdu pdu) throws IOException {
        sendBytes(PduEncoder.encode(pdu));
    }

    public void sendBytes(byte[] bytes) throws IOException {
        out.write(bytes);
    }

    /** A P-DATA-TF with one PDV; bit 0 of the control header is a command, bit 1 the last fragment. */
    public void sendData(int contextId, int control, byte[] fragment) throws IOException {
        sendBytes(data(contextId, control, fragment));
    }

    public static byte[] data(int contextId, int control, byte[] fragment) {
        return ByteBuffer.allocate(12 + fragment.length).put((byte) 4).put((byte) 0).putInt(fragment.length + 6)
                .putInt(fragment.length + 2).put((byte) contextId).put((byte) control).put(fragment).array();
    }

    public void sendCommand(int contextId, CommandSet command) throws IOException {
        sendData(contextId, 3, command.encode());
    }

    /** The next PDU; a P-DATA-TF is an error here. */
    public Pdu receive() throws IOException {
        int type = in.readUnsignedByte();
        in.readByte();
        byte[] body = new byte[in.readInt()];
        in.readFully(body);
        return PduDecoder.decode(PduType.of(type), body);
    }

    /** The fragment of the next P-DATA-TF, which has one PDV. */
    public byte[] receiveData() throws IOException {
        int type = in.readUnsignedByte();
        if (type != 4) {
            throw new IOException("PDU of type " + type + " instead of P-DATA-TF");
        }
        in.readByte();
        byte[] body = new byte[in.readInt()];
        in.readFully(body);
        return java.util.Arrays.copyOfRange(body, 6, body.length);
    }

    public CommandSet receiveCommand() throws IOException {
        byte[] bytes = receiveData();
        return CommandSet.decode(bytes, bytes.length);
    }

    /** Reads to the end of the connection, in order or by a reset. */
    public void awaitClose() throws IOException {
        try {
            while (in.read() >= 0) {
                in.skipBytes(in.available());
            }
        } catch (EOFException | SocketException e) {
            // Either way it is closed.
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
