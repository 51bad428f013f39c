package org.dromedary.dicom.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The files of one side, each PKCS#12 or PEM.
 *
 * @param keys     our certificate with its chain, and our private key unless it is in {@code key}; null for a client
 *                 without a certificate
 * @param key      our private key in PEM; null if it is with the certificate
 * @param password of the keys; null for none
 * @param trusted  certificates of the CAs, or of the peers themselves, that are trusted
 */
public record TlsFiles(Path keys, Path key, String password, Path trusted) {

    /** What the files hold. */
    record Content(PrivateKey key, List<X509Certificate> chain, List<X509Certificate> trusted) {
    }

    List<Path> all() {
        List<Path> all = new ArrayList<>(List.of(trusted));
        if (keys != null) {
            all.add(keys);
        }
        if (key != null) {
            all.add(key);
        }
        return all;
    }

    Content read() throws TlsException {
        List<X509Certificate> cas = read(trusted, this::certificates);
        if (cas.isEmpty()) {
            throw new TlsException(trusted + " holds no certificate that could be trusted");
        }
        return keys == null ? new Content(null, List.of(), cas) : own(cas);
    }

    private Content own(List<X509Certificate> cas) throws TlsException {
        byte[] file = read(keys, bytes -> bytes);
        if (!PemKeys.isPem(file)) {
            return read(keys, bytes -> fromStore(bytes, cas));
        }
        PrivateKey own = read(key == null ? keys : key, bytes -> PemKeys.key(bytes, chars()));
        List<X509Certificate> chain = read(keys, PemKeys::certificates);
        if (own == null || chain.isEmpty()) {
            throw new TlsException(own == null ? (key == null ? keys : key) + " holds no private key"
                    : keys + " holds no certificate");
        }
        return new Content(own, chain, cas);
    }

    private Content fromStore(byte[] bytes, List<X509Certificate> cas) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(new ByteArrayInputStream(bytes), chars());
        for (String alias : Collections.list(store.aliases())) {
            if (store.isKeyEntry(alias)) {
                List<X509Certificate> chain = new ArrayList<>();
                for (Certificate each : store.getCertificateChain(alias)) {
                    chain.add((X509Certificate) each);
                }
                return new Content((PrivateKey) store.getKey(alias, chars()), chain, cas);
            }
        }
        throw new GeneralSecurityException("it holds no private key");
    }

    private List<X509Certificate> certificates(byte[] bytes) throws GeneralSecurityException, IOException {
        if (PemKeys.isPem(bytes)) {
            return PemKeys.certificates(bytes);
        }
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(new ByteArrayInputStream(bytes), chars());
        List<X509Certificate> found = new ArrayList<>();
        for (String alias : Collections.list(store.aliases())) {
            if (store.isCertificateEntry(alias)) {
                found.add((X509Certificate) store.getCertificate(alias));
            }
        }
        return found;
    }

    private char[] chars() {
        return password == null ? new char[0] : password.toCharArray();
    }

    private interface Reading<T> {
        T of(byte[] bytes) throws GeneralSecurityException, IOException;
    }

    private static <T> T read(Path file, Reading<T> reading) throws TlsException {
        try {
            return reading.of(Files.readAllBytes(file));
        } catch (NoSuchFileException e) {
            throw new TlsException(file + " does not exist", e);
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            throw new TlsException(file + " can't be read as PKCS#12 or PEM, or its password is another: "
                    + e.getMessage(), e);
        }
    }
}
