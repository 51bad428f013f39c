package org.dromedary.operate.runtime;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Which threads are at work, and where they stand, in a line. */
final class StuckThreads {

    private static final int MAX_THREADS = 5;
    private static final int MAX_FRAMES = 5;
    /** What a thread stands in that waits for work. */
    private static final Set<String> IDLE = Set.of("java.util.concurrent.ThreadPoolExecutor.getTask",
            "java.util.concurrent.ForkJoinPool.awaitWork", "java.util.TimerThread.mainLoop",
            "java.lang.ProcessImpl.waitFor",
            "jdk.internal.ref.CleanerImpl.run", "java.lang.ref.ReferenceQueue.remove",
            "java.util.concurrent.ScheduledThreadPoolExecutor$DelayedWorkQueue.take",
            "sun.nio.ch.SelectorImpl.lockAndDoSelect",
            "org.jboss.threads.EnhancedQueueExecutor$ThreadBody.run", "io.netty.channel.epoll.Native.epollWait");
    /** What a thread stands in that waits for the end of others, as the shutdown itself does. */
    private static final Set<String> WAITS_FOR_OTHERS = Set.of("java.lang.ApplicationShutdownHooks.runHooks",
            "io.quarkus.runtime.Application.awaitShutdown", "java.lang.Thread.join");

    private StuckThreads() {
    }

    /** The threads of these that can keep the process, those in the program's own routes first. */
    static String describe(Map<Thread, StackTraceElement[]> threads) {
        List<String> stuck = threads.entrySet().stream()
                .filter(thread -> keeps(thread.getKey(), thread.getValue()))
                .sorted(Comparator.comparing((Map.Entry<Thread, StackTraceElement[]> thread) ->
                        rank(thread.getValue())).thenComparing(thread -> thread.getKey().getName()))
                .limit(MAX_THREADS)
                .map(thread -> "'" + thread.getKey().getName() + "' in " + where(thread.getValue()))
                .toList();
        return stuck.isEmpty() ? "no thread is at work" : String.join("; ", stuck);
    }

    private static boolean keeps(Thread thread, StackTraceElement[] stack) {
        return thread != Thread.currentThread() && stack.length > 0 && rank(stack) < Integer.MAX_VALUE
                && has(stack, IDLE) < 0;
    }

    /** Work of ours, then work of a route, then what keeps the shutdown itself; other threads keep nothing. */
    private static int rank(StackTraceElement[] stack) {
        boolean shutdown = has(stack, WAITS_FOR_OTHERS) >= 0
                || has(stack, Set.of("io.quarkus.runtime.Application.stop")) >= 0;
        boolean route = false;
        boolean ours = false;
        for (StackTraceElement frame : stack) {
            route |= frame.getClassName().startsWith("org.apache.camel.") && frame.getMethodName().equals("process");
            ours |= frame.getClassName().startsWith("org.dromedary.");
        }
        return route && !shutdown ? 0 : ours && !shutdown ? 1 : shutdown ? 2 : Integer.MAX_VALUE;
    }

    private static int has(StackTraceElement[] stack, Set<String> methods) {
        for (int i = 0; i < stack.length; i++) {
            if (methods.contains(stack[i].getClassName() + "." + stack[i].getMethodName())) {
                return i;
            }
        }
        return -1;
    }

    private static String where(StackTraceElement[] stack) {
        String top = List.of(stack).stream().limit(MAX_FRAMES).map(StuckThreads::name)
                .collect(Collectors.joining(" < "));
        for (int i = MAX_FRAMES; i < stack.length; i++) {
            if (stack[i].getClassName().startsWith("org.dromedary.")) {
                return top + " < … < " + name(stack[i]);
            }
        }
        return top;
    }

    private static String name(StackTraceElement frame) {
        return frame.getClassName() + "." + frame.getMethodName()
                + (frame.getLineNumber() > 0 ? ":" + frame.getLineNumber() : "");
    }
}
