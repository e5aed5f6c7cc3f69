package dev.penstock.broker.jobs;

import dev.penstock.platform.aws.AwsException;
import org.jspecify.annotations.Nullable;

/** Why the service rejects a request. Source: AWS IoT Core developer guide, ErrorResponse of the Jobs MQTT API. */
final class JobError extends RuntimeException {
    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final int GONE = 410;

    private final Kind kind;
    private final transient @Nullable JobExecution execution;

    /** Code over MQTT, code and status over HTTP. */
    private enum Kind {
        INVALID_JSON("InvalidJson", "InvalidRequestException", BAD_REQUEST),
        INVALID_REQUEST("InvalidRequest", "InvalidRequestException", BAD_REQUEST),
        INVALID_STATE("InvalidStateTransition", "InvalidStateTransitionException", CONFLICT),
        NOT_THERE("ResourceNotFound", "ResourceNotFoundException", NOT_FOUND),
        EXISTS("InvalidRequest", "ResourceAlreadyExistsException", CONFLICT),
        TERMINAL("TerminalStateReached", "TerminalStateException", GONE),
        VERSION("VersionMismatch", "VersionConflictException", CONFLICT),
        LIMIT("InvalidRequest", "LimitExceededException", GONE);

        private final String mqtt;
        private final String http;
        private final int status;

        Kind(String mqtt, String http, int status) {
            this.mqtt = mqtt;
            this.http = http;
            this.status = status;
        }
    }

    private JobError(Kind kind, String message, @Nullable JobExecution execution) {
        super(message);
        this.kind = kind;
        this.execution = execution;
    }

    static JobError notJson() {
        return new JobError(
                Kind.INVALID_JSON, "The contents of the request could not be interpreted as valid JSON", null);
    }

    static JobError invalid(String message) {
        return new JobError(Kind.INVALID_REQUEST, message, null);
    }

    static JobError notEmulated(String member) {
        return invalid("%s is not emulated by Penstock; leave it out".formatted(member));
    }

    static JobError noJob(String jobId) {
        return new JobError(Kind.NOT_THERE, "There is no job '%s'".formatted(jobId), null);
    }

    static JobError noThing(String thing) {
        return new JobError(Kind.NOT_THERE, "There is no thing '%s'".formatted(thing), null);
    }

    static JobError noExecution(String jobId, String thing) {
        return new JobError(Kind.NOT_THERE, "Job '%s' has no execution for thing '%s'".formatted(jobId, thing), null);
    }

    static JobError noNumber(String number) {
        return new JobError(
                Kind.NOT_THERE, "There is no execution %s: a job runs once on each thing here".formatted(number), null);
    }

    static JobError exists(String jobId) {
        return new JobError(Kind.EXISTS, "Job '%s' exists already".formatted(jobId), null);
    }

    static JobError terminal() {
        return new JobError(
                Kind.TERMINAL, "Job Execution has reached terminal state. It is neither IN_PROGRESS nor QUEUED.", null);
    }

    static JobError state(String message, JobExecution execution) {
        return new JobError(Kind.INVALID_STATE, message, execution);
    }

    static JobError jobState(String message) {
        return new JobError(Kind.INVALID_STATE, message, null);
    }

    static JobError version(long expected, JobExecution execution) {
        return new JobError(
                Kind.VERSION,
                "The expected version %d is not the version %d of the job execution"
                        .formatted(expected, execution.version()),
                execution);
    }

    static JobError limit(String message) {
        return new JobError(Kind.LIMIT, message, null);
    }

    String mqttCode() {
        return kind.mqtt;
    }

    /** What the request met, where the answer says it; null otherwise. */
    @Nullable
    JobExecution execution() {
        return execution;
    }

    AwsException toAwsException() {
        return new AwsException(kind.http, kind.status, String.valueOf(getMessage()));
    }
}
