package dev.penstock.broker.jobs;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A job on one thing, at one moment. Times are seconds.
 *
 * @param order in which executions were queued, over all jobs
 * @param startedAt 0 when it has not begun
 */
record JobExecution(
        Job job,
        String thing,
        long order,
        ExecutionStatus status,
        Map<String, String> details,
        long queuedAt,
        long startedAt,
        long updatedAt,
        long version,
        boolean forceCanceled,
        @Nullable Long timesOutAt) {
    /** A job runs once on each thing: retries are not emulated. */
    static final long NUMBER = 1;

    JobExecution {
        details = Map.copyOf(details);
    }

    static JobExecution queued(Job job, String thing, long order, long now) {
        return new JobExecution(job, thing, order, ExecutionStatus.QUEUED, Map.of(), now, 0, now, 1, false, null);
    }

    boolean isPending() {
        return !status.isTerminal();
    }

    String jobId() {
        return job.id();
    }

    /** @param given null leaves the details as they are */
    JobExecution become(ExecutionStatus next, @Nullable Map<String, String> given, long now) {
        long started = startedAt == 0 && next != ExecutionStatus.CANCELED ? now : startedAt;
        Long deadline = timesOutAt;
        if (next == ExecutionStatus.IN_PROGRESS && status == ExecutionStatus.QUEUED && job.timeoutMinutes() != null) {
            deadline = now + 60 * job.timeoutMinutes();
        }
        return new JobExecution(
                job,
                thing,
                order,
                next,
                given == null ? details : given,
                queuedAt,
                started,
                now,
                version + 1,
                forceCanceled,
                next == ExecutionStatus.IN_PROGRESS ? deadline : null);
    }

    JobExecution forced() {
        return new JobExecution(
                job, thing, order, status, details, queuedAt, startedAt, updatedAt, version, true, timesOutAt);
    }
}
