package org.dromedary.coordination.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a server of syslog that takes frames by their lengths (RFC 5425 §4.3). */
class SyslogSenderTest {

    private static final char[] PASSWORD = "password".toCharArray();

    @TempDir
    private Path folder;

    private final List<String> taken = new CopyOnWriteArrayList<>();
    private AuditTrail trail;
    private ServerSocket server;
    private SyslogSender sender;
    private Socket connection;

    @BeforeEach
    void threeRecords() throws IOException {
        trail = new AuditTrail(folder, 600, Clock.systemUTC());
        append(3);
    }

    @AfterEach
    void end() throws IOException {
        if (sender != null) {
            sender.close();
        }
        if (server != null) {
            server.close();
        }
    }

    private void append(int number) throws IOException {
        for (int i = 0; i < number; i++) {
            trail.append(AuditXml.of(Messages.incident("K", "söurce", "opened", "x".repeat(50)), "dromedary",
                    Optional.empty()));
        }
    }

    private void listen(ServerSocket socket) {
        server = socket;
        Thread thread = new Thread(() -> {
            while (!socket.isClosed()) {
                try (Socket accepted = socket.accept()) {
                    connection = accepted;
                    read(new DataInputStream(accepted.getInputStream()));
                } catch (IOException e) {
                    // A client that does not trust us, or the test's end.
                }
            }
        }, "syslog");
        thread.setDaemon(true);
        thread.start();
    }

    private void read(DataInputStream in) throws IOException {
        for (int length = length(in); length > 0; length = length(in)) {
            taken.add(new String(in.readNBytes(length), StandardCharsets.UTF_8));
        }
    }

    private static int length(InputStream in) throws IOException {
        StringBuilder digits = new StringBuilder();
        for (int c = in.read(); c != ' '; c = in.read()) {
            if (c < 0) {
                return -1;
            }
            digits.append((char) c);
        }
        return Integer.parseInt(digits.toString());
    }

    private static ServerSocket free() throws IOException {
        return new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    }

    private SyslogSender to(String scheme, String host, int port, Path ca) {
        return to(scheme, host, port, SyslogTls.context(Optional.ofNullable(ca), Optional.empty(), Optional.empty()));
    }

    private SyslogSender to(String scheme, String host, int port, SSLContext context) {
        sender = new SyslogSender(folder, URI.create(scheme + "://" + host + ":" + port), context);
        return sender;
    }

    private void awaitTaken(int number) {
        await().atMost(20, TimeUnit.SECONDS).until(() -> taken.size() >= number);
        assertThat(taken).hasSize(number);
    }

    @Test
    void eachRecordIsSentOnceInOrderAndAsTheStandardSays() throws Exception {
        listen(free());
        assertThat(to("tcp", "localhost", server.getLocalPort(), (Path) null).send()).isEqualTo(3);
        awaitTaken(3);
        assertThat(taken).allSatisfy(message -> {
            assertThat(message).matches("(?s)<85>1 \\S+Z \\S+ dromedary \\d+ DICOM\\+RFC3881 - \ufeff<AuditMessage>.*");
            AuditSchema.check(message.substring(message.indexOf("<AuditMessage")));
        });
        assertThat(sender.send()).isZero();
        append(2);
        assertThat(sender.send()).isEqualTo(2);
        awaitTaken(5);
    }

    @Test
    void serverThatWasAwayGetsWhatItMissedAlsoFromTheNextProcess() throws Exception {
        ServerSocket closed = free();
        int port = closed.getLocalPort();
        closed.close();
        assertThatThrownBy(() -> to("tcp", "127.0.0.1", port, (Path) null).send()).isInstanceOf(IOException.class);
        listen(free());
        to("tcp", "127.0.0.1", server.getLocalPort(), (Path) null).send();
        awaitTaken(3);
        sender.close();
        append(1);
        to("tcp", "127.0.0.1", server.getLocalPort(), (Path) null).send();
        awaitTaken(4);
    }

    @Test
    void connectionThatTheServerClosedIsReplaced() throws Exception {
        listen(free());
        to("tcp", "127.0.0.1", server.getLocalPort(), (Path) null).send();
        awaitTaken(3);
        connection.close();
        append(1);
        await().atMost(20, TimeUnit.SECONDS).ignoreExceptions().until(() -> sender.send() > 0);
        awaitTaken(4);
    }

    @Test
    void byTlsTheServersCertificateAndNameMustBeTheRightOnes() throws Exception {
        Path good = keys("good", "localhost");
        Path other = keys("other", "localhost");
        listen(tls("good", null));
        assertThatThrownBy(() -> to("tls", "localhost", server.getLocalPort(), other).send())
                .isInstanceOf(SSLException.class);
        assertThatThrownBy(() -> to("tls", "127.0.0.1", server.getLocalPort(), good).send())
                .isInstanceOf(SSLException.class);
        assertThat(taken).isEmpty();
        assertThat(to("tls", "localhost", server.getLocalPort(), good).send()).isEqualTo(3);
        awaitTaken(3);
    }

    @Test
    void fileWithoutCertificatesIsSaid() throws Exception {
        Path empty = Files.writeString(folder.resolve("empty.pem"), "");
        assertThatThrownBy(() -> SyslogTls.context(Optional.of(empty), Optional.empty(), Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("dromedary.audit.syslog-ca");
        assertThatThrownBy(() -> SyslogTls.context(Optional.empty(), Optional.of(empty), Optional.of("x")))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("dromedary.audit.syslog-key-store");
    }

    @Test
    void serverThatWantsToKnowWhoWeAreGetsTheMessagesOnlyWithOurCertificate() throws Exception {
        Path good = keys("good", "localhost");
        Path ours = keys("ours", "dromedary");
        listen(tls("good", ours));
        SSLContext nobody = SyslogTls.context(Optional.of(good), Optional.empty(), Optional.empty());
        assertThatThrownBy(() -> to("tls", "localhost", server.getLocalPort(), nobody).send())
                .isInstanceOf(IOException.class);
        assertThat(taken).isEmpty();
        SSLContext known = SyslogTls.context(Optional.of(good), Optional.of(folder.resolve("ours.p12")),
                Optional.of(new String(PASSWORD)));
        assertThat(to("tls", "localhost", server.getLocalPort(), known).send()).isEqualTo(3);
        awaitTaken(3);
    }

    /** Makes a key with a certificate for that host; returns the certificate as PEM. */
    private Path keys(String name, String host) throws Exception {
        Path store = folder.resolve(name + ".p12");
        Path pem = folder.resolve(name + ".pem");
        keytool("-genkeypair", "-keystore", store.toString(), "-dname", "CN=" + host, "-ext", "san=dns:" + host,
                "-keyalg", "EC", "-alias", name, "-validity", "2");
        keytool("-exportcert", "-rfc", "-keystore", store.toString(), "-alias", name, "-file", pem.toString());
        return pem;
    }

    private static void keytool(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("-storepass", new String(PASSWORD)));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }

    /** @param client PEM of those who may connect; null: everybody */
    private ServerSocket tls(String name, Path client) throws Exception {
        KeyStore keys = KeyStore.getInstance(folder.resolve(name + ".p12").toFile(), PASSWORD);
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), client == null ? null : trusting(client), null);
        SSLServerSocket socket = (SSLServerSocket) context.getServerSocketFactory().createServerSocket(0, 5,
                InetAddress.getLoopbackAddress());
        socket.setNeedClientAuth(client != null);
        return socket;
    }

    private static TrustManager[] trusting(Path pem) throws Exception {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        try (InputStream in = Files.newInputStream(pem)) {
            trusted.setCertificateEntry("client", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted);
        return factory.getTrustManagers();
    }
}
