package org.dromedary.operate.runtime;

import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/**
 * Ends the process by force when its start-up or its orderly shutdown does not end: one thread that is stuck, in a
 * socket, a lock, native code or a server's answer, must not keep it for ever.
 */
final class Deadline {

    /** Before the routes are stopped by force in a shutdown, after which the thread that kept them can't be told. */
    private static final int NAMED_AFTER_PERCENT = 60;

    private final String phase;
    private final String property;
    private final Duration limit;
    private final Runnable last;
    private final IntConsumer halt;
    private final PrintStream out;
    private final CountDownLatch ended = new CountDownLatch(1);
    private boolean begun;

    /**
     * @param phase what must end, in a word
     * @param property the setting of the limit
     * @param last what is done at the end all the same; must return, whatever is stuck
     * @param halt ends the process with an exit code
     */
    Deadline(String phase, String property, Duration limit, Runnable last, IntConsumer halt, PrintStream out) {
        this.phase = phase;
        this.property = property;
        this.limit = limit;
        this.last = last;
        this.halt = halt;
        this.out = out;
    }

    /** From now on the time runs; the first call's exit code counts. */
    synchronized void begin(int exitCode) {
        if (begun) {
            return;
        }
        begun = true;
        Thread thread = new Thread(() -> end(exitCode), phase + "-deadline");
        thread.setDaemon(true);
        thread.start();
    }

    /** It has come to its end; needed only where the process goes on. */
    void ended() {
        ended.countDown();
    }

    private void end(int exitCode) {
        try {
            long untilNamed = limit.toMillis() * NAMED_AFTER_PERCENT / 100;
            if (ended.await(untilNamed, TimeUnit.MILLISECONDS)) {
                return;
            }
            out.println("The " + phase + " takes long: it has not ended after " + untilNamed / 1000 + " s of the "
                    + limit.toSeconds() + " s that " + property + " allows. At work: "
                    + StuckThreads.describe(Thread.getAllStackTraces()));
            if (ended.await(limit.toMillis() - untilNamed, TimeUnit.MILLISECONDS)) {
                return;
            }
            out.println("The " + phase + " did not end within " + limit.toSeconds() + " s (" + property + "): the"
                    + " process is ended by force, with exit code " + exitCode + ". At work: "
                    + StuckThreads.describe(Thread.getAllStackTraces()));
            out.flush();
            last.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            out.println("Broker and database were left as they are: " + e);
        } finally {
            if (ended.getCount() > 0) {
                halt.accept(exitCode);
            }
        }
    }
}
