package org.dromedary.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Feeds codecs, parser, validation and transcoder with mutated bytes: each input ends with a result or the declared
 * exception, within five seconds of processor time, in the heap that the profile {@code fuzz} gives. Every input
 * follows from its number, so a failure can be repeated.
 */
class HostileBytesFuzz {

    private static final long INPUTS = Long.getLong("dromedary.fuzz.inputs", 1_000_000);
    private static final long FIRST = Long.getLong("dromedary.fuzz.first", 0);
    private static final long LIMIT = TimeUnit.SECONDS.toNanos(5);
    private static final int LOOK_EVERY_MILLISECONDS = 250;

    private final List<Target> targets = new ArrayList<>();
    private final List<Target> lots = new ArrayList<>();
    private final Map<String, long[]> counts = new TreeMap<>();
    private final List<String> failures = new ArrayList<>();
    private volatile long number;
    private volatile long began;

    @Test
    void everyInputEndsWithAResultOrTheDeclaredException() throws Exception {
        targets.addAll(Frames.targets());
        targets.addAll(ObjectFiles.targets());
        targets.forEach(target -> {
            for (int i = 0; i < target.weight(); i++) {
                lots.add(target);
            }
        });
        Thread worker = new Thread(this::feed, "fuzz");
        worker.setDaemon(true);
        worker.start();
        watch(worker);
        counts.forEach((name, count) -> System.out.printf("%-40s %,9d inputs, %,9d read%n", name, count[0], count[1]));
        assertThat(failures).isEmpty();
    }

    private void watch(Thread worker) throws InterruptedException {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        while (worker.isAlive()) {
            worker.join(LOOK_EVERY_MILLISECONDS);
            long before = number;
            long spent = threads.getThreadCpuTime(worker.getId()) - began;
            if (worker.isAlive() && spent > LIMIT && before == number) {
                throw new AssertionError("input " + before + " takes longer than five seconds:\n  "
                        + String.join("\n  ", Arrays.stream(worker.getStackTrace()).limit(12)
                                .map(StackTraceElement::toString).toList()));
            }
        }
    }

    private void feed() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        for (long input = FIRST; input < FIRST + INPUTS && failures.size() < 20; input++) {
            began = threads.getCurrentThreadCpuTime();
            number = input;
            feed(input);
        }
    }

    private void feed(long input) {
        Random random = new Random(input * 0x9E3779B97F4A7C15L);
        Target target = lots.get(random.nextInt(lots.size()));
        int seed = random.nextInt(target.seeds().size());
        byte[] bytes = new Mutator(random).mutate(target.seeds().get(seed), target.seeds());
        long[] count = counts.computeIfAbsent(target.name(), name -> new long[2]);
        count[0]++;
        try {
            target.reading().read(bytes, seed, random);
            count[1]++;
        } catch (IOException declared) {
            if (!target.declared().isInstance(declared)) {
                fail(input, target, declared);
            }
        } catch (RuntimeException | Error undeclared) {
            fail(input, target, undeclared);
        }
    }

    private void fail(long input, Target target, Throwable thrown) {
        failures.add("input " + input + ", " + target.name() + ": " + thrown + " at "
                + Arrays.stream(thrown.getStackTrace()).limit(6).map(StackTraceElement::toString).toList());
    }
}
