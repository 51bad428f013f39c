package org.dromedary.dicom.tls;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * This side of secure connections with one peer, or many alike. Files that change are read again at the next
 * connection; ones that can't be read leave those before in force. Thread-safe.
 */
public final class TlsParty {
    private static final Logger LOG = System.getLogger(TlsParty.class.getName());
    private static final long LOOK_NANOS = Duration.ofSeconds(5).toNanos();

    private final TlsFiles files;
    private final Rules rules;
    private final Map<String, SSLContext> byHost = new HashMap<>();
    private List<FileTime> times;
    private TlsFiles.Content content;
    private SSLContext context;
    private List<X509Certificate> certificates = List.of();
    private long lookedAt;

    /**
     * What is demanded of the peer.
     *
     * @param mutual whether a client must present a certificate
     * @param names  host names or addresses of which its certificate must have one; if there are none, a server's must
     *               have the name it was called by, and a client's may have any
     * @param pins   SHA-256 of certificates, in hex; if there are any, the peer must have one of these, and its name
     *               counts only if there are names too
     */
    public record Rules(TlsProfile profile, boolean mutual, Set<String> names, Set<String> pins) {
        private static final int SHA256_HEX = 64;

        public Rules {
            pins = pins.stream().map(pin -> pin.replace(":", "").strip().toLowerCase(Locale.ROOT))
                    .collect(Collectors.toUnmodifiableSet());
            for (String pin : pins) {
                if (!pin.matches("[0-9a-f]{" + SHA256_HEX + "}")) {
                    throw new IllegalArgumentException("'" + pin + "' is no SHA-256 of a certificate in hex");
                }
            }
        }
    }

    /** Whether a certificate that is trusted is also of a name and fingerprint that may be. */
    public boolean accepts(X509Certificate certificate) {
        return PeerCheck.fault(certificate, rules.pins(), rules.names()) == null;
    }

    /** @throws TlsException if the files can't be read */
    public TlsParty(TlsFiles files, Rules rules) throws TlsException {
        this.files = files;
        this.rules = rules;
        load();
    }

    /** An engine for a connection that this side has accepted. */
    public SSLEngine server() {
        SSLEngine engine = context().createSSLEngine();
        engine.setUseClientMode(false);
        engine.setSSLParameters(parameters(engine.getSSLParameters(), engine.getSupportedCipherSuites(), true));
        return engine;
    }

    /** An engine for a connection to this host. */
    public SSLEngine client(String host, int port) throws TlsException {
        SSLEngine engine = contextFor(host).createSSLEngine(host, port);
        engine.setUseClientMode(true);
        engine.setSSLParameters(parameters(engine.getSSLParameters(), engine.getSupportedCipherSuites(), false));
        return engine;
    }

    /** The same for an accepted socket, which is closed with it; the handshake comes with the first read. */
    public SSLSocket server(Socket accepted) throws IOException {
        SSLSocket socket = (SSLSocket) context().getSocketFactory().createSocket(accepted, null, true);
        socket.setUseClientMode(false);
        socket.setSSLParameters(parameters(socket.getSSLParameters(), socket.getSupportedCipherSuites(), true));
        return socket;
    }

    /** The same for a socket that is connected to this host; the handshake is done. */
    public SSLSocket client(Socket connected, String host, int port) throws IOException {
        SSLSocket socket = (SSLSocket) contextFor(host).getSocketFactory().createSocket(connected, host, port, true);
        socket.setUseClientMode(true);
        socket.setSSLParameters(parameters(socket.getSSLParameters(), socket.getSupportedCipherSuites(), false));
        try {
            socket.startHandshake();
        } catch (IOException e) {
            throw TlsFault.explained(e);
        }
        return socket;
    }

    private SSLParameters parameters(SSLParameters parameters, String[] supported, boolean server) {
        parameters.setProtocols(rules.profile().protocols());
        parameters.setCipherSuites(rules.profile().cipherSuites(supported));
        parameters.setUseCipherSuitesOrder(true);
        if (server) {
            parameters.setNeedClientAuth(rules.mutual());
        }
        return parameters;
    }

    /** When the first of our own certificates, or of those trusted, expires. */
    public synchronized Instant expires() {
        return certificates.stream().map(each -> each.getNotAfter().toInstant()).min(Instant::compareTo)
                .orElse(Instant.MAX);
    }

    /** Whose certificate that is. */
    public synchronized String expiring() {
        Instant first = expires();
        return certificates.stream().filter(each -> each.getNotAfter().toInstant().equals(first)).findFirst()
                .map(each -> each.getSubjectX500Principal().getName()).orElse("");
    }

    /** Reads the files again if they have changed. */
    public synchronized void look() {
        lookedAt = System.nanoTime();
        if (!modified().equals(times)) {
            try {
                load();
                LOG.log(Level.INFO, "Certificates and keys are read anew: " + files.all());
            } catch (TlsException e) {
                LOG.log(Level.WARNING, "Certificates and keys stay as they were: " + e.getMessage());
            }
        }
    }

    private synchronized SSLContext context() {
        if (System.nanoTime() - lookedAt > LOOK_NANOS) {
            look();
        }
        return context;
    }

    /** A server must have the name it is called by, unless rules say otherwise. */
    private synchronized SSLContext contextFor(String host) throws TlsException {
        SSLContext any = context();
        if (!rules.names().isEmpty() || !rules.pins().isEmpty()) {
            return any;
        }
        SSLContext known = byHost.get(host);
        if (known == null) {
            known = context(content, Set.of(host));
            byHost.put(host, known);
        }
        return known;
    }

    private synchronized void load() throws TlsException {
        List<FileTime> before = modified();
        lookedAt = System.nanoTime();
        try {
            TlsFiles.Content read = files.read();
            context = context(read, rules.names());
            content = read;
            byHost.clear();
            certificates = Stream.concat(read.chain().stream(), read.trusted().stream()).toList();
        } finally {
            times = before;
        }
    }

    private List<FileTime> modified() {
        List<FileTime> modified = new ArrayList<>();
        for (Path file : files.all()) {
            try {
                modified.add(Files.getLastModifiedTime(file));
            } catch (IOException e) {
                modified.add(FileTime.fromMillis(0));
            }
        }
        return modified;
    }

    private SSLContext context(TlsFiles.Content from, Set<String> names) throws TlsException {
        try {
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            for (X509Certificate certificate : from.trusted()) {
                trusted.setCertificateEntry(PeerCheck.fingerprint(certificate), certificate);
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
            trust.init(trusted);
            KeyManager[] keys = from.key() == null ? new KeyManager[0]
                    : new KeyManager[] {new OwnKey(from.key(), from.chain().toArray(X509Certificate[]::new))};
            SSLContext made = SSLContext.getInstance("TLS");
            made.init(keys, new TrustManager[] {new PeerCheck(
                    (X509ExtendedTrustManager) trust.getTrustManagers()[0], rules.pins(), names)}, null);
            return made;
        } catch (GeneralSecurityException | IOException e) {
            throw new TlsException("TLS can't be set up with " + files.all() + ": " + e.getMessage(), e);
        }
    }
}
