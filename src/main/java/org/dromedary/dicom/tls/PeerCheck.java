package org.dromedary.dicom.tls;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Judges the certificate of a peer while the handshake is under way, so that nothing else is sent to one that fails:
 * its chain and dates, then that it is one of those pinned, then its name. Reasons are told in words.
 */
final class PeerCheck extends X509ExtendedTrustManager {
    private static final int DNS_NAME = 2;
    private static final int IP_ADDRESS = 7;

    private final X509ExtendedTrustManager chains;
    private final Set<String> pins;
    private final Set<String> names;

    /**
     * @param pins  SHA-256 of the certificates that are accepted, in lower case hex; none for any
     * @param names host names or addresses of which the certificate must have one; none for any
     */
    PeerCheck(X509ExtendedTrustManager chains, Set<String> pins, Set<String> names) {
        this.chains = chains;
        this.pins = pins;
        this.names = names;
    }

    private interface ChainCheck {
        void run() throws CertificateException;
    }

    private void judge(X509Certificate[] chain, ChainCheck check) throws CertificateException {
        X509Certificate peer = chain[0];
        try {
            peer.checkValidity();
            check.run();
        } catch (CertificateExpiredException e) {
            throw refused(peer, "has expired on " + peer.getNotAfter().toInstant() + ": renew it at the peer", e);
        } catch (CertificateNotYetValidException e) {
            throw refused(peer, "is not valid before " + peer.getNotBefore().toInstant()
                    + ": compare the clocks of both machines", e);
        } catch (CertificateException e) {
            throw refused(peer, chainFault(e) + " (issued by " + peer.getIssuerX500Principal().getName() + ")", e);
        }
        String fault = fault(peer, pins, names);
        if (fault != null) {
            throw refused(peer, fault, null);
        }
    }

    /** What is wrong with a certificate that is trusted; null for nothing. */
    static String fault(X509Certificate peer, Set<String> pins, Set<String> names) {
        if (!pins.isEmpty() && !pins.contains(fingerprint(peer))) {
            return "is not the one pinned: its SHA-256 is " + fingerprint(peer);
        }
        if (!names.isEmpty() && names.stream().noneMatch(name -> isNamed(peer, name))) {
            return "has another name than " + String.join(" or ", names) + ": it is for " + namesOf(peer)
                    + "; state the name it has, or pin it";
        }
        return null;
    }

    private static String chainFault(CertificateException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateExpiredException) {
                return "has a certificate in its chain that has expired: renew it at the peer";
            }
            if (cause instanceof CertPathBuilderException) {
                return "is of no CA that is trusted here: add the CA's certificate to those trusted";
            }
        }
        return "is not accepted, " + e.getMessage() + ": add the CA's certificate to those trusted";
    }

    private static CertificateException refused(X509Certificate peer, String why, Throwable cause) {
        return new CertificateException("the peer's certificate " + peer.getSubjectX500Principal().getName() + " "
                + why, cause);
    }

    static String fingerprint(X509Certificate certificate) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isNamed(X509Certificate certificate, String wanted) {
        String name = wanted.toLowerCase(Locale.ROOT);
        return names(certificate).stream().map(each -> each.toLowerCase(Locale.ROOT)).anyMatch(each -> each.equals(name)
                || each.startsWith("*.") && name.indexOf('.') > 0
                        && each.substring(1).equals(name.substring(name.indexOf('.'))));
    }

    private static String namesOf(X509Certificate certificate) {
        List<String> names = names(certificate);
        return names.isEmpty() ? "no name (no Subject Alternative Name)" : String.join(", ", names);
    }

    /** Names and addresses of the Subject Alternative Name; a common name counts no more (RFC 9525). */
    private static List<String> names(X509Certificate certificate) {
        try {
            Collection<List<?>> all = certificate.getSubjectAlternativeNames();
            return all == null ? List.of() : all.stream()
                    .filter(each -> each.get(0).equals(DNS_NAME) || each.get(0).equals(IP_ADDRESS))
                    .map(each -> String.valueOf(each.get(1))).collect(Collectors.toList());
        } catch (CertificateException e) {
            return List.of();
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        judge(chain, () -> chains.checkClientTrusted(chain, type));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        judge(chain, () -> chains.checkServerTrusted(chain, type));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        judge(chain, () -> chains.checkClientTrusted(chain, type));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        judge(chain, () -> chains.checkServerTrusted(chain, type));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        judge(chain, () -> chains.checkClientTrusted(chain, type));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        judge(chain, () -> chains.checkServerTrusted(chain, type));
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return chains.getAcceptedIssuers();
    }
}
