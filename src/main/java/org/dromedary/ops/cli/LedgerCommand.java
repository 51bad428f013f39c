package org.dromedary.ops.cli;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import org.dromedary.ledger.LedgerView;
import org.dromedary.ledger.Sql;
import org.dromedary.ops.Settings;
import org.dromedary.ops.StartUpException;
import org.dromedary.ops.embedded.EmbeddedMariaDb.LedgerAccess;
import org.dromedary.ops.embedded.Services;

/** A command that only reads the ledger: of the running daemon, or, when none runs, with the server started for it. */
abstract class LedgerCommand implements Callable<Integer> {

    @Override
    public final Integer call() throws IOException {
        try (LedgerAccess access = Services.attach(Settings.load());
                Connection connection = DriverManager.getConnection(access.url(), access.user(), access.password())) {
            return read(new LedgerView(Sql.over(connection)));
        } catch (SQLException e) {
            throw new StartUpException("The ledger can't be reached (SQL state " + e.getSQLState()
                    + "): check dromedary.database.url, username and password", e);
        }
    }

    /** Returns the exit code. */
    abstract int read(LedgerView ledger) throws IOException;
}
