package org.dromedary.operate.runtime;

import io.quarkus.logging.LoggingFilter;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import org.apache.camel.RollbackExchangeException;
import org.dromedary.ledger.ControlCharacters;
import org.dromedary.ledger.LedgerTrouble;
import org.dromedary.pipeline.stage.FailureClassifier;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.Level;

/**
 * Shortens to one line what a library only warns of, and every failure of ledger or broker: a server that goes away is
 * no reason for a stack trace from each thread that notices. All other errors keep theirs.
 */
@LoggingFilter(name = "one-line")
public final class OneLine implements Filter {

    // The log manager names nothing that formats a record alone in its place.
    @SuppressWarnings("deprecation")
    @Override
    public boolean isLoggable(LogRecord entry) {
        Throwable thrown = entry.getThrown();
        if (thrown != null && LedgerTrouble.isOfDatabase(thrown) && !LedgerTrouble.isTransient(thrown)) {
            // Messages of the database quote values.
            entry.setThrown(LedgerTrouble.withoutValues(thrown));
            thrown = entry.getThrown();
        }
        if (thrown != null && entry instanceof ExtLogRecord extended
                && (isWarningOfLibrary(entry) || FailureClassifier.isServerTrouble(thrown)
                || isRollback(thrown))) {
            String line = extended.getFormattedMessage() + ": " + thrown;
            extended.setMessage(line.lines().findFirst().orElse(""), ExtLogRecord.FormatStyle.NO_FORMAT);
            extended.setThrown(null);
        }
        escape(entry);
        return true;
    }

    /** No value of an archive or a sender forges a line of the log, or acts on the terminal that shows it. */
    @SuppressWarnings("deprecation")
    private static void escape(LogRecord entry) {
        if (entry instanceof ExtLogRecord extended) {
            String message = extended.getFormattedMessage();
            String escaped = ControlCharacters.escaped(message);
            if (escaped != null && !escaped.equals(message)) {
                extended.setMessage(escaped, ExtLogRecord.FormatStyle.NO_FORMAT);
            }
        }
        entry.setThrown(EscapedThrowable.of(entry.getThrown()));
    }

    /** The listener of a queue says that it gave a message back, of which the reason was logged before. */
    private static boolean isRollback(Throwable thrown) {
        return thrown instanceof RollbackExchangeException || thrown.getCause() instanceof RollbackExchangeException;
    }

    private static boolean isWarningOfLibrary(LogRecord entry) {
        String logger = entry.getLoggerName();
        return entry.getLevel().intValue() < Level.ERROR.intValue()
                && (logger == null || !logger.startsWith("org.dromedary"));
    }
}
