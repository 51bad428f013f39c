package org.dromedary.operate.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DeadlineTest {

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final List<String> done = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch halted = new CountDownLatch(1);

    private Deadline deadline(Duration limit) {
        return new Deadline("shutdown", "dromedary.run.shutdown-timeout", limit, () -> done.add("services stopped"),
                code -> {
                    done.add("halted with " + code);
                    halted.countDown();
                }, new PrintStream(printed, true));
    }

    @Test
    void shutdownThatHangsIsEndedWithTheCodeThatWasDecidedAndTheThreadIsNamed() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        Thread stuck = new Thread(() -> awaitUninterruptibly(release), "the-one-that-is-stuck");
        stuck.start();
        Deadline deadline = deadline(Duration.ofMillis(50));
        deadline.begin(3);
        deadline.begin(143);
        assertThat(halted.await(60, TimeUnit.SECONDS)).isTrue();
        release.countDown();
        assertThat(done).containsExactly("services stopped", "halted with 3");
        assertThat(printed.toString()).contains("dromedary.run.shutdown-timeout", "exit code 3",
                "'the-one-that-is-stuck' in ", DeadlineTest.class.getName() + ".awaitUninterruptibly")
                .hasLineCount(2);
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        boolean interrupted = false;
        while (latch.getCount() > 0) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void failureOfTheLastStepDoesNotKeepTheProcess() throws Exception {
        new Deadline("shutdown", "dromedary.run.shutdown-timeout", Duration.ofMillis(1), () -> {
            throw new IllegalStateException("on purpose");
        }, code -> halted.countDown(), new PrintStream(printed, true)).begin(0);
        assertThat(halted.await(60, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void whatWorksForARouteComesBeforeWhatWaitsForItAndIdleThreadsAreLeftOut() {
        StackTraceElement route = new StackTraceElement("org.apache.camel.processor.Pipeline", "process", "P.java", 1);
        StackTraceElement socket = new StackTraceElement("sun.nio.ch.NioSocketImpl", "read", "N.java", 2);
        StackTraceElement waiting = new StackTraceElement("java.lang.Object", "wait", "Object.java", 3);
        StackTraceElement stop = new StackTraceElement("io.quarkus.runtime.Application", "stop", "A.java", 4);
        StackTraceElement idle =
                new StackTraceElement("java.util.concurrent.ThreadPoolExecutor", "getTask", "T.java", 5);
        StackTraceElement ours = new StackTraceElement("org.dromedary.pipeline.store.StoreStage",
                "process", "S.java", 6);
        String text = StuckThreads.describe(Map.of(
                new Thread("main"), new StackTraceElement[] {waiting, stop},
                new Thread("pool-1"), new StackTraceElement[] {idle, ours},
                new Thread("consumer"), new StackTraceElement[] {socket, socket, socket, socket, socket, ours, route},
                new Thread("gc"), new StackTraceElement[] {waiting}));
        assertThat(text).startsWith("'consumer' in sun.nio.ch.NioSocketImpl.read:2 < ")
                .contains("< … < org.dromedary.pipeline.store.StoreStage.process:6; 'main' in java.lang.Object.wait:3")
                .doesNotContain("pool-1", "gc");
    }
}
