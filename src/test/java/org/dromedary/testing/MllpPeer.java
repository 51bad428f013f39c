package org.dromedary.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/** A receiver of HL7 messages over MLLP on loopback that answers as a test tells it to; AA when told nothing. */
public final class MllpPeer implements AutoCloseable {

    /** How a message is answered. */
    public enum Answer { AA, CA, AE, AR, NOTHING, GARBAGE, HALF, OTHER_ID, OTHER_ID_THEN_AA, CLOSE }

    private final int port;
    private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
    private final List<byte[]> received = new CopyOnWriteArrayList<>();
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private volatile Answer otherwise = Answer.AA;
    private volatile ServerSocket server;

    private MllpPeer(int port) {
        this.port = port;
    }

    /** Listens on a free port. */
    public static MllpPeer start() throws IOException {
        return new MllpPeer(Peers.freePort()).open();
    }

    /** Listens again after {@link #close}. */
    public MllpPeer open() throws IOException {
        ServerSocket listening = new ServerSocket();
        listening.setReuseAddress(true);
        listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        server = listening;
        Thread thread = new Thread(() -> accept(listening), "mllp-peer");
        thread.setDaemon(true);
        thread.start();
        return this;
    }

    public int port() {
        return port;
    }

    /** The next messages are answered so, one after the other. */
    public MllpPeer answering(Answer... next) {
        answers.addAll(List.of(next));
        return this;
    }

    /** What is answered when nothing else was told. */
    public void otherwise(Answer answer) {
        otherwise = answer;
    }

    /** Every message that came, repetitions too, in order. */
    public List<byte[]> received() {
        return List.copyOf(received);
    }

    /** The MSH-10 of every message that came. */
    public List<String> controlIds() {
        return received.stream().map(MllpPeer::controlId).toList();
    }

    /** Connections that are open. */
    public int connections() {
        return connections.size();
    }

    /** Ends the connections, as a receiver does with those that rest. */
    public void hangUp() {
        connections.forEach(MllpPeer::close);
        connections.clear();
    }

    public static String controlId(byte[] message) {
        return new String(message, StandardCharsets.ISO_8859_1).split("\r")[0].split("\\|", -1)[9];
    }

    private void accept(ServerSocket listening) {
        while (!listening.isClosed()) {
            try {
                Socket connection = listening.accept();
                connections.add(connection);
                Thread thread = new Thread(() -> serve(connection), "mllp-peer-connection");
                thread.setDaemon(true);
                thread.start();
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            InputStream in = connection.getInputStream();
            byte[] message = block(in);
            while (message != null) {
                received.add(message);
                Answer answer = answers.poll();
                if (!answer(connection.getOutputStream(), answer == null ? otherwise : answer, message)) {
                    return;
                }
                message = block(in);
            }
        } catch (IOException gone) {
            // The sender ended the connection.
        } finally {
            connections.remove(connection);
        }
    }

    private static byte[] block(InputStream in) throws IOException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0; next = in.read()) {
            if (next == 0x1C) {
                in.read();
                return content.toByteArray();
            }
            if (next != 0x0B) {
                content.write(next);
            }
        }
        return null;
    }

    private static boolean answer(OutputStream out, Answer answer, byte[] message) throws IOException {
        String id = controlId(message);
        switch (answer) {
            case AA, CA, AE, AR -> write(out, ack(answer.name(), id));
            case GARBAGE -> write(out, "\u000b<html>no</html>\u001c\r");
            case HALF -> write(out, ack("AA", id).substring(0, 20));
            case OTHER_ID -> write(out, ack("AA", "X" + id));
            case OTHER_ID_THEN_AA -> write(out, ack("AA", "X" + id) + ack("AA", id));
            case NOTHING -> { }
            case CLOSE -> {
                return false;
            }
        }
        return true;
    }

    private static String ack(String code, String id) {
        return "\u000bMSH|^~\\&|NEW|HOSP|DROMEDARY|HOSP|20260101120000||ACK|A" + id + "|P|2.5.1\rMSA|" + code + "|" + id
                + (code.endsWith("E") ? "\rERR|||207^Application error^HL70357|E" : "") + "\r\u001c\r";
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    private static void close(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Nobody listens any more. */
    @Override
    public void close() {
        close(server);
        hangUp();
    }
}
