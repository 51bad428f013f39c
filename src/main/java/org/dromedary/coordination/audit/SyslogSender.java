package org.dromedary.coordination.audit;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.dromedary.ledger.ServiceFiles;

/**
 * Sends the records of the trail to a syslog server (RFC 5424) over TLS (RFC 5425) or TCP, in their order. The trail on
 * disk is what waits: where it had come is kept, so that a server that was away gets what it missed. RFC 5425 has no
 * acknowledgement: what a connection takes with it when it breaks, some of the last records, may be lost there.
 */
final class SyslogSender implements AutoCloseable {

    /** Facility 10 (security and authorization), severity 5 (notice). */
    private static final String PRIORITY = "<85>1";
    /** PS3.15 A.6. */
    private static final String MESSAGE_ID = "DICOM+RFC3881";
    private static final int PATIENCE_MILLIS = 10_000;
    private static final int REFUSAL_MILLIS = 500;

    private final AuditTrail trail;
    private final Path position;
    private final URI server;
    private final SSLContext tls;
    private final String host = hostName();
    private Socket socket;

    /** @param tls with which to connect, if the server is one of TLS */
    SyslogSender(Path dataDir, URI server, SSLContext tls) {
        this.trail = new AuditTrail(dataDir, Long.MAX_VALUE, Clock.systemUTC());
        this.position = dataDir.resolve("audit-syslog");
        this.server = server;
        this.tls = server.getScheme().equals("tls") ? tls : null;
    }

    /** Sends what is new; what throws is tried again by the next call. Returns how many. */
    int send() throws IOException {
        long sent = sent();
        long end = trail.head().map(AuditHead::number).orElse(0L);
        if (sent >= end) {
            return 0;
        }
        int number = 0;
        try {
            List<String> files = trail.files();
            for (int i = 0; i < files.size(); i++) {
                // The next file's first record stands in its name: what lies before was sent.
                if (i + 1 < files.size() && firstOf(files.get(i + 1)) <= sent + 1) {
                    continue;
                }
                try (BufferedReader lines = Files.newBufferedReader(trail.file(files.get(i)))) {
                    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                        Optional<AuditRecord> record = AuditRecord.of(line);
                        if (record.isPresent() && record.get().number() > sent && record.get().number() <= end) {
                            write(record.get());
                            sent = record.get().number();
                            number++;
                        }
                    }
                }
            }
            if (socket != null) {
                socket.getOutputStream().flush();
            }
            keep(end);
            return number;
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    private static long firstOf(String file) {
        return Long.parseLong(file.substring(17, 29));
    }

    private void write(AuditRecord record) throws IOException {
        ByteArrayOutputStream message = new ByteArrayOutputStream(2048);
        message.write((PRIORITY + " " + Instant.now().truncatedTo(ChronoUnit.MILLIS) + " " + host + " dromedary "
                + ProcessHandle.current().pid() + " " + MESSAGE_ID + " - \ufeff" + record.xml())
                .getBytes(StandardCharsets.UTF_8));
        OutputStream out = connection().getOutputStream();
        ByteArrayOutputStream frame = new ByteArrayOutputStream(message.size() + 8);
        frame.write((message.size() + " ").getBytes(StandardCharsets.US_ASCII));
        message.writeTo(frame);
        frame.writeTo(out);
    }

    private Socket connection() throws IOException {
        if (socket != null && !isClosedThere(1)) {
            return socket;
        }
        close();
        Socket plain = new Socket();
        plain.connect(new InetSocketAddress(server.getHost(), server.getPort()), PATIENCE_MILLIS);
        plain.setKeepAlive(true);
        socket = plain;
        if (tls != null) {
            SSLSocket secure = (SSLSocket) tls.getSocketFactory().createSocket(plain, server.getHost(),
                    server.getPort(), true);
            SSLParameters parameters = secure.getSSLParameters();
            parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
            // The name in its certificate must be that of the server we want.
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            secure.setSSLParameters(parameters);
            secure.setSoTimeout(PATIENCE_MILLIS);
            socket = secure;
            secure.startHandshake();
            // By TLS 1.3 a server refuses our certificate after the handshake: what was sent by then would be lost.
            if (isClosedThere(REFUSAL_MILLIS)) {
                throw new IOException("The server closes the connection: it may want another certificate of ours");
            }
        }
        return socket;
    }

    /** A server says nothing, but that it closes; writing alone would not tell. */
    private boolean isClosedThere(int patienceMillis) {
        try {
            socket.setSoTimeout(patienceMillis);
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException stillOpen) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    private long sent() throws IOException {
        try {
            return Files.exists(position) ? Long.parseLong(Files.readString(position).strip()) : 0;
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private void keep(long number) throws IOException {
        ServiceFiles.write(position, Long.toString(number));
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "-";
        }
    }

    @Override
    public void close() {
        try {
            if (socket != null) {
                socket.close();
            }
        } catch (IOException e) {
            // What was written is gone or arrived; the next connection is a new one.
        }
        socket = null;
    }
}
