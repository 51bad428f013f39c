package org.dromedary.operate.security;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.dromedary.operate.security.AccountFile.Content;
import org.dromedary.operate.settings.RefusedException;

/** Who may log in, and which programs may ask: kept, changed and looked up by name. */
public final class Accounts {

    /** The account that the first start makes. */
    public static final String FIRST = "admin";

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,31}");
    private static final Set<String> RESERVED = Set.of(LocalToken.NAME, "jmx", "rest", "dromedary", "http");

    private final AccountFile file;

    public Accounts(Path dataDir) {
        file = new AccountFile(dataDir);
    }

    public List<Account> users() {
        return file.content().users();
    }

    public List<Token> tokens() {
        return file.content().tokens();
    }

    public Optional<Account> user(String name) {
        return users().stream().filter(user -> user.name().equals(name)).findFirst();
    }

    /** The token of that secret, expired or not. */
    Optional<Token> token(String secret) {
        String digest = Secrets.digest(secret);
        return tokens().stream().filter(token -> Secrets.same(token.digest(), digest)).findFirst();
    }

    /** If nobody has an account yet, makes one for an administrator; returns its password, which is kept nowhere. */
    public Optional<String> first() {
        if (file.exists()) {
            return Optional.empty();
        }
        char[] password = Passwords.random();
        add(FIRST, EnumSet.of(Role.ADMIN), password);
        return Optional.of(new String(password));
    }

    /** @throws RefusedException if there is such a one, or name or password will not do */
    public void add(String name, Set<Role> roles, char[] password) {
        checkName(name);
        checkRoles(roles);
        Passwords.check(name, password);
        Account user = new Account(name, EnumSet.copyOf(roles), Passwords.hash(password), false, now());
        file.change(content -> {
            if (content.users().stream().anyMatch(other -> other.name().equals(name))) {
                throw new RefusedException("There is an account " + name + " already: 'user passwd' changes its"
                        + " password, 'user roles' its roles");
            }
            return new Content(with(content.users(), user), content.tokens());
        });
    }

    public void password(String name, char[] password) {
        Passwords.check(name, password);
        String hash = Passwords.hash(password);
        change(name, user -> user.withPassword(hash, now()));
    }

    public void roles(String name, Set<Role> roles) {
        checkRoles(roles);
        change(name, user -> user.withRoles(EnumSet.copyOf(roles)));
    }

    public void lock(String name, boolean locked) {
        change(name, user -> user.locked(locked));
    }

    public void remove(String name) {
        change(name, user -> null);
    }

    /** Makes a token; returns its secret, which is kept nowhere. */
    public String addToken(String name, Role role, Duration lasts) {
        checkName(name);
        String secret = Secrets.random();
        Instant now = now();
        Token token = new Token(name, role, Secrets.digest(secret), now, now.plus(lasts));
        file.change(content -> {
            if (content.tokens().stream().anyMatch(other -> other.name().equals(name))) {
                throw new RefusedException("There is a token " + name + " already: 'token revoke " + name
                        + "' ends it");
            }
            return new Content(content.users(), with(content.tokens(), token));
        });
        return secret;
    }

    public void removeToken(String name) {
        file.change(content -> {
            List<Token> rest = content.tokens().stream().filter(token -> !token.name().equals(name)).toList();
            if (rest.size() == content.tokens().size()) {
                throw new RefusedException("There is no token " + name + ": 'token list' shows those there are");
            }
            return new Content(content.users(), rest);
        });
    }

    private void change(String name, UnaryOperator<Account> change) {
        file.change(content -> {
            List<Account> users = new ArrayList<>();
            boolean found = false;
            for (Account user : content.users()) {
                Account changed = user.name().equals(name) ? change.apply(user) : user;
                found |= user.name().equals(name);
                if (changed != null) {
                    users.add(changed);
                }
            }
            if (!found) {
                throw new RefusedException("There is no account " + name + ": 'user list' shows those there are");
            }
            if (users.stream().noneMatch(user -> !user.locked() && user.identity().may(Role.ADMIN))) {
                throw new RefusedException("Then nobody would be administrator any more: give another account the"
                        + " role admin first");
            }
            return new Content(users, content.tokens());
        });
    }

    private static <T> List<T> with(List<T> items, T item) {
        List<T> all = new ArrayList<>(items);
        all.add(item);
        return all;
    }

    private static void checkName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new RefusedException("A name has 1 to 32 characters of a-z, 0-9, '.', '_' and '-', and begins with a"
                    + " letter or a digit");
        }
        if (RESERVED.contains(name)) {
            throw new RefusedException("The name " + name + " stands for something else in the audit: choose another");
        }
    }

    private static void checkRoles(Set<Role> roles) {
        if (roles.isEmpty()) {
            throw new RefusedException("Say which roles: " + Role.words(EnumSet.allOf(Role.class)));
        }
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }
}
