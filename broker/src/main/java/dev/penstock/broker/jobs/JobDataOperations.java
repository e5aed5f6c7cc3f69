package dev.penstock.broker.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.broker.jobs.JobDocuments.Document;
import dev.penstock.platform.wire.RestInput;
import dev.penstock.platform.wire.WireOutput;
import java.util.Map;

/** The device's side over HTTP: GetPendingJobExecutions, StartNextPendingJobExecution, DescribeJobExecution, UpdateJobExecution. */
final class JobDataOperations {
    private final Jobs jobs;

    JobDataOperations(Jobs jobs) {
        this.jobs = jobs;
    }

    WireOutput.Body pending(RestInput in) {
        return members(JobDocuments.pending(jobs.pending(in.label("thingName"))));
    }

    WireOutput.Body start(RestInput in) {
        JobRequest request = request(in);
        return members(JobTopics.execution(
                jobs.startNext(in.label("thingName"), request.report(false)), Document.TEXT, jobs.now()));
    }

    WireOutput.Body describe(RestInput in) {
        JobExecution.check(in.query("executionNumber"));
        Document form = in.query("includeJobDocument").orElse("true").equals("false") ? Document.NONE : Document.TEXT;
        return members(
                JobTopics.execution(jobs.findPending(in.label("jobId"), in.label("thingName")), form, jobs.now()));
    }

    WireOutput.Body update(RestInput in) {
        JobRequest request = request(in);
        JobExecution updated = jobs.update(
                in.label("jobId"),
                in.label("thingName"),
                request.status(),
                request.report(true),
                request.expectedVersion());
        return members(JobTopics.updated(updated, request, Document.TEXT));
    }

    private static JobRequest request(RestInput in) {
        JobRequest request = JobRequest.read(in.body());
        request.check();
        return request;
    }

    private static WireOutput.Body members(JsonNode document) {
        return out -> {
            for (Map.Entry<String, JsonNode> member : document.properties()) {
                out.tree(member.getKey(), member.getValue());
            }
        };
    }
}
