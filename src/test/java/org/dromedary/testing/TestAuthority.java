package org.dromedary.testing;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;

/** A CA of the test's own, which issues certificates with RSA keys (RFC 5280), and their files. */
public final class TestAuthority {
    private static final byte[] SHA256_WITH_RSA = der(0x30, oid("2A864886F70D01010B"), der(0x05));
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'")
            .withZone(ZoneOffset.UTC);
    private static final AtomicLong SERIAL = new AtomicLong(System.nanoTime());
    /** Generated once: they take longer than all else. */
    private static final KeyPair[] KEYS = new KeyPair[2];

    private final Identity own;
    private final String name;

    /** A key with its certificate. */
    public record Identity(KeyPair keys, X509Certificate certificate) {

        /** The private key in PEM (PKCS#8). */
        public Path key(Path folder) {
            return write(folder, ".key.pem", pem("PRIVATE KEY", keys.getPrivate().getEncoded()));
        }

        /** The certificate in PEM. */
        public Path certificate(Path folder) {
            return write(folder, ".pem", certificatePem());
        }

        public String certificatePem() {
            try {
                return pem("CERTIFICATE", certificate.getEncoded());
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }

        /** Both in one file of PEM. */
        public Path both(Path folder) {
            return write(folder, ".both.pem", certificatePem() + pem("PRIVATE KEY", keys.getPrivate().getEncoded()));
        }

        /** Both in PKCS#12. */
        public Path pkcs12(Path folder, String password) {
            try {
                KeyStore store = KeyStore.getInstance("PKCS12");
                store.load(null, null);
                store.setKeyEntry("own", keys.getPrivate(), password.toCharArray(), new Certificate[] {certificate});
                ByteArrayOutputStream out = new ByteArrayOutputStream();
                store.store(out, password.toCharArray());
                return Files.write(Files.createTempFile(folder, "own", ".p12"), out.toByteArray());
            } catch (IOException | GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }

        public String sha256() {
            try {
                return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private TestAuthority(String name) {
        this.name = name;
        KeyPair keys = generate();
        Instant now = Instant.now();
        own = new Identity(keys, sign(keys, name, name, keys, now.minus(Duration.ofDays(400)),
                now.plus(Duration.ofDays(400)), basicConstraints()));
    }

    public static TestAuthority of(String name) {
        return new TestAuthority(name);
    }

    /** The CA's certificate in PEM. */
    public Path certificate(Path folder) {
        return own.certificate(folder);
    }

    /** A certificate for host names or addresses that is valid now, for the given time. */
    public Identity issue(Duration valid, String... hosts) {
        Instant now = Instant.now();
        return issue(now.minus(Duration.ofDays(100)), now.plus(valid), hosts);
    }

    public Identity issue(String... hosts) {
        return issue(Duration.ofDays(300), hosts);
    }

    public Identity expired(String... hosts) {
        return issue(Duration.ofDays(-1), hosts);
    }

    private Identity issue(Instant from, Instant to, String... hosts) {
        KeyPair keys = shared(1);
        return new Identity(keys, sign(keys, name, "peer " + String.join(" ", hosts), own.keys(), from, to,
                alternativeNames(hosts)));
    }

    private static KeyPair generate() {
        return shared(0);
    }

    private static synchronized KeyPair shared(int number) {
        try {
            if (number == 0 || KEYS[number] == null) {
                KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
                generator.initialize(2048);
                KEYS[number] = generator.generateKeyPair();
            }
            return KEYS[number];
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static X509Certificate sign(KeyPair subjectKeys, String issuer, String subject, KeyPair signer,
            Instant from, Instant to, byte[] extension) {
        byte[] content = der(0x30, der(0xA0, der(0x02, new byte[] {2})),
                der(0x02, BigInteger.valueOf(SERIAL.incrementAndGet()).toByteArray()), SHA256_WITH_RSA, named(issuer),
                der(0x30, time(from), time(to)), named(subject), subjectKeys.getPublic().getEncoded(),
                der(0xA3, der(0x30, extension)));
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(signer.getPrivate());
            signature.update(content);
            byte[] certificate = der(0x30, content, SHA256_WITH_RSA, der(0x03, new byte[1], signature.sign()));
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(certificate));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] named(String commonName) {
        return der(0x30, der(0x31, der(0x30, oid("550403"),
                der(0x0C, commonName.getBytes(StandardCharsets.UTF_8)))));
    }

    private static byte[] time(Instant time) {
        return der(0x18, TIME.format(time).getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] basicConstraints() {
        return der(0x30, oid("551D13"), der(0x01, new byte[] {-1}), der(0x04, der(0x30, der(0x01, new byte[] {-1}))));
    }

    private static byte[] alternativeNames(String... hosts) {
        byte[][] names = new byte[hosts.length][];
        for (int i = 0; i < hosts.length; i++) {
            names[i] = hosts[i].matches("[0-9.]+") ? der(0x87, address(hosts[i]))
                    : der(0x82, hosts[i].getBytes(StandardCharsets.US_ASCII));
        }
        return der(0x30, oid("551D11"), der(0x04, der(0x30, names)));
    }

    private static byte[] address(String host) {
        try {
            return InetAddress.getByName(host).getAddress();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] oid(String hex) {
        return der(0x06, HexFormat.of().parseHex(hex));
    }

    private static byte[] der(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        int length = content.size();
        if (length > 0xFF) {
            out.write(0x82);
            out.write(length >> 8);
        } else if (length >= 0x80) {
            out.write(0x81);
        }
        out.write(length);
        out.writeBytes(content.toByteArray());
        return out.toByteArray();
    }

    private static String pem(String type, byte[] bytes) {
        return "-----BEGIN " + type + "-----\n" + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes)
                + "\n-----END " + type + "-----\n";
    }

    private static Path write(Path folder, String suffix, String text) {
        try {
            return Files.writeString(Files.createTempFile(folder, "tls", suffix), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
