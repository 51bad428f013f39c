package org.dromedary.dicom.tls;

import java.io.IOException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLException;

/** What a failed handshake or a broken record means, and what to do about it. */
public final class TlsFault {
    private static final String ALERT = "Received fatal alert: ";

    private TlsFault() { }

    /** The same in words; of what is none of TLS itself, such as a connection that ended, too. */
    public static TlsException explained(IOException e) {
        if (e instanceof TlsException known) {
            return known;
        }
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateException refused && refused.getMessage() != null
                    && refused.getMessage().startsWith("the peer's certificate")) {
                return new TlsException("no TLS with the peer: " + refused.getMessage(), e);
            }
        }
        if (!(e instanceof SSLException)) {
            return new TlsException("no TLS with the peer: it ended the connection in the handshake (" + e.getMessage()
                    + "); does it speak TLS there, and accept our certificate?", e);
        }
        return new TlsException("no TLS with the peer: " + words(String.valueOf(e.getMessage())), e);
    }

    private static String words(String message) {
        if (message.startsWith(ALERT)) {
            String alert = message.substring(ALERT.length());
            return "it answers with the alert " + alert + ": " + meaning(alert);
        }
        if (message.contains("buffer remaining for AEAD")) {
            return "it broke the handshake off by an alert in plain, most likely since it does not accept our"
                    + " certificate; let it trust the CA that issued ours";
        }
        if (message.contains("plaintext connection") || message.contains("nrecognized SSL message")) {
            return "it does not speak TLS there; let it use TLS, or take its TLS port";
        }
        if (message.contains("Empty client certificate chain") || message.contains("null cert chain")) {
            return "it presents no certificate of its own; give it one that is trusted here";
        }
        if (message.contains("no cipher suites in common") || message.contains("appropriate protocol")
                || message.contains("not supported by client") || message.contains("protocol version")) {
            return "no protocol version or cipher suite in common; it must have TLS 1.2 or newer, see the profile";
        }
        return message;
    }

    private static String meaning(String alert) {
        return switch (alert) {
            case "unknown_ca", "bad_certificate", "certificate_unknown", "unsupported_certificate", "decrypt_error" ->
                    "it does not accept our certificate; let it trust the CA that issued ours";
            case "certificate_expired" -> "our certificate, as it sees it, has expired; renew it";
            case "certificate_required" -> "it wants a certificate of ours; set one";
            case "certificate_revoked" -> "our certificate is revoked; renew it";
            case "handshake_failure", "protocol_version", "insufficient_security" ->
                    "no protocol version or cipher suite in common, or it wants a certificate of ours";
            default -> "see the peer's log";
        };
    }
}
