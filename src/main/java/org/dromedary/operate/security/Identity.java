package org.dromedary.operate.security;

import java.util.Set;

/**
 * Who a request was proven to come from.
 *
 * @param name an account's, {@code token:NAME}, or {@code local} for the user of the service
 */
public record Identity(String name, Set<Role> roles) {

    public boolean may(Role needed) {
        return roles.stream().anyMatch(role -> role.includes(needed));
    }

    /** One line for who may not. */
    public String refusal(Role needed) {
        return "This needs the role " + needed.word() + ", and " + name + " has " + Role.words(roles)
                + ": an administrator can give it";
    }
}
