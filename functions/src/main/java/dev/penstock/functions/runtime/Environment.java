package dev.penstock.functions.runtime;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One execution environment: the user's code, loaded once, running one invocation at a time. Methods never block. */
public interface Environment {

    /** Completes when the handler is loaded; fails with {@link InitFailure}, after which the environment is of no use. */
    CompletableFuture<Void> ready();

    /**
     * Why every invocation will fail although the environment is ready: the handler does not fit. AWS says so at each
     * invocation; whoever starts a pipeline wants to know it at once. Null when the handler fits. Known when {@link #ready}.
     */
    default @Nullable InitFailure fault() {
        return null;
    }

    /**
     * Runs the handler once. Only after {@link #ready}, and only when the last invocation was answered.
     *
     * @return never fails: whatever the handler does is an answer; stays open when it hangs, until {@link #kill}
     */
    CompletableFuture<Answer> invoke(Invocation invocation);

    /** The most memory that it has used so far, in MB; -1 when that cannot be known. */
    default int memoryUsedMb() {
        return -1;
    }

    /** Whether a debugger holds it at this moment: its timeout waits. */
    default boolean isHeld() {
        return false;
    }

    /** Whether it may take another invocation. */
    boolean isAlive();

    /** Ends it, whatever it is doing. A running invocation is not answered any more. May be called twice. */
    void kill();

    /** Completes when nothing of it is left: thread ended, process gone, port free. */
    CompletableFuture<Void> gone();
}
