package dev.penstock.functions.local;

import dev.penstock.functions.FunctionSpec;
import dev.penstock.functions.InvocationResult;
import dev.penstock.functions.runtime.Answer;
import dev.penstock.functions.runtime.Environment;
import dev.penstock.functions.runtime.ErrorDocument;
import dev.penstock.functions.runtime.InitFailure;
import dev.penstock.functions.runtime.Invocation;
import dev.penstock.platform.time.Time;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one invocation on one environment: waits for a cold one, sets the timeout, writes START, END and REPORT. Knows
 * nothing of pools and queues.
 */
final class InvocationRunner {
    private static final Logger log = LoggerFactory.getLogger(InvocationRunner.class);
    private static final Duration INIT_WARNING = Duration.ofSeconds(10);

    private final FunctionSpec spec;
    private final String arn;
    private final FunctionLogs logs;
    private final Time time;

    InvocationRunner(FunctionSpec spec, String arn, FunctionLogs logs, Time time) {
        this.spec = spec;
        this.arn = arn;
        this.logs = logs;
        this.time = time;
    }

    /** Runs it when the environment is initialised; the timeout begins then, as on AWS. */
    void runCold(Environment cold, PendingInvocation next, Listener listener) {
        long begin = time.millis();
        Time.Timer limit = time.schedule(
                FunctionPool.INIT_LIMIT,
                () -> cold.ready()
                        .completeExceptionally(new InitFailure(
                                "handler '%s' is not loaded after %s"
                                        .formatted(spec.handler(), FunctionPool.INIT_LIMIT),
                                ErrorDocument.timedOut(next.requestId(), FunctionPool.INIT_LIMIT))));
        cold.ready().whenComplete((nothing, failure) -> {
            limit.cancel();
            Duration init = Duration.ofMillis(time.millis() - begin);
            if (init.compareTo(INIT_WARNING) > 0) {
                log.warn("function '{}' took {} to initialise; AWS allows 10 s", spec.name(), init);
            }
            if (failure == null) {
                run(cold, next, init, listener);
            } else {
                initFailed(cold, next, failure, init, listener);
            }
        });
    }

    private void initFailed(
            Environment cold, PendingInvocation next, Throwable failure, Duration init, Listener listener) {
        if (!next.claim()) {
            return;
        }
        logs.started(next.requestId());
        logs.append(String.valueOf(failure.getMessage()));
        logs.ended(next.requestId(), Duration.ZERO, init);
        Answer answer = Answer.failed(
                failure instanceof InitFailure known
                        ? known.document(next.requestId())
                        : ErrorDocument.fault(failure.toString(), "Runtime.Unknown"));
        listener.ended(cold, next, resultOf(next, answer, Duration.ZERO), Condition.BROKEN);
    }

    /** @param init how long the environment took to initialise, when it did so for this invocation */
    void run(Environment ready, PendingInvocation next, @Nullable Duration init, Listener listener) {
        logs.started(next.requestId());
        long begin = time.millis();
        Time.Timer timer = time.schedule(spec.timeout(), () -> timeOut(ready, next, begin, init, listener));
        ready.invoke(new Invocation(next.requestId(), next.event(), time.now().plus(spec.timeout()), arn, null, null))
                .thenAccept(answer -> {
                    timer.cancel();
                    if (next.claim()) {
                        Duration took = Duration.ofMillis(time.millis() - begin);
                        logs.ended(next.requestId(), took, init);
                        Condition condition = ready.isAlive() ? Condition.REUSABLE : Condition.BROKEN;
                        listener.ended(ready, next, resultOf(next, bounded(answer), took), condition);
                    }
                });
    }

    private static Answer bounded(Answer answer) {
        return answer.payload().length() > ErrorDocument.MAX_RESULT_BYTES
                ? Answer.failed(ErrorDocument.resultTooLarge())
                : answer;
    }

    private void timeOut(
            Environment hung, PendingInvocation next, long begin, @Nullable Duration init, Listener listener) {
        if (!next.claim()) {
            return;
        }
        Duration took = Duration.ofMillis(time.millis() - begin);
        logs.timedOut(next.requestId(), time.now(), spec.timeout());
        logs.ended(next.requestId(), took, init);
        Answer answer = Answer.failed(ErrorDocument.timedOut(next.requestId(), spec.timeout()));
        listener.ended(hung, next, resultOf(next, answer, took), Condition.HUNG);
    }

    private static InvocationResult resultOf(PendingInvocation next, Answer answer, Duration took) {
        return new InvocationResult(next.requestId(), answer.payload(), answer.failed() ? "Unhandled" : null, took);
    }

    /** In which condition an invocation leaves its environment. */
    enum Condition {
        REUSABLE,
        BROKEN,
        HUNG
    }

    /** Hears of each end, exactly once for each invocation; must not block. */
    @FunctionalInterface
    interface Listener {
        void ended(Environment used, PendingInvocation invocation, InvocationResult result, Condition condition);
    }
}
