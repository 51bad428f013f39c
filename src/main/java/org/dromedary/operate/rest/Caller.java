package org.dromedary.operate.rest;

import org.dromedary.operate.settings.RefusedException;

/** Who a request comes from, for the audit: what its header says, which nobody proves, or just that it is REST. */
final class Caller {

    static final String HEADER = "Dromedary-User";

    private Caller() {
    }

    static String of(String header) {
        if (header == null || header.isBlank()) {
            return "rest";
        }
        if (!header.strip().matches("[\\p{Graph} ]{1,40}")) {
            throw new RefusedException("The header " + HEADER + " names who you are in 1 to 40 characters of ASCII");
        }
        return "rest:" + header.strip();
    }
}
