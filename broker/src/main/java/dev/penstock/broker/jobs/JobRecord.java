package dev.penstock.broker.jobs;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A job and its executions. Guarded by the lock of {@link Jobs}. */
final class JobRecord {
    final Job job;
    final long order;
    final long createdAt;
    final Map<String, JobExecution> executions = new LinkedHashMap<>();
    String status = "IN_PROGRESS";
    String description;
    long updatedAt;
    long completedAt;

    @Nullable
    String reasonCode;

    @Nullable
    String comment;

    boolean forceCanceled;

    JobRecord(Job job, long order, long now) {
        this.job = job;
        this.order = order;
        this.createdAt = now;
        this.updatedAt = now;
        this.description = job.description();
    }

    boolean isInProgress() {
        return status.equals("IN_PROGRESS");
    }

    long count(ExecutionStatus wanted) {
        return executions.values().stream()
                .filter(execution -> execution.status() == wanted)
                .count();
    }

    List<JobExecution> pending() {
        return executions.values().stream().filter(JobExecution::isPending).toList();
    }

    /** The job is complete when none of its executions is pending. */
    void settle(long now) {
        updatedAt = now;
        if (isInProgress() && pending().isEmpty()) {
            status = "COMPLETED";
            completedAt = now;
        }
    }
}
