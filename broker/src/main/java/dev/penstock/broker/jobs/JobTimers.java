package dev.penstock.broker.jobs;

import dev.penstock.platform.time.Time;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** When executions time out: one timer each. Guarded by the lock of {@link Jobs}. */
final class JobTimers {
    private final Time time;
    private final Consumer<JobExecution> timeOut;
    private final Map<Long, Time.Timer> timers = new HashMap<>();

    /** @param timeOut called without the lock, also when something else has happened in that moment */
    JobTimers(Time time, Consumer<JobExecution> timeOut) {
        this.time = time;
        this.timeOut = timeOut;
    }

    /** An execution has become this. */
    void follow(JobExecution execution) {
        drop(execution);
        Long deadline = execution.timesOutAt();
        if (deadline != null) {
            Duration left = Duration.ofMillis(Math.max(0, deadline * 1000 - time.millis()));
            timers.put(execution.order(), time.schedule(left, () -> timeOut.accept(execution)));
        }
    }

    /** An execution is no more. */
    void drop(JobExecution execution) {
        Time.Timer timer = timers.remove(execution.order());
        if (timer != null) {
            timer.cancel();
        }
    }
}
