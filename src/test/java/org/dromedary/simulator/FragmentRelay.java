package org.dromedary.simulator;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands between two peers and counts the empty fragments that are not the last of their data set (PS3.8 §9.3.5). */
final class FragmentRelay implements Closeable {

    private static final int P_DATA_TF = 4;

    private final ServerSocket listener = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
    private final AtomicInteger empty = new AtomicInteger();
    private final int target;

    FragmentRelay(int target) throws IOException {
        this.target = target;
        start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    int emptyFragments() {
        return empty.get();
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void start(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException e) {
                Thread.currentThread().interrupt();
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() throws IOException {
        while (true) {
            Socket requestor = listener.accept();
            Socket acceptor = new Socket(InetAddress.getLoopbackAddress(), target);
            start(() -> forth(requestor, acceptor));
            start(() -> back(acceptor, requestor));
        }
    }

    private void forth(Socket requestor, Socket acceptor) throws IOException {
        try (requestor; acceptor) {
            DataInputStream in = new DataInputStream(requestor.getInputStream());
            DataOutputStream out = new DataOutputStream(acceptor.getOutputStream());
            while (true) {
                byte[] header = in.readNBytes(6);
                if (header.length < 6) {
                    return;
                }
                byte[] body = in.readNBytes(ByteBuffer.wrap(header).getInt(2));
                if (header[0] == P_DATA_TF) {
                    count(ByteBuffer.wrap(body));
                }
                out.write(header);
                out.write(body);
                out.flush();
            }
        }
    }

    private void count(ByteBuffer body) {
        while (body.hasRemaining()) {
            int length = body.getInt();
            int control = body.get(body.position() + 1);
            if (length == 2 && (control & 2) == 0) {
                empty.incrementAndGet();
            }
            body.position(body.position() + length);
        }
    }

    private static void back(Socket acceptor, Socket requestor) throws IOException {
        try (acceptor; requestor) {
            InputStream in = acceptor.getInputStream();
            OutputStream out = requestor.getOutputStream();
            in.transferTo(out);
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
