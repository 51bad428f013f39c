package org.dromedary.dicom.tls;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * Certificates and private keys in PEM (RFC 7468): PKCS#8, also encrypted, and the older forms of OpenSSL for RSA
 * (PKCS#1) and EC (SEC 1), which become PKCS#8 by a frame of DER around them.
 */
final class PemKeys {
    private static final Pattern BLOCK = Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \\1-----");
    private static final byte[] VERSION = {0x02, 0x01, 0x00};
    /** AlgorithmIdentifier of rsaEncryption with NULL parameters. */
    private static final byte[] RSA = {0x30, 0x0D, 0x06, 0x09, 0x2A, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xF7, 0x0D,
        0x01, 0x01, 0x01, 0x05, 0x00};
    /** OID of id-ecPublicKey. */
    private static final byte[] EC = {0x06, 0x07, 0x2A, (byte) 0x86, 0x48, (byte) 0xCE, 0x3D, 0x02, 0x01};

    private PemKeys() { }

    static boolean isPem(byte[] file) {
        return BLOCK.matcher(new String(file, StandardCharsets.ISO_8859_1)).find();
    }

    static List<X509Certificate> certificates(byte[] file) throws GeneralSecurityException {
        List<X509Certificate> certificates = new ArrayList<>();
        Matcher block = BLOCK.matcher(new String(file, StandardCharsets.ISO_8859_1));
        while (block.find()) {
            if (block.group(1).endsWith("CERTIFICATE")) {
                certificates.add((X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(
                        new ByteArrayInputStream(decode(block.group(2)))));
            }
        }
        return certificates;
    }

    /** The first key of the file; null if it has none. */
    static PrivateKey key(byte[] file, char[] password) throws GeneralSecurityException, IOException {
        Matcher block = BLOCK.matcher(new String(file, StandardCharsets.ISO_8859_1));
        while (block.find()) {
            byte[] der = decode(block.group(2).replaceAll("(?m)^[A-Za-z-]+: .*$", ""));
            if (block.group(2).contains("Proc-Type: 4,ENCRYPTED")) {
                throw new InvalidKeySpecException("the key is encrypted in OpenSSL's old form; convert it by"
                        + " 'openssl pkcs8 -topk8 -in old.key -out new.key'");
            }
            switch (block.group(1)) {
                case "PRIVATE KEY" -> {
                    return fromPkcs8(der);
                }
                case "ENCRYPTED PRIVATE KEY" -> {
                    return fromPkcs8(decrypt(der, password));
                }
                case "RSA PRIVATE KEY" -> {
                    return fromPkcs8(tlv(0x30, VERSION, RSA, tlv(0x04, der)));
                }
                case "EC PRIVATE KEY" -> {
                    return fromPkcs8(tlv(0x30, VERSION, tlv(0x30, EC, curve(der)), tlv(0x04, der)));
                }
                default -> { }
            }
        }
        return null;
    }

    private static byte[] decode(String text) {
        return Base64.getMimeDecoder().decode(text);
    }

    private static byte[] decrypt(byte[] der, char[] password) throws GeneralSecurityException, IOException {
        EncryptedPrivateKeyInfo info = new EncryptedPrivateKeyInfo(der);
        AlgorithmParameters parameters = info.getAlgParameters();
        // Of PBES2 the JDK names the scheme only in the text of its parameters.
        String algorithm = parameters.toString();
        Cipher cipher = Cipher.getInstance(algorithm);
        cipher.init(Cipher.DECRYPT_MODE, SecretKeyFactory.getInstance(algorithm)
                .generateSecret(new PBEKeySpec(password)), parameters);
        return cipher.doFinal(info.getEncryptedData());
    }

    private static PrivateKey fromPkcs8(byte[] der) throws GeneralSecurityException {
        for (String algorithm : List.of("RSA", "EC", "EdDSA")) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
            } catch (InvalidKeySpecException e) {
                continue;
            }
        }
        throw new InvalidKeySpecException("the key is none of RSA, EC and EdDSA");
    }

    /** The parameters [0] of an ECPrivateKey (RFC 5915): the OID of its curve. */
    private static byte[] curve(byte[] der) throws InvalidKeySpecException {
        int at = value(der, 0);
        while (at < der.length) {
            int content = value(der, at);
            int end = content + length(der, at);
            if ((der[at] & 0xFF) == 0xA0) {
                return java.util.Arrays.copyOfRange(der, content, end);
            }
            at = end;
        }
        throw new InvalidKeySpecException("the EC key does not name its curve; convert it by 'openssl pkcs8 -topk8'");
    }

    /** Where the value of the element at this place begins. */
    private static int value(byte[] der, int at) {
        int first = der[at + 1] & 0xFF;
        return at + 2 + (first < 0x80 ? 0 : first & 0x7F);
    }

    private static int length(byte[] der, int at) {
        int first = der[at + 1] & 0xFF;
        int length = first < 0x80 ? first : 0;
        for (int i = 0; first >= 0x80 && i < (first & 0x7F); i++) {
            length = length << 8 | der[at + 2 + i] & 0xFF;
        }
        return length;
    }

    private static byte[] tlv(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        int length = content.size();
        if (length >= 0x80) {
            int bytes = length > 0xFFFF ? 3 : length > 0xFF ? 2 : 1;
            out.write(0x80 | bytes);
            for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
                out.write(length >> shift);
            }
        } else {
            out.write(length);
        }
        out.writeBytes(content.toByteArray());
        return out.toByteArray();
    }
}
