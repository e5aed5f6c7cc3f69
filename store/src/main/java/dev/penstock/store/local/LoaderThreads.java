package dev.penstock.store.local;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the threads of a class loader. DynamoDB Local leaves its job threads behind when it is stopped; they are not
 * daemons and would keep the JVM alive. All its threads inherit the loader as context class loader, which tells them.
 */
final class LoaderThreads {
    private static final Logger log = LoggerFactory.getLogger(LoaderThreads.class);
    private static final long LIMIT_MILLIS = 2_000;

    private LoaderThreads() {}

    static void end(ClassLoader loader) {
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getContextClassLoader() == loader && thread != Thread.currentThread()) {
                end(thread);
            }
        }
    }

    private static void end(Thread thread) {
        thread.interrupt();
        try {
            thread.join(LIMIT_MILLIS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            log.warn("thread {} of DynamoDB Local did not end within {} ms", thread.getName(), LIMIT_MILLIS);
        }
    }
}
