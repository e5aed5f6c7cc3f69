package dev.penstock.functions.process;

import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Waits for the end of an invocation that was answered. Its times are real, whatever the pipeline's clock: the child lives
 * in real time, and what it has printed is on its way.
 */
final class LastOutput {
    private static final int LIMIT_MILLIS = 3_000;
    private static final int STEP_MILLIS = 2;
    private static final int MAX_STEPS = 50;

    private LastOutput() {}

    /** For a child that prints marks. That none comes means that the handler closed what it is printed to. */
    static void await(RunningInvocation answered, ScheduledExecutorService timers) {
        Future<?> limit = timers.schedule(answered::completeIfPosted, LIMIT_MILLIS, TimeUnit.MILLISECONDS);
        answered.result().thenRun(() -> limit.cancel(false));
    }

    /** For a child that prints no marks: its output is taken to be read when none came for two milliseconds. */
    static void awaitSilence(RunningInvocation answered, ChildOutput output, ScheduledExecutorService timers) {
        await(answered, timers);
        step(answered, output, timers, output.consumed(), 1);
    }

    private static void step(
            RunningInvocation answered, ChildOutput output, ScheduledExecutorService timers, long before, int number) {
        timers.schedule(
                () -> {
                    long now = output.consumed();
                    if ((output.isWaiting() && now == before) || number >= MAX_STEPS) {
                        answered.printed();
                    } else {
                        step(answered, output, timers, now, number + 1);
                    }
                },
                STEP_MILLIS,
                TimeUnit.MILLISECONDS);
    }
}
