package org.dromedary.hospital.hl7;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.transaction.SystemException;
import jakarta.transaction.Transaction;
import jakarta.transaction.TransactionManager;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.dromedary.ledger.LedgerException;
import org.dromedary.ledger.Sql;
import org.jboss.logging.Logger;

/**
 * Runs work of a transaction on a thread of its own and leaves it behind when its time is over: it is interrupted, what
 * it reads is given up, and its connection to the database is killed. The server then rolls back and frees the locks,
 * while all that the thread may still try in its transaction fails. A rollback from here would leave it without a
 * transaction, and the pool takes none from another thread.
 */
final class TimedTaking {

    private static final Logger LOG = Logger.getLogger(TimedTaking.class);
    private static final int FRAMES = 6;
    /** It is we who end the transaction, not its timeout. */
    private static final int NEVER_SECONDS = 86_400;
    private static final String DRIVER = "org.mariadb.";
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final Duration limit;
    private final TransactionManager transactions;
    private final Sql sql;

    TimedTaking(Duration limit, TransactionManager transactions, Sql sql) {
        this.limit = limit;
        this.transactions = transactions;
        this.sql = sql;
    }

    /** Work that is told when nobody waits for it any more. */
    interface Work {

        void run(Watched watched) throws Exception;
    }

    /** Its time is over. */
    static final class OverdueException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        /** Whether it stood in the database's driver, which need not be the message's fault. */
        final boolean inTheLedger;

        OverdueException(Duration limit, boolean inTheLedger) {
            super("it was not taken in within dromedary.hl7.take-timeout (" + limit.toSeconds() + " s)");
            this.inTheLedger = inTheLedger;
        }
    }

    private enum Stage { RUNNING, COMMITTING, ABANDONED }

    /** What the work holds while it runs. */
    static final class Watched {

        private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.RUNNING);
        private volatile Hl7Message message;
        private volatile Transaction transaction;
        private volatile Long connection;

        /** What is read from now on; {@link IllegalStateException} if nobody waits any more. */
        void reads(Hl7Message next) {
            message = next;
            check();
        }

        private void check() {
            if (stage.get() == Stage.ABANDONED) {
                throw new IllegalStateException("nobody waits for this any more");
            }
        }

        private void mayCommit() {
            if (!stage.compareAndSet(Stage.RUNNING, Stage.COMMITTING)) {
                check();
            }
        }

        private boolean abandon() {
            boolean abandoned = stage.compareAndSet(Stage.RUNNING, Stage.ABANDONED);
            Hl7Message last = message;
            if (abandoned && last != null) {
                last.abandon();
            }
            return abandoned;
        }
    }

    /**
     * Runs it in a transaction; what it throws comes out, with its causes.
     *
     * @throws OverdueException if it did not end in time
     */
    void run(Work work) throws Exception {
        Watched watched = new Watched();
        Callable<Void> task = () -> {
            watched.transaction = transactions.getTransaction();
            watched.connection = sql.query("select connection_id()", row -> row.getLong(1)).get(0);
            work.run(watched);
            watched.mayCommit();
            return null;
        };
        FutureTask<Void> future = new FutureTask<>(() -> QuarkusTransaction.requiringNew()
                .timeout(NEVER_SECONDS).call(task));
        Thread thread = new Thread(future, "hl7-take-" + NUMBER.incrementAndGet());
        thread.setDaemon(true);
        thread.start();
        try {
            if (!ended(future) && (watched.abandon() || !ended(future))) {
                throw overdue(thread, watched);
            }
            future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw e;
        } catch (InterruptedException e) {
            watched.abandon();
            thread.interrupt();
            throw e;
        }
    }

    private boolean ended(FutureTask<Void> future) throws InterruptedException, ExecutionException {
        try {
            future.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        }
    }

    private OverdueException overdue(Thread thread, Watched watched) {
        StackTraceElement[] stack = thread.getStackTrace();
        boolean inTheLedger = false;
        StringBuilder where = new StringBuilder();
        for (int i = 0; i < stack.length; i++) {
            inTheLedger |= stack[i].getClassName().startsWith(DRIVER);
            where.append(i < FRAMES ? (i == 0 ? "" : " < ") + stack[i].getClassName() + '.' + stack[i].getMethodName()
                    : "");
        }
        LOG.warnf("The thread %s did not take HL7 messages in within %s and is left behind in: %s", thread.getName(),
                limit, where);
        thread.interrupt();
        kill(watched);
        return new OverdueException(limit, inTheLedger);
    }

    private void kill(Watched watched) {
        try {
            if (watched.transaction != null) {
                watched.transaction.setRollbackOnly();
            }
        } catch (SystemException | IllegalStateException ended) {
            LOG.debugf("The transaction of HL7 messages has ended already: %s", ended);
        }
        if (watched.connection != null) {
            try {
                sql.update("kill connection " + watched.connection);
            } catch (LedgerException ended) {
                LOG.debugf("The connection that took HL7 messages in is gone already: %s", ended.getMessage());
            }
        }
    }
}
