package dev.penstock.functions.process;

import dev.penstock.functions.runtime.Answer;
import dev.penstock.functions.runtime.Invocation;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One invocation of a child. It is over when its answer was posted, what it printed was read and, after an error, the child
 * has asked for the next event or has ended: a runtime may report an error and then exit, and must not be given another
 * event in between. Guarded by {@code lock}.
 */
final class RunningInvocation {
    private final Object lock = new Object();
    private final Invocation invocation;
    private final CompletableFuture<Answer> result = new CompletableFuture<>();
    private @Nullable Answer posted;
    private boolean printed;
    private boolean settled;

    RunningInvocation(Invocation invocation) {
        this.invocation = invocation;
    }

    Invocation invocation() {
        return invocation;
    }

    CompletableFuture<Answer> result() {
        return result;
    }

    /** The child posted this. */
    void posted(Answer answer) {
        synchronized (lock) {
            posted = answer;
        }
        completeWhenOver();
    }

    /** What it printed was read. */
    void printed() {
        synchronized (lock) {
            printed = true;
        }
        completeWhenOver();
    }

    /** The child asked for the next event. */
    void settled() {
        synchronized (lock) {
            settled = posted != null;
        }
        completeWhenOver();
    }

    private void completeWhenOver() {
        Answer answer;
        synchronized (lock) {
            answer = posted;
            if (answer == null || !printed || (answer.failed() && !settled)) {
                return;
            }
        }
        result.complete(answer);
    }

    /** Nothing more will come: its answer is what was posted, or this. */
    void completeWith(Answer otherwise) {
        Answer answer;
        synchronized (lock) {
            answer = posted;
        }
        result.complete(answer == null ? otherwise : answer);
    }

    /** Nothing was heard for too long after its answer. */
    void completeIfPosted() {
        Answer answer;
        synchronized (lock) {
            answer = posted;
        }
        if (answer != null) {
            result.complete(answer);
        }
    }
}
