package dev.penstock.rules.local;

import dev.penstock.rules.spi.ActionInput;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One action of one rule that fired, for one message.
 *
 * @param failure why it cannot even be tried; empty when it can
 */
record ActionRun(RuleFiring firing, int index, ActionInput input, String failure) {
    private static final Logger log = LoggerFactory.getLogger(ActionRun.class);

    String clientId() {
        return firing.clientId();
    }

    /** Whether it may be kept waiting; a republished message may not. */
    boolean mayWait() {
        return input.republishDepth() == 0;
    }

    /** Runs it; the stage completes, and never fails, when the action and what hangs on it is over. */
    CompletableFuture<Void> start() {
        try {
            return failure.isEmpty() ? firing.run(index, input) : firing.fail(index, input, failure);
        } catch (RuntimeException bug) {
            log.error(
                    "an action of rule {} was given up for message {}: this is a bug in Penstock or in the action",
                    input.ruleName(),
                    input.message().id(),
                    bug);
            return CompletableFuture.completedFuture(null);
        }
    }
}
