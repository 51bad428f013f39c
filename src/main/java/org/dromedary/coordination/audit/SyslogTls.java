package org.dromedary.coordination.audit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** Whom we trust as a syslog server by TLS, and who we are there. */
final class SyslogTls {

    private SyslogTls() {
    }

    /**
     * What a connection is made with.
     *
     * @param ca PEM file of those that are trusted; empty: those that Java trusts
     * @param keys PKCS#12 file of our own key and certificate; empty: we show none
     * @throws IllegalArgumentException naming the setting whose file can't be read
     */
    static SSLContext context(Optional<Path> ca, Optional<Path> keys, Optional<String> password) {
        TrustManager[] trusted = ca.map(SyslogTls::trusted).orElse(null);
        KeyManager[] own = keys.map(file -> own(file, password.orElse("").toCharArray())).orElse(null);
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(own, trusted, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has TLS", e);
        }
    }

    private static TrustManager[] trusted(Path pem) {
        try (InputStream in = Files.newInputStream(pem)) {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int number = 0;
            for (Certificate certificate : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("ca-" + number++, certificate);
            }
            if (number == 0) {
                throw new IllegalArgumentException("dromedary.audit.syslog-ca: " + pem + " has no certificate");
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            return trust.getTrustManagers();
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException("dromedary.audit.syslog-ca: " + pem + " can't be read as PEM ("
                    + e.getMessage() + ")", e);
        }
    }

    private static KeyManager[] own(Path pkcs12, char[] password) {
        try (InputStream in = Files.newInputStream(pkcs12)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, password);
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, password);
            return keys.getKeyManagers();
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException("dromedary.audit.syslog-key-store: " + pkcs12
                    + " can't be read as PKCS#12 with dromedary.audit.syslog-key-password", e);
        }
    }
}
