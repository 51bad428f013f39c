package org.dromedary.operate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.dromedary.operate.security.Accounts;
import org.dromedary.operate.security.Role;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UserCommandTest {

    private static final InputStream INPUT = System.in;

    @TempDir
    private Path folder;

    private StringWriter out;
    private StringWriter err;

    @BeforeEach
    void dataFolder() {
        System.setProperty("dromedary.data-dir", folder.toString());
    }

    @AfterEach
    void itsOwnAgain() {
        System.clearProperty("dromedary.data-dir");
        System.setIn(INPUT);
    }

    private int execute(String... arguments) {
        out = new StringWriter();
        err = new StringWriter();
        return Dromedary.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    private int withPassword(String password, String... arguments) {
        System.setIn(new ByteArrayInputStream((password + "\n").getBytes(StandardCharsets.UTF_8)));
        return execute(arguments);
    }

    @Test
    void accountsAreMadeChangedListedAndTakenAway() {
        assertThat(withPassword("four words are enough", "user", "add", "boss", "--role", "admin",
                "--password-stdin")).isZero();
        assertThat(withPassword("four words are enough", "user", "add", "kim", "--role", "operator,reader",
                "--password-stdin")).isZero();
        assertThat(execute("user", "lock", "kim")).isZero();
        assertThat(execute("user", "list")).isZero();
        assertThat(out.toString()).containsPattern("boss +admin").containsPattern("kim +locked +reader, operator");
        assertThat(execute("user", "unlock", "kim")).isZero();
        assertThat(execute("user", "roles", "kim", "--role", "viewer")).isZero();
        assertThat(withPassword("another four words", "user", "passwd", "kim", "--password-stdin")).isZero();
        assertThat(new Accounts(folder).user("kim").orElseThrow().roles()).containsExactly(Role.VIEWER);
        assertThat(execute("user", "remove", "kim")).isZero();
        assertThat(new Accounts(folder).user("kim")).isEmpty();
    }

    @Test
    void whatWillNotDoIsSaidInOneLine() {
        assertThat(withPassword("short", "user", "add", "kim", "--role", "viewer", "--password-stdin")).isEqualTo(1);
        assertThat(err.toString()).hasLineCount(1).contains("5 characters");
        assertThat(execute("user", "lock", "kim")).isEqualTo(1);
        assertThat(err.toString()).hasLineCount(1).contains("no account kim");
        assertThat(execute("user", "add", "kim", "--role", "king", "--password-stdin")).isEqualTo(2);
        assertThat(execute("token", "create", "x", "--role", "viewer", "--expires", "soon")).isEqualTo(1);
    }

    @Test
    void tokenIsShownOnceAndListedWithoutItsSecret() {
        assertThat(execute("token", "create", "prometheus", "--role", "viewer", "--expires", "90d")).isZero();
        String secret = out.toString().strip();
        assertThat(secret).matches("[0-9a-f]{48}");
        assertThat(execute("token", "list")).isZero();
        assertThat(out.toString()).contains("prometheus", "viewer", "until").doesNotContain(secret);
        assertThat(execute("token", "revoke", "prometheus")).isZero();
        assertThat(new Accounts(folder).tokens()).isEmpty();
    }
}
