package org.dromedary.dicom.codec.j2k;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import org.dromedary.dicom.codec.frame.CodecException;

/**
 * Divides the code-blocks of a large image among the processors: a share is done here, the others in the common pool.
 */
final class Shares {

    /** Code-blocks that are worth another thread. */
    private static final int WORTHWHILE = 128;

    private Shares() {
    }

    /** Does the work from one number to before another; a share has memory of its own. */
    interface Work {
        void run(int share, int from, int to) throws CodecException;
    }

    /** Into how many shares so many code-blocks are divided. */
    static int of(int blocks) {
        return Math.max(1, Math.min(Runtime.getRuntime().availableProcessors(), blocks / WORTHWHILE));
    }

    /** Returns when all shares are done; throws what the first of them threw. */
    static void run(int blocks, int shares, Work work) throws CodecException {
        List<ForkJoinTask<Void>> others = new ArrayList<>();
        for (int share = 1; share < shares; share++) {
            int one = share;
            others.add(ForkJoinPool.commonPool().submit(() -> {
                work.run(one, begin(blocks, shares, one), begin(blocks, shares, one + 1));
                return null;
            }));
        }
        CodecException failed = null;
        try {
            work.run(0, 0, begin(blocks, shares, 1));
        } catch (CodecException e) {
            failed = e;
        }
        for (ForkJoinTask<Void> other : others) {
            try {
                other.get();
            } catch (ExecutionException e) {
                failed = failed != null ? failed : cause(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                other.join();
            }
        }
        if (failed != null) {
            throw failed;
        }
    }

    private static CodecException cause(ExecutionException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof CodecException codec) {
                return codec;
            }
        }
        throw new IllegalStateException(e.getCause());
    }

    private static int begin(int blocks, int shares, int share) {
        return (int) ((long) blocks * share / shares);
    }
}
