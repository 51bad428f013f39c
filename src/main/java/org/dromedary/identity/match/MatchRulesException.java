package org.dromedary.identity.match;

/** A rule file that is missing or wrong: the message says where and what there may be. */
public final class MatchRulesException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    MatchRulesException(String message) {
        super(message);
    }
}
