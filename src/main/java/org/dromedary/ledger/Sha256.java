package org.dromedary.ledger;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The digest by which the ledger knows content again. */
public final class Sha256 {

    private Sha256() {
    }

    /** A digest that has seen nothing yet. */
    public static MessageDigest begin() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    /** Of all of the content, 32 bytes. */
    public static byte[] of(byte[] content) {
        return begin().digest(content);
    }
}
