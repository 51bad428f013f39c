package org.dromedary.ledger;

import jakarta.persistence.PersistenceException;
import jakarta.transaction.HeuristicMixedException;
import jakarta.transaction.HeuristicRollbackException;
import jakarta.transaction.RollbackException;
import jakarta.transaction.SystemException;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import javax.transaction.xa.XAException;
import org.hibernate.exception.JDBCConnectionException;

/**
 * Tells what may pass by itself from what will come again the same way. An error of the database is transient only if
 * its SQL state or MariaDB's number for it says so; anything else is about the statement or its values.
 */
public final class LedgerTrouble {

    /**
     * Numbers of errors that are about the server or about other work at this moment, not about the statement
     * (MariaDB, "Error Codes"): limits on connections, shutdown, locks, read-only, full disks, failing disks, access.
     */
    private static final Set<Integer> PASSING = Set.of(
            1037, 1038, 1041, 1135, // memory, threads
            1146, 1932, // a table is away while the database is restored
            1040, 1203, 1226, // too many connections, of one user, of its allowance
            1044, 1045, 1049, 1142, 1143, 1227, 1698, // the account or the database is not set up (any more)
            1053, 1317, 1927, 1969, // shutting down, killed, statement ended after its time
            1020, 1205, 1213, 1412, // changed since it was read, lock wait, deadlock, table changed
            1290, 1792, 1836, // read-only
            1003, 1021, 1026, 1030, 1114, // the disk is full or fails
            1047, 1129, 1130, 1159, 1160, 1161); // not ready yet, host blocked, network

    /** Of the class 08, but about the statement: it is longer than the server takes. */
    private static final int PACKET_TOO_LARGE = 1153;
    private static final int MAX_CAUSES = 100;

    private LedgerTrouble() {
    }

    /** Whether the work may succeed if it is repeated as it is, once the database or its neighbours are well again. */
    public static boolean isTransient(Throwable thrown) {
        List<Throwable> causes = causes(thrown);
        List<SQLException> errors = of(causes, SQLException.class);
        if (errors.isEmpty()) {
            errors = suppressed(causes);
        }
        if (!errors.isEmpty()) {
            return errors.stream().anyMatch(LedgerTrouble::passes);
        }
        if (causes.stream().anyMatch(JDBCConnectionException.class::isInstance)) {
            return true;
        }
        // Rolled back, and no statement was the reason: the connection went away at the commit, or time was up.
        return !causes.isEmpty() && isOfTransaction(causes.get(causes.size() - 1));
    }

    /** Whether the database or what stands between it and us failed, for a passing reason or not. */
    public static boolean isOfDatabase(Throwable thrown) {
        List<Throwable> causes = causes(thrown);
        return causes.stream().anyMatch(cause -> cause instanceof SQLException || cause instanceof PersistenceException
                || cause instanceof LedgerException || isOfTransaction(cause)) || !suppressed(causes).isEmpty();
    }

    /** The kind of an error and its SQL state, without the message, which may hold values. */
    public static String describe(Throwable thrown) {
        List<Throwable> causes = causes(thrown);
        List<SQLException> errors = of(causes, SQLException.class);
        if (errors.isEmpty()) {
            errors = suppressed(causes);
        }
        if (errors.isEmpty()) {
            return causes.get(causes.size() - 1).getClass().getSimpleName();
        }
        SQLException error = errors.stream().filter(LedgerTrouble::passes).findFirst().orElse(errors.get(0));
        String state = error.getSQLState() == null ? "no SQL state" : "SQL state " + error.getSQLState();
        String number = error.getErrorCode() == 0 ? "" : ", error " + error.getErrorCode();
        return error.getClass().getSimpleName() + ", " + state + number;
    }

    /**
     * The same failure for a log: where it happened and what it is, without messages. Those of the database quote
     * values, and values may be a patient's.
     */
    public static Throwable withoutValues(Throwable thrown) {
        Throwable bare = null;
        List<Throwable> causes = causes(thrown);
        for (int i = causes.size() - 1; i >= 0; i--) {
            Throwable cause = causes.get(i);
            String what = cause instanceof SQLException ? describe(cause) : cause.getClass().getName();
            Throwable next = new Bare(what, bare);
            next.setStackTrace(cause.getStackTrace());
            bare = next;
        }
        return bare;
    }

    private static boolean passes(SQLException error) {
        if (isTooLarge(error)) {
            return false;
        }
        String state = error.getSQLState();
        if (error instanceof SQLTimeoutException) {
            return true;
        }
        if (state == null || state.isEmpty()) {
            // No word of the server: the pool has no connection in time, or the transaction of this one has ended.
            return PASSING.contains(error.getErrorCode()) || isOfPool(error);
        }
        return state.startsWith("08") || state.equals("40001") || state.equals("40003") || state.startsWith("28")
                || PASSING.contains(error.getErrorCode());
    }

    /** The driver refuses by itself what the server would refuse, and names no number for it. */
    private static boolean isTooLarge(SQLException error) {
        return error.getErrorCode() == PACKET_TOO_LARGE || causes(error).stream()
                .anyMatch(cause -> cause.getClass().getSimpleName().equals("MaxAllowedPacketException"));
    }

    private static boolean isOfPool(SQLException error) {
        StackTraceElement[] trace = error.getStackTrace();
        return trace.length > 0 && trace[0].getClassName().startsWith("io.agroal.");
    }

    private static boolean isOfTransaction(Throwable cause) {
        StackTraceElement[] trace = cause.getStackTrace();
        return cause instanceof IllegalStateException && trace.length > 0
                && trace[0].getClassName().startsWith("com.arjuna.ats.")
                || cause instanceof RollbackException || cause instanceof SystemException
                || cause instanceof XAException
                || cause instanceof HeuristicRollbackException || cause instanceof HeuristicMixedException;
    }

    /** The failure and its causes, each once. */
    private static List<Throwable> causes(Throwable thrown) {
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        List<Throwable> causes = new ArrayList<>();
        for (Throwable cause = thrown; cause != null && seen.add(cause) && causes.size() < MAX_CAUSES;
                cause = cause.getCause()) {
            causes.add(cause);
        }
        return causes;
    }

    /** Narayana attaches what made a commit fail as suppressed. */
    private static List<SQLException> suppressed(List<Throwable> causes) {
        List<SQLException> errors = new ArrayList<>();
        for (Throwable cause : causes) {
            for (Throwable suppressed : cause.getSuppressed()) {
                errors.addAll(of(causes(suppressed), SQLException.class));
            }
        }
        return errors;
    }

    private static <T> List<T> of(List<Throwable> causes, Class<T> type) {
        return causes.stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** A failure of which only kind and place are known. */
    private static final class Bare extends Exception {

        private static final long serialVersionUID = 1L;

        Bare(String what, Throwable cause) {
            super(what, cause);
        }

        @Override
        public String toString() {
            return getMessage();
        }
    }
}
