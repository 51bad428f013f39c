package org.dromedary.operate.security;

import java.time.Instant;
import java.util.Set;

/**
 * A program that may ask.
 *
 * @param digest SHA-256 of the secret, which is not kept
 */
public record Token(String name, Role role, String digest, Instant created, Instant expires) {

    public boolean isExpired(Instant now) {
        return !now.isBefore(expires);
    }

    Identity identity() {
        return new Identity("token:" + name, Set.of(role));
    }
}
