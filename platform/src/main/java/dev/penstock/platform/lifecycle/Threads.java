package dev.penstock.platform.lifecycle;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes all threads of Penstock: daemons, named {@code penstock-<what>-<n>}, with a handler for what they throw. */
public final class Threads {
    private static final Logger log = LoggerFactory.getLogger(Threads.class);

    private Threads() {}

    /** Starts one thread. {@code what} names component and purpose, for example {@code rules-lane-3}. */
    public static Thread start(String what, Runnable body) {
        Thread thread = create("penstock-" + what, body);
        thread.start();
        return thread;
    }

    /** A factory whose threads are numbered from 0. */
    public static ThreadFactory factory(String what) {
        AtomicInteger next = new AtomicInteger();
        return body -> create("penstock-%s-%d".formatted(what, next.getAndIncrement()), body);
    }

    /**
     * Runs tasks at the same time, each on its own thread, and returns when all have ended. For start-up, where the number
     * of tasks is small and fixed.
     *
     * @throws RuntimeException the first failure in the order of the tasks, with the others suppressed
     */
    public static void together(String what, Runnable... tasks) {
        List<FutureTask<Void>> running = new ArrayList<>();
        for (Runnable task : tasks) {
            FutureTask<Void> future = new FutureTask<>(task, null);
            running.add(future);
            start("%s-%d".formatted(what, running.size()), future);
        }
        RuntimeException failure = null;
        for (FutureTask<Void> task : running) {
            try {
                task.get();
            } catch (ExecutionException failed) {
                RuntimeException cause = failed.getCause() instanceof RuntimeException runtime
                        ? runtime
                        : new IllegalStateException(what + " failed", failed.getCause());
                if (failure == null) {
                    failure = cause;
                } else {
                    failure.addSuppressed(cause);
                }
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(what + " was interrupted", interrupted);
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private static Thread create(String name, Runnable body) {
        Thread thread = new Thread(body, name);
        thread.setDaemon(true);
        thread.setUncaughtExceptionHandler((dead, failure) -> log.error("thread {} died", dead.getName(), failure));
        return thread;
    }
}
