package dev.penstock.broker.jobs;

import java.util.Arrays;

/** Of a job on one thing. Source: AWS IoT Core developer guide, Job execution states. */
enum ExecutionStatus {
    QUEUED,
    IN_PROGRESS,
    SUCCEEDED,
    FAILED,
    TIMED_OUT,
    REJECTED,
    REMOVED,
    CANCELED;

    boolean isTerminal() {
        return this != QUEUED && this != IN_PROGRESS;
    }

    /** @throws JobError InvalidRequest */
    static ExecutionStatus of(String name) {
        return Arrays.stream(values())
                .filter(status -> status.name().equals(name))
                .findFirst()
                .orElseThrow(() -> JobError.invalid(
                        "status '%s' is none; there are %s".formatted(name, Arrays.toString(values()))));
    }
}
