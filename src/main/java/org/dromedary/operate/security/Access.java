package org.dromedary.operate.security;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.dromedary.coordination.audit.AuditLog;
import org.dromedary.coordination.audit.AuditMessage;
import org.dromedary.coordination.audit.AuditMessage.Type;
import org.dromedary.coordination.audit.Messages;
import org.dromedary.coordination.settings.ProcessSettings;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Tells who asks, by a token, a session or a password. */
@ApplicationScoped
public class Access {

    /** Hashing takes memory and a processor: so many at once, or a stranger could have all of both. */
    private static final int MAX_HASHES = 2;

    private final Semaphore hashing = new Semaphore(MAX_HASHES);
    private final Path dataDir;
    private final Accounts accounts;
    private final Sessions sessions;
    private final LoginThrottle throttle;
    private final InstantSource clock;
    private final AuditLog audit;
    private final String localToken;
    private final String httpToken;

    @Inject
    Access(AccessSettings settings, @ConfigProperty(name = ProcessSettings.DATA_DIR,
            defaultValue = ProcessSettings.DEFAULT_DATA_DIR) Path dataDir,
            @ConfigProperty(name = "dromedary.http.token") Optional<String> httpToken, AuditLog audit)
            throws IOException {
        this(settings, dataDir, httpToken, audit, InstantSource.system());
    }

    Access(AccessSettings settings, Path dataDir, Optional<String> httpToken, AuditLog audit, InstantSource clock)
            throws IOException {
        this.audit = audit;
        this.dataDir = dataDir.toAbsolutePath().normalize();
        this.clock = clock;
        accounts = new Accounts(this.dataDir);
        sessions = new Sessions(settings.sessionIdle(), settings.sessionLongest(), clock);
        throttle = new LoginThrottle(clock);
        localToken = Secrets.digest(LocalToken.make(this.dataDir));
        this.httpToken = httpToken.map(Secrets::digest).orElse("");
    }

    /** Makes the bean, and with it the local token, before anybody asks. */
    void onStart(@Observes StartupEvent event) {
    }

    void onShutdown(@Observes ShutdownEvent event) throws IOException {
        LocalToken.delete(dataDir);
    }

    /** A session that has begun. */
    public record Login(Identity who, String secret) {
    }

    /**
     * Begins a session.
     *
     * @throws NotAllowedException if the password is wrong, the account locked, or too many have failed
     */
    public Login login(String name, char[] password, String address) {
        Duration wait = throttle.wait(name, address);
        if (!wait.isZero()) {
            throw tooMany(wait);
        }
        Account user = accounts.user(name).orElse(null);
        // What somebody typed where the name goes may be a password.
        AuditMessage message = Messages.authentication(Type.LOGIN, user == null ? "unknown" : name, address);
        if (!matches(password, user)) {
            throttle.failed(name, address);
            audit.record(message.failed(user == null ? "no such account" : "wrong password"));
            throw new NotAllowedException("The name or the password is wrong");
        }
        // Only who knows the password learns that there is such an account.
        if (user.locked()) {
            audit.record(message.failed("the account is locked"));
            throw new NotAllowedException("The account " + name + " is locked: an administrator unlocks it with"
                    + " 'user unlock " + name + "'");
        }
        throttle.succeeded(name, address);
        audit.record(message);
        return new Login(user.identity(), sessions.begin(user));
    }

    private boolean matches(char[] password, Account user) {
        if (!hashing.tryAcquire()) {
            throw tooMany(Duration.ofSeconds(1));
        }
        try {
            return Passwords.matches(password, user == null ? null : user.password());
        } finally {
            hashing.release();
        }
    }

    /** @throws NotAllowedException if nobody has that token, or it has expired */
    public Identity token(String secret, String address) {
        String digest = Secrets.digest(secret);
        if (Secrets.same(localToken, digest)) {
            return LocalToken.IDENTITY;
        }
        if (Secrets.same(httpToken, digest)) {
            return new Identity("token:http", Set.of(Role.ADMIN));
        }
        Optional<Token> token = accounts.token(secret);
        if (token.isPresent() && !token.get().isExpired(clock.instant())) {
            return token.get().identity();
        }
        Duration wait = throttle.wait("", address);
        if (!wait.isZero()) {
            throw tooMany(wait);
        }
        throttle.failed("", address);
        audit.record(Messages.authentication(Type.LOGIN, token.map(known -> known.identity().name()).orElse("unknown"),
                address).failed(token.isPresent() ? "the token has expired" : "no such token"));
        throw new NotAllowedException(token.map(expired -> "The token " + expired.name() + " has expired at "
                + expired.expires().truncatedTo(ChronoUnit.SECONDS) + ": an administrator makes another with"
                + " 'token create'").orElse("This token is not known here: 'token create' makes one"));
    }

    /** Whose session it is; empty if it is over. */
    public Optional<Identity> session(String secret) {
        return sessions.find(secret, accounts).map(Account::identity);
    }

    public void logout(String secret, String address) {
        session(secret).ifPresent(who -> audit.record(Messages.authentication(Type.LOGOUT, who.name(), address)));
        sessions.end(secret);
    }

    private static NotAllowedException tooMany(Duration wait) {
        Duration rounded = Duration.ofSeconds(Math.max(1, wait.plusMillis(999).toSeconds()));
        return new NotAllowedException("Too many failed logins: try again in " + rounded.toSeconds() + " s", rounded);
    }
}
