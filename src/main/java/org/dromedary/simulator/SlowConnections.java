package org.dromedary.simulator;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.dromedary.dicom.data.Uid;
import org.dromedary.dicom.net.CommandSet;
import org.dromedary.dicom.ul.Pdu;
import org.dromedary.dicom.ul.PduEncoder;
import org.dromedary.dicom.ul.ProposedContext;
import org.dromedary.dicom.ul.UserInformation;

/**
 * Many connections to the ports of this machine that send two bytes at a time and never come to an end: at a DICOM port
 * associations within an object, at an MLLP port senders within a message. Each that is ended comes again.
 */
public final class SlowConnections implements AutoCloseable {

    private static final int CONNECT_AGAIN_MILLIS = 1000;
    private static final int ANSWER_MILLIS = 5000;

    private final ScheduledExecutorService clock = Executors.newScheduledThreadPool(8);
    private final List<Slow> all = new ArrayList<>();
    private final AtomicInteger begun = new AtomicInteger();

    private interface Beginning {
        /** Comes so far that the peer waits for more; returns the bytes to be sent again and again. */
        byte[] begin(Socket socket) throws IOException;
    }

    /** So many associations under an AE title. */
    public SlowConnections associations(int number, int port, String calling, String called) {
        add(number, port, socket -> {
            socket.getOutputStream().write(PduEncoder.encode(new Pdu.AssociateRq(1, called, calling,
                    Pdu.APPLICATION_CONTEXT, List.of(new ProposedContext(1, Uid.CTImageStorage,
                            List.of(Uid.ExplicitVRLittleEndian))),
                    new UserInformation(16_384, "1.2.3", "SLOW", null, List.of(), List.of(), null, null))));
            if (socket.getInputStream().read() != 2) {
                throw new IOException("not accepted");
            }
            socket.getOutputStream().write(data(3, CommandSet.request(CommandSet.C_STORE_RQ, 1, true)
                    .setUid(CommandSet.AFFECTED_SOP_CLASS_UID, Uid.CTImageStorage)
                    .setUid(CommandSet.AFFECTED_SOP_INSTANCE_UID, Uid.create()).encode()));
            return data(0, new byte[2]);
        });
        return this;
    }

    /** So many senders of HL7 messages. */
    public SlowConnections messages(int number, int port) {
        add(number, port, socket -> {
            socket.getOutputStream().write(0x0B);
            return new byte[] {'M', 'S'};
        });
        return this;
    }

    /** P-DATA-TF with one value of the first context (PS3.8 §9.3.5). */
    private static byte[] data(int control, byte[] fragment) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            DataOutputStream out = new DataOutputStream(bytes);
            out.writeShort(0x0400);
            out.writeInt(fragment.length + 6);
            out.writeInt(fragment.length + 2);
            out.writeByte(1);
            out.writeByte(control);
            out.write(fragment);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private void add(int number, int port, Beginning beginning) {
        for (int i = 0; i < number; i++) {
            Slow slow = new Slow(port, beginning);
            all.add(slow);
            clock.scheduleWithFixedDelay(slow, 0, CONNECT_AGAIN_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /** How often a connection has come as far as it wanted. */
    public int begun() {
        return begun.get();
    }

    @Override
    public void close() {
        clock.shutdownNow();
        all.forEach(Slow::close);
    }

    /** One of them; what goes wrong ends its connection, and it begins anew. */
    private final class Slow implements Runnable, Closeable {

        private final int port;
        private final Beginning beginning;
        private volatile Socket socket;
        private byte[] bytes;

        Slow(int port, Beginning beginning) {
            this.port = port;
            this.beginning = beginning;
        }

        @Override
        public void run() {
            try {
                if (socket == null) {
                    Socket next = new Socket(InetAddress.getLoopbackAddress(), port);
                    socket = next;
                    next.setSoTimeout(ANSWER_MILLIS);
                    bytes = beginning.begin(next);
                    begun.incrementAndGet();
                } else {
                    socket.getOutputStream().write(bytes);
                }
            } catch (IOException e) {
                close();
            }
        }

        @Override
        public void close() {
            Socket last = socket;
            socket = null;
            if (last != null) {
                try {
                    last.close();
                } catch (IOException e) {
                    // It is of no use any more either way.
                }
            }
        }
    }
}
