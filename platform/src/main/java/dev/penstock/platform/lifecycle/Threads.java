package dev.penstock.platform.lifecycle;

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

    private static Thread create(String name, Runnable body) {
        Thread thread = new Thread(body, name);
        thread.setDaemon(true);
        thread.setUncaughtExceptionHandler((dead, failure) -> log.error("thread {} died", dead.getName(), failure));
        return thread;
    }
}
