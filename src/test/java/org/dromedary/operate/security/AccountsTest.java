package org.dromedary.operate.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.dromedary.operate.settings.RefusedException;
import org.dromedary.operate.settings.StartUpException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccountsTest {

    private static final String PASSWORD = "four words are enough";

    @TempDir
    private Path folder;

    private Accounts accounts;

    @BeforeEach
    void administratorAndOperator() {
        accounts = new Accounts(folder);
        accounts.add("boss", EnumSet.of(Role.ADMIN), PASSWORD.toCharArray());
        accounts.add("kim", EnumSet.of(Role.OPERATOR), PASSWORD.toCharArray());
    }

    @Test
    void fileIsOfThisUserOnlyAndKeepsNoSecret() throws Exception {
        String secret = accounts.addToken("prometheus", Role.VIEWER, Duration.ofDays(1));
        Path file = folder.resolve("accounts.json");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
        assertThat(Files.readString(file)).doesNotContain(PASSWORD, secret).contains("$argon2id$v=19$m=19456,t=2,p=1$");
        assertThat(new Accounts(folder).token(secret).orElseThrow().role()).isEqualTo(Role.VIEWER);
    }

    @Test
    void twoAccountsWithOnePasswordHaveDifferentHashes() {
        assertThat(accounts.users()).extracting(Account::password).doesNotHaveDuplicates()
                .allMatch(hash -> Passwords.matches(PASSWORD.toCharArray(), hash))
                .noneMatch(hash -> Passwords.matches("four words are not".toCharArray(), hash));
        assertThat(Passwords.matches(PASSWORD.toCharArray(), null)).isFalse();
    }

    @Test
    void anAccentIsTheSameHoweverAKeyboardComposesIt() {
        String hash = Passwords.hash("caf\u00e9 und noch mehr".toCharArray());
        assertThat(Passwords.matches("cafe\u0301 und noch mehr".toCharArray(), hash)).isTrue();
    }

    @Test
    void theFirstStartMakesOneAdministratorAndNoSecondOne() {
        Accounts others = new Accounts(folder.resolve("new"));
        String password = others.first().orElseThrow();
        assertThat(others.user(Accounts.FIRST).orElseThrow().roles()).containsExactly(Role.ADMIN);
        assertThat(Passwords.matches(password.toCharArray(), others.user(Accounts.FIRST).orElseThrow().password()))
                .isTrue();
        assertThat(others.first()).isEmpty();
        assertThat(accounts.first()).isEmpty();
    }

    @Test
    void changesOfAnotherProcessAreSeen() {
        Accounts beside = new Accounts(folder);
        assertThat(beside.user("kim").orElseThrow().locked()).isFalse();
        accounts.lock("kim", true);
        assertThat(beside.user("kim").orElseThrow().locked()).isTrue();
        accounts.lock("kim", false);
        accounts.roles("kim", EnumSet.of(Role.READER, Role.PLANNER));
        assertThat(beside.user("kim").orElseThrow().roles()).containsExactlyInAnyOrder(Role.READER, Role.PLANNER);
        accounts.remove("kim");
        assertThat(beside.user("kim")).isEmpty();
    }

    @Test
    void theLastAdministratorStays() {
        List<Callable<Void>> ends = List.of(() -> act(() -> accounts.lock("boss", true)),
                () -> act(() -> accounts.remove("boss")),
                () -> act(() -> accounts.roles("boss", EnumSet.of(Role.OPERATOR))));
        for (Callable<Void> end : ends) {
            assertThatThrownBy(end::call).isInstanceOf(RefusedException.class).hasMessageContaining("administrator");
        }
        accounts.roles("kim", EnumSet.of(Role.ADMIN));
        accounts.remove("boss");
        assertThat(accounts.users()).extracting(Account::name).containsExactly("kim");
    }

    private static Void act(Runnable what) {
        what.run();
        return null;
    }

    @Test
    void whatIsNotThereOrThereAlreadyIsRefusedInALine() {
        accounts.addToken("script", Role.OPERATOR, Duration.ofDays(1));
        assertThatThrownBy(() -> accounts.lock("lee", true)).hasMessage(
                "There is no account lee: 'user list' shows those there are");
        assertThatThrownBy(() -> accounts.add("kim", EnumSet.of(Role.VIEWER), PASSWORD.toCharArray()))
                .hasMessageContaining("already");
        assertThatThrownBy(() -> accounts.addToken("script", Role.VIEWER, Duration.ofDays(1)))
                .hasMessageContaining("token revoke script");
        assertThatThrownBy(() -> accounts.removeToken("other")).hasMessageContaining("no token other");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Kim", "kim lee", "../x", "local", "jmx", "kím", "a\nb",
        "abcdefghijklmnopqrstuvwxyz-1234567"})
    void namesThatTheAuditCouldMistakeAreRefused(String name) {
        assertThatThrownBy(() -> accounts.add(name, EnumSet.of(Role.VIEWER), PASSWORD.toCharArray()))
                .isInstanceOf(RefusedException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "short", "aaaaaaaaaaaaaaaa"})
    void passwordsThatAreGuessedAreRefusedAndNotRepeated(String password) {
        assertThatThrownBy(() -> accounts.password("kim", password.toCharArray()))
                .isInstanceOf(RefusedException.class)
                .satisfies(e -> assertThat(password.isEmpty() || !e.getMessage().contains(password)).isTrue());
    }

    @Test
    void damagedFileIsNamedAndNobodyIsLetInByIt() throws Exception {
        Files.writeString(folder.resolve("accounts.json"), "{\"users\": [");
        assertThatThrownBy(() -> accounts.users()).isInstanceOf(StartUpException.class)
                .hasMessageContaining("accounts.json is damaged");
        assertThat(accounts.first()).isEmpty();
    }

    @Test
    void whatRootChangesStaysTheServices() throws Exception {
        assumeThat(Files.getOwner(folder).getName()).as("only root can give files away").isEqualTo("root");
        Path data = Files.createDirectory(folder.resolve("data"));
        UserPrincipal service = folder.getFileSystem().getUserPrincipalLookupService()
                .lookupPrincipalByName("nobody");
        Files.setOwner(data, service);
        new Accounts(data).first();
        assertThat(Files.getOwner(data.resolve("accounts.json"))).isEqualTo(service);
        assertThat(Files.getOwner(data.resolve("accounts.lock"))).isEqualTo(service);
    }

    @Test
    void changesAtTheSameTimeAreAllKept() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<String>> made = threads.invokeAll(IntStream.range(0, 40).<Callable<String>>mapToObj(
                    i -> () -> new Accounts(folder).addToken("t" + i, Role.VIEWER, Duration.ofDays(1))).toList());
            for (Future<String> each : made) {
                assertThat(accounts.token(each.get())).isPresent();
            }
        } finally {
            threads.shutdown();
        }
        assertThat(accounts.tokens()).hasSize(40);
    }

    @Test
    void rolesIncludeWhatTheyNeed() {
        assertThat(new Identity("a", Set.of(Role.OPERATOR)).may(Role.READER)).isFalse();
        assertThat(new Identity("a", Set.of(Role.PLANNER)).may(Role.READER)).isTrue();
        assertThat(new Identity("a", Set.of(Role.PLANNER)).may(Role.OPERATOR)).isFalse();
        assertThat(EnumSet.allOf(Role.class)).allMatch(new Identity("a", Set.of(Role.ADMIN))::may)
                .allMatch(role -> new Identity("a", Set.of(role)).may(Role.VIEWER));
    }
}
