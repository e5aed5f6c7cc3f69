package dev.penstock.broker.jobs;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A job on one thing, at one moment. Times are seconds.
 *
 * @param order in which executions were queued, over all jobs
 * @param startedAt 0 when it has not begun
 * @param deadline when it times out by what the job says; null for never
 * @param stepDeadline when it times out by what the device said; null for never
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
        @Nullable Long deadline,
        @Nullable Long stepDeadline) {
    private static final long MINUTE = 60;

    /** A job runs once on each thing: retries are not emulated. */
    static final long NUMBER = 1;

    /** @throws JobError when there is no execution of this number */
    static void check(Optional<String> number) {
        if (number.isEmpty() || number.get().equals(Long.toString(NUMBER))) {
            return;
        }
        throw number.get().matches("\\d{1,18}")
                ? JobError.noNumber(number.get())
                : JobError.invalid("executionNumber must be a number, not '%s'".formatted(number.get()));
    }

    JobExecution {
        details = Map.copyOf(details);
    }

    static JobExecution queued(Job job, String thing, long order, long now) {
        return new JobExecution(job, thing, order, ExecutionStatus.QUEUED, Map.of(), now, 0, now, 1, false, null, null);
    }

    boolean isPending() {
        return !status.isTerminal();
    }

    String jobId() {
        return job.id();
    }

    /** The first of both deadlines; null for never. */
    @Nullable
    Long timesOutAt() {
        if (deadline == null || stepDeadline == null) {
            return deadline == null ? stepDeadline : deadline;
        }
        return Math.min(deadline, stepDeadline);
    }

    JobExecution become(ExecutionStatus next, JobReport report, long now) {
        long started = startedAt == 0 && next != ExecutionStatus.CANCELED ? now : startedAt;
        boolean begins = next == ExecutionStatus.IN_PROGRESS && status == ExecutionStatus.QUEUED;
        Long minutes = job.timeoutMinutes();
        boolean goesOn = next == ExecutionStatus.IN_PROGRESS;
        return new JobExecution(
                job,
                thing,
                order,
                next,
                report.details() == null ? details : report.details(),
                queuedAt,
                started,
                now,
                version + 1,
                forceCanceled,
                !goesOn ? null : begins && minutes != null ? Long.valueOf(now + MINUTE * minutes) : deadline,
                goesOn ? stepDeadline(report, now) : null);
    }

    private @Nullable Long stepDeadline(JobReport report, long now) {
        Long minutes = report.stepMinutes();
        if (minutes == null) {
            return stepDeadline;
        }
        return minutes == JobReport.NO_STEP ? null : Long.valueOf(now + MINUTE * minutes);
    }

    JobExecution forced() {
        return new JobExecution(
                job,
                thing,
                order,
                status,
                details,
                queuedAt,
                startedAt,
                updatedAt,
                version,
                true,
                deadline,
                stepDeadline);
    }
}
