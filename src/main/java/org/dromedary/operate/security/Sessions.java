package org.dromedary.operate.security;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Who is logged in with a browser; forgotten with the process. */
final class Sessions {

    private static final int MOST = 1000;

    private final Map<String, Session> sessions = new ConcurrentHashMap<>();
    private final Duration idle;
    private final Duration longest;
    private final InstantSource clock;

    Sessions(Duration idle, Duration longest, InstantSource clock) {
        this.idle = idle;
        this.longest = longest;
        this.clock = clock;
    }

    private record Session(String name, Instant passwordSince, Instant began, Instant used) {
    }

    /** Begins one; returns its secret. */
    String begin(Account user) {
        Instant now = clock.instant();
        sessions.values().removeIf(session -> isOver(session, now));
        if (sessions.size() >= MOST) {
            sessions.entrySet().stream().min(Comparator.comparing(entry -> entry.getValue().used()))
                    .ifPresent(oldest -> sessions.remove(oldest.getKey()));
        }
        String secret = Secrets.random();
        sessions.put(Secrets.digest(secret), new Session(user.name(), user.passwordSince(), now, now));
        return secret;
    }

    /** Whose it is, if it has not ended, the account is not locked and its password is still the same. */
    Optional<Account> find(String secret, Accounts accounts) {
        String key = Secrets.digest(secret);
        Instant now = clock.instant();
        Session session = sessions.get(key);
        if (session == null) {
            return Optional.empty();
        }
        Optional<Account> user = accounts.user(session.name()).filter(account -> !account.locked()
                && account.passwordSince().equals(session.passwordSince()));
        if (isOver(session, now) || user.isEmpty()) {
            sessions.remove(key);
            return Optional.empty();
        }
        sessions.replace(key, session, new Session(session.name(), session.passwordSince(), session.began(), now));
        return user;
    }

    void end(String secret) {
        sessions.remove(Secrets.digest(secret));
    }

    private boolean isOver(Session session, Instant now) {
        return !now.isBefore(session.used().plus(idle)) || !now.isBefore(session.began().plus(longest));
    }
}
