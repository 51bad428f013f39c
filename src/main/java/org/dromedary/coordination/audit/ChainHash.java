package org.dromedary.coordination.audit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The hash by which a record holds on to the one before: SHA-256 of that one's hash, its own number and content. */
final class ChainHash {

    /** Before the first record. */
    static final String NONE = "0".repeat(64);

    private ChainHash() {
    }

    /** @param parts told apart by their lengths; null is not the same as nothing */
    static String of(String previous, long number, Object... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update((previous + " " + number).getBytes(StandardCharsets.US_ASCII));
            for (Object part : parts) {
                byte[] bytes = part == null ? new byte[0] : part.toString().getBytes(StandardCharsets.UTF_8);
                digest.update((" " + (part == null ? -1 : bytes.length) + " ").getBytes(StandardCharsets.US_ASCII));
                digest.update(bytes);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
