package example.handlers;

import com.amazonaws.services.lambda.runtime.Context;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/** What handlers should not do. */
public class MisbehavingHandler {
    private static int invocations;

    public String throwing(Object event) {
        throw new IllegalStateException("broken on purpose");
    }

    public String boom(Object event) {
        throw new IllegalStateException("boom");
    }

    public int hanging(String what) throws InterruptedException {
        invocations++;
        if (what.equals("hang")) {
            new CountDownLatch(1).await();
        }
        return invocations;
    }

    /** Hangs when told to, and does not mind being interrupted until it is told to stop. */
    public int stubborn(String what) {
        invocations++;
        if (what.equals("hang")) {
            while (System.getProperty("penstock.test.release") == null) {
                LockSupport.parkNanos(1_000_000);
                Thread.interrupted();
            }
        }
        return invocations;
    }

    public String exiting(int status) {
        System.exit(status);
        return "never";
    }

    public String swallowingExit(int status) {
        try {
            Runtime.getRuntime().exit(status);
        } catch (Throwable swallowed) {
            return "swallowed";
        }
        return "never";
    }

    @SuppressWarnings("InfiniteRecursion") // on purpose
    public String overflowing(Object event) {
        return overflowing(overflowing(event));
    }

    public String interrupting(Object event, Context context) {
        Thread.currentThread().interrupt();
        return "interrupted";
    }

    public String large(int bytes) {
        return "x".repeat(bytes);
    }
}
