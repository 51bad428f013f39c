package org.dromedary.operate.cli;

import java.io.IOException;
import org.dromedary.ledger.LedgerView;
import org.dromedary.ledger.Sql;
import org.dromedary.operate.settings.Settings;

/** A command that only reads the ledger: of the running daemon, or, when none runs, with the server started for it. */
abstract class LedgerCommand extends SqlCommand {

    @Override
    final int run(Sql sql, Settings settings) throws IOException {
        return read(new LedgerView(sql));
    }

    /** Returns the exit code. */
    abstract int read(LedgerView ledger) throws IOException;
}
