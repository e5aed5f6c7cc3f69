package dev.penstock.functions.local;

import dev.penstock.functions.FunctionSpec;
import dev.penstock.functions.InvocationResult;
import dev.penstock.functions.runtime.Answer;
import dev.penstock.functions.runtime.ErrorDocument;
import dev.penstock.functions.runtime.InitFailure;
import dev.penstock.platform.data.Bytes;
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

    /** Stands for no timeout: somebody debugs the function. */
    private static final Duration WHILE_DEBUGGED = Duration.ofDays(1);

    private final Time time;
    private final boolean debuggable;

    /** @param debuggable whether a debugger may hold this JVM */
    InvocationRunner(Time time, boolean debuggable) {
        this.time = time;
        this.debuggable = debuggable;
    }

    /** Runs it when the environment is initialised; the timeout begins then, as on AWS. */
    void runCold(PooledEnvironment cold, PendingInvocation next, Listener listener) {
        FunctionSpec spec = cold.blueprint().spec();
        long begin = time.millis();
        Time.Timer limit = time.schedule(
                FunctionPool.INIT_LIMIT,
                () -> cold.environment()
                        .ready()
                        .completeExceptionally(new InitFailure(
                                "handler '%s' is not loaded after %s"
                                        .formatted(spec.handler(), FunctionPool.INIT_LIMIT),
                                ErrorDocument.timedOut(next.requestId(), FunctionPool.INIT_LIMIT))));
        cold.environment().ready().whenComplete((nothing, failure) -> {
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

    private static void initFailed(
            PooledEnvironment cold, PendingInvocation next, Throwable failure, Duration init, Listener listener) {
        if (!next.claim()) {
            return;
        }
        Bytes document = failure instanceof InitFailure known
                ? known.document(next.requestId())
                : ErrorDocument.fault(failure.toString(), "Runtime.Unknown");
        String type = ErrorDocument.member(document, "errorType");
        EnvironmentLog stream = cold.log();
        stream.initFailed(init, type);
        stream.started(next.requestId(), next.logTail());
        stream.output(String.valueOf(failure.getMessage()));
        Report report = report(cold, next, Duration.ZERO, null, Report.Outcome.ERROR, type);
        listener.ended(cold, next, result(cold, next, Answer.failed(document), report), Condition.BROKEN);
    }

    /** @param init how long the environment took to initialise, when it did so for this invocation */
    void run(PooledEnvironment ready, PendingInvocation next, @Nullable Duration init, Listener listener) {
        FunctionSpec spec = ready.blueprint().spec();
        Duration timeout = spec.options().debugPort().isPresent() ? WHILE_DEBUGGED : spec.timeout();
        ready.log().started(next.requestId(), next.logTail());
        long begin = time.millis();
        Deadline deadline = new Deadline(
                ready.environment(), timeout, debuggable, time, () -> timeOut(ready, next, init, listener));
        deadline.start();
        ready.environment().invoke(next.dueAt(time.now().plus(timeout))).thenAccept(answer -> {
            deadline.cancel();
            if (next.claim()) {
                Duration took = Duration.ofMillis(Math.min(time.millis() - begin, timeout.toMillis()));
                answered(ready, next, bounded(answer), took, init, listener);
            }
        });
    }

    private static Answer bounded(Answer answer) {
        return answer.payload().length() > ErrorDocument.MAX_RESULT_BYTES
                ? Answer.failed(ErrorDocument.resultTooLarge())
                : answer;
    }

    private static void answered(
            PooledEnvironment used,
            PendingInvocation next,
            Answer answer,
            Duration took,
            @Nullable Duration init,
            Listener listener) {
        boolean reusable = used.environment().isAlive();
        Report.Outcome outcome = answer.failed() ? Report.Outcome.ERROR : Report.Outcome.SUCCESS;
        String type = answer.failed() && !reusable ? ErrorDocument.member(answer.payload(), "errorType") : null;
        Report report = report(used, next, took, init, outcome, type);
        listener.ended(
                used, next, result(used, next, answer, report), reusable ? Condition.REUSABLE : Condition.BROKEN);
    }

    private static void timeOut(
            PooledEnvironment hung, PendingInvocation next, @Nullable Duration init, Listener listener) {
        if (!next.claim()) {
            return;
        }
        Duration timeout = hung.blueprint().spec().timeout();
        Answer answer = Answer.failed(ErrorDocument.timedOut(next.requestId(), timeout));
        Report report = report(hung, next, timeout, init, Report.Outcome.TIMEOUT, null);
        listener.ended(hung, next, result(hung, next, answer, report), Condition.HUNG);
    }

    private static Report report(
            PooledEnvironment used,
            PendingInvocation next,
            Duration took,
            @Nullable Duration init,
            Report.Outcome outcome,
            @Nullable String errorType) {
        int memoryMb = used.blueprint().spec().memoryMb();
        return new Report(next.requestId(), took, memoryMb, used.memoryUsedMb(), init, outcome, errorType);
    }

    /** Writes the report, and makes the result. */
    private static InvocationResult result(
            PooledEnvironment used, PendingInvocation next, Answer answer, Report report) {
        Bytes logTail = used.log().ended(report);
        return new InvocationResult(
                next.requestId(),
                answer.payload(),
                answer.failed() ? "Unhandled" : null,
                report.duration(),
                used.blueprint().version(),
                logTail);
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
        void ended(PooledEnvironment used, PendingInvocation invocation, InvocationResult result, Condition condition);
    }
}
