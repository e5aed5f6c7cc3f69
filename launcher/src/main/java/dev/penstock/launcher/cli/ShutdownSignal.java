package dev.penstock.launcher.cli;

import dev.penstock.platform.lifecycle.Threads;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Turns Ctrl-C and SIGTERM into a clean end: the command is told to stop, closes its pipeline, and the process exits with
 * the command's own code instead of the 130 that the JVM would give.
 */
final class ShutdownSignal {
    private static final long CLEANUP_LIMIT_SECONDS = 15;

    private final CountDownLatch requested = new CountDownLatch(1);
    private final CountDownLatch cleaned = new CountDownLatch(1);
    private volatile int exitCode;

    private ShutdownSignal() {}

    /** Begins to listen. */
    static ShutdownSignal install() {
        ShutdownSignal signal = new ShutdownSignal();
        Runtime.getRuntime().addShutdownHook(Threads.factory("shutdown").newThread(signal::onShutdown));
        return signal;
    }

    /** Blocks until the user wants to stop. */
    void await() throws InterruptedException {
        requested.await();
    }

    /**
     * Blocks until the user wants to stop or a time has passed.
     *
     * @return true when the user wants to stop
     */
    boolean await(long millis) throws InterruptedException {
        return requested.await(millis, TimeUnit.MILLISECONDS);
    }

    /** The command has closed everything; the process may end with this code. */
    void cleaned(int code) {
        exitCode = code;
        cleaned.countDown();
    }

    private void onShutdown() {
        boolean commandEndedByItself = cleaned.getCount() == 0;
        requested.countDown();
        if (commandEndedByItself) {
            return;
        }
        try {
            cleaned.await(CLEANUP_LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(exitCode);
    }
}
