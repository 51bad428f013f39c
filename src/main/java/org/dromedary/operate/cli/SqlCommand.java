package org.dromedary.operate.cli;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import org.dromedary.ledger.Sql;
import org.dromedary.operate.embedded.EmbeddedMariaDb.LedgerAccess;
import org.dromedary.operate.embedded.Services;
import org.dromedary.operate.settings.Settings;
import org.dromedary.operate.settings.StartUpException;

/** A command on the ledger, in one transaction: of the running daemon, or with the server started for it. */
abstract class SqlCommand implements Callable<Integer> {

    static final String OLDER =
            "The ledger is empty, or was made by an older Dromedary: 'dromedary run' of this version"
            + " brings it up to date";

    /** What the columns of the ledger take. */
    private static final int MAX_NAME = 64;
    private static final String NO_SUCH_TABLE = "42S02";

    @Override
    public final Integer call() throws IOException {
        Settings settings = Settings.load();
        try (LedgerAccess access = Services.attach(settings);
                Connection connection = DriverManager.getConnection(access.url(), access.user(), access.password())) {
            connection.setAutoCommit(false);
            int exit = run(Sql.over(connection), settings);
            connection.commit();
            return exit;
        } catch (SQLException e) {
            throw new StartUpException("The ledger can't be reached (SQL state " + e.getSQLState()
                    + "): check dromedary.database.url, username and password", e);
        }
    }

    /** Whether the ledger lacks a table, or was never made. */
    static boolean isOlder(Exception failure) {
        return failure.getCause() instanceof SQLException cause && NO_SUCH_TABLE.equals(cause.getSQLState());
    }

    /** Returns the exit code. */
    abstract int run(Sql sql, Settings settings) throws IOException;

    /** Who sits here, for the audit: as the operating system knows, and for whom they became that by sudo. */
    static String user() {
        String user = ProcessHandle.current().info().user().orElse("unknown");
        // What the program does by itself has its name.
        String name = user.equals("dromedary") ? "user dromedary" : user;
        String before = System.getenv("SUDO_USER");
        return cut(before == null || before.equals(user) ? name : name + " for " + before);
    }

    /** The same with the name that they give, which nobody proves; null: none. */
    static String user(String given) {
        return given == null || given.isBlank() ? user() : cut(user() + " for " + given.strip());
    }

    private static String cut(String name) {
        return name.substring(0, Math.min(name.length(), MAX_NAME));
    }
}
