package dev.penstock.broker.jobs;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.platform.data.Json;
import java.util.List;

/**
 * What devices read, over MQTT and HTTP. Times are seconds. Source: AWS IoT Core developer guide, Jobs device MQTT and HTTP
 * APIs and data types.
 */
final class JobDocuments {
    private JobDocuments() {}

    static ObjectNode execution(JobExecution execution, Document form, long now) {
        ObjectNode out = Json.MAPPER.createObjectNode();
        out.put("jobId", execution.jobId())
                .put("thingName", execution.thing())
                .put("status", execution.status().name());
        details(execution, out);
        times(execution, out);
        Long deadline = execution.timesOutAt();
        if (deadline != null) {
            out.put("approximateSecondsBeforeTimedOut", deadline - now);
        }
        document(execution, form, out);
        return out;
    }

    /** How much of the job document an answer has. */
    enum Document {
        NONE,
        OBJECT,
        TEXT
    }

    static void document(JobExecution execution, Document form, ObjectNode out) {
        if (form == Document.OBJECT) {
            out.set("jobDocument", execution.job().document());
        } else if (form == Document.TEXT) {
            out.put("jobDocument", execution.job().documentText());
        }
    }

    private static void details(JobExecution execution, ObjectNode out) {
        if (!execution.details().isEmpty()) {
            ObjectNode details = out.putObject("statusDetails");
            execution.details().forEach(details::put);
        }
    }

    private static void times(JobExecution execution, ObjectNode out) {
        out.put("queuedAt", execution.queuedAt());
        if (execution.startedAt() != 0) {
            out.put("startedAt", execution.startedAt());
        }
        out.put("lastUpdatedAt", execution.updatedAt())
                .put("versionNumber", execution.version())
                .put("executionNumber", JobExecution.NUMBER);
    }

    static ObjectNode state(JobExecution execution) {
        ObjectNode out =
                Json.MAPPER.createObjectNode().put("status", execution.status().name());
        details(execution, out);
        return out.put("versionNumber", execution.version());
    }

    static ArrayNode summaries(List<JobExecution> executions, ExecutionStatus status) {
        ArrayNode out = Json.MAPPER.createArrayNode();
        executions.stream().filter(execution -> execution.status() == status).forEach(execution -> {
            ObjectNode summary = out.addObject().put("jobId", execution.jobId());
            times(execution, summary);
        });
        return out;
    }

    static ObjectNode pending(List<JobExecution> executions) {
        ObjectNode out = Json.MAPPER.createObjectNode();
        out.set("inProgressJobs", summaries(executions, ExecutionStatus.IN_PROGRESS));
        out.set("queuedJobs", summaries(executions, ExecutionStatus.QUEUED));
        return out;
    }
}
