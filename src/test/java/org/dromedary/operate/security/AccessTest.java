package org.dromedary.operate.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import org.dromedary.coordination.audit.AuditLog;
import org.dromedary.operate.settings.Settings;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessTest {

    private static final String PASSWORD = "four words are enough";
    private static final String HERE = "192.0.2.7";

    @TempDir
    private Path folder;

    private Instant now = Instant.now();
    private Accounts accounts;
    private Access access;

    @BeforeEach
    void twoAccounts() throws Exception {
        accounts = new Accounts(folder);
        accounts.add("boss", EnumSet.of(Role.ADMIN), PASSWORD.toCharArray());
        accounts.add("kim", EnumSet.of(Role.OPERATOR), PASSWORD.toCharArray());
        access = new Access(Settings.load(Map.of()).map(AccessSettings.class), folder,
                Optional.of("0123456789abcdef"), AuditLog.in(folder, Settings.load()), () -> now);
    }

    private Access.Login login(String name, String password, String address) {
        return access.login(name, password.toCharArray(), address);
    }

    private void fail(String name, String address) {
        assertThatThrownBy(() -> login(name, "this is not it", address)).isInstanceOf(NotAllowedException.class);
    }

    @Test
    void eachRefusalIsALineOfItsOwn() {
        String secret = accounts.addToken("script", Role.VIEWER, Duration.ofDays(1));
        accounts.lock("kim", true);
        assertThatThrownBy(() -> login("boss", "this is not it", HERE))
                .hasMessage("The name or the password is wrong");
        assertThatThrownBy(() -> login("nobody", PASSWORD, HERE)).hasMessage("The name or the password is wrong");
        assertThatThrownBy(() -> login("kim", PASSWORD, HERE))
                .hasMessage("The account kim is locked: an administrator unlocks it with 'user unlock kim'");
        assertThatThrownBy(() -> login("kim", "this is not it", HERE)).hasMessageNotContaining("locked");
        assertThat(access.token(secret, HERE).name()).isEqualTo("token:script");
        now = now.plus(Duration.ofDays(2));
        assertThatThrownBy(() -> access.token(secret, HERE)).hasMessageContaining("The token script has expired at");
        assertThatThrownBy(() -> access.token("guess", HERE)).hasMessageContaining("not known here");
        assertThat(LocalToken.IDENTITY.refusal(Role.ADMIN)).doesNotContain("\n");
    }

    @Test
    void sessionEndsByIdlenessByAgeByLogoutAndByWhatHappensToTheAccount() {
        String secret = login("kim", PASSWORD, HERE).secret();
        assertThat(access.session(secret).orElseThrow().name()).isEqualTo("kim");
        now = now.plus(Duration.ofMinutes(29));
        assertThat(access.session(secret)).isPresent();
        now = now.plus(Duration.ofMinutes(30));
        assertThat(access.session(secret)).isEmpty();

        String aged = login("kim", PASSWORD, HERE).secret();
        for (int i = 0; i < 35; i++) {
            now = now.plus(Duration.ofMinutes(20));
            assertThat(access.session(aged)).isPresent();
        }
        now = now.plus(Duration.ofMinutes(20));
        assertThat(access.session(aged)).isEmpty();

        String left = login("kim", PASSWORD, HERE).secret();
        access.logout(left, HERE);
        assertThat(access.session(left)).isEmpty();

        String changed = login("kim", PASSWORD, HERE).secret();
        accounts.roles("kim", EnumSet.of(Role.VIEWER));
        assertThat(access.session(changed).orElseThrow().may(Role.OPERATOR)).isFalse();
        accounts.password("kim", "quite another password".toCharArray());
        assertThat(access.session(changed)).isEmpty();

        String locked = login("kim", "quite another password", HERE).secret();
        accounts.lock("kim", true);
        assertThat(access.session(locked)).isEmpty();
        assertThat(access.session("guess")).isEmpty();
    }

    @Test
    void whoGuessesWaitsLongerEachTimeAndNoOtherAddressDoes() {
        for (int i = 0; i < 5; i++) {
            fail("boss", "192.0.2.66");
        }
        assertThatThrownBy(() -> login("boss", PASSWORD, "192.0.2.66")).hasMessageContaining("try again in 1 s");
        now = now.plusSeconds(2);
        fail("boss", "192.0.2.66");
        assertThatThrownBy(() -> login("kim", PASSWORD, "192.0.2.66")).hasMessageContaining("try again in 2 s");
        assertThat(login("boss", PASSWORD, HERE).who().name()).isEqualTo("boss");
    }

    @Test
    void manyStrangersCanNotKeepTheAdministratorOut() {
        login("boss", PASSWORD, HERE);
        for (int i = 0; i < 40; i++) {
            int from = i;
            assertThatThrownBy(() -> login("boss", "this is not it", "198.51.100." + from))
                    .isInstanceOf(NotAllowedException.class);
        }
        assertThatThrownBy(() -> login("boss", PASSWORD, "198.51.100.99")).hasMessageContaining("try again in");
        assertThat(login("boss", PASSWORD, HERE).secret()).isNotEmpty();
        assertThat(login("boss", PASSWORD, "127.0.0.1").secret()).isNotEmpty();
        now = now.plusSeconds(61);
        assertThat(login("boss", PASSWORD, "198.51.100.99").secret()).isNotEmpty();
    }

    @Test
    void networkOfOneInterfaceIsOneAddress() {
        for (int i = 0; i < 5; i++) {
            fail("boss", "2001:db8:0:7::" + i);
        }
        assertThatThrownBy(() -> login("boss", PASSWORD, "2001:db8:0:7::99")).hasMessageContaining("try again");
        assertThat(login("boss", PASSWORD, "2001:db8:0:8::99").secret()).isNotEmpty();
    }

    @Test
    void goodTokenIsTakenFromWhereOthersGuess() {
        String secret = accounts.addToken("script", Role.VIEWER, Duration.ofDays(1));
        for (int i = 0; i < 6; i++) {
            assertThatThrownBy(() -> access.token("guess", HERE)).isInstanceOf(NotAllowedException.class);
        }
        assertThatThrownBy(() -> access.token("guess", HERE)).hasMessageContaining("try again in");
        assertThat(access.token(secret, HERE).roles()).containsExactly(Role.VIEWER);
        accounts.removeToken("script");
        assertThatThrownBy(() -> access.token(secret, "192.0.2.8")).hasMessageContaining("not known");
    }

    @Test
    void localTokenIsOfThisUserOnlyAndGoesWithTheProcess() throws Exception {
        Path file = folder.resolve("local-token");
        String secret = LocalToken.read(folder).orElseThrow();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
        assertThat(access.token(secret, "127.0.0.1")).isEqualTo(LocalToken.IDENTITY);
        assertThat(access.token("0123456789abcdef", "127.0.0.1").name()).isEqualTo("token:http");
        access.onShutdown(null);
        assertThat(LocalToken.read(folder)).isEmpty();
        new Access(Settings.load(Map.of()).map(AccessSettings.class), folder, Optional.empty(),
                AuditLog.in(folder, Settings.load()), () -> now);
        assertThat(LocalToken.read(folder).orElseThrow()).isNotEqualTo(secret);
    }
}
