package org.dromedary.operate.security;

import java.time.Instant;
import java.util.Set;

/**
 * A person who may log in.
 *
 * @param password its hash, see {@link Passwords}
 * @param passwordSince when it was set; sessions that began before are over
 */
public record Account(String name, Set<Role> roles, String password, boolean locked, Instant passwordSince) {

    Account locked(boolean now) {
        return new Account(name, roles, password, now, passwordSince);
    }

    Account withRoles(Set<Role> other) {
        return new Account(name, other, password, locked, passwordSince);
    }

    Account withPassword(String hash, Instant since) {
        return new Account(name, roles, hash, locked, since);
    }

    Identity identity() {
        return new Identity(name, roles);
    }
}
