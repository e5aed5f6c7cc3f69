package dev.penstock.broker.jobs;

import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.wire.RestInput;
import dev.penstock.platform.wire.WireOutput;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** DescribeJobExecution, ListJobExecutionsForJob, ListJobExecutionsForThing, CancelJobExecution, DeleteJobExecution. */
final class JobExecutionOperations {
    private final Jobs jobs;
    private final AwsIdentity identity;

    JobExecutionOperations(Jobs jobs, AwsIdentity identity) {
        this.jobs = jobs;
        this.identity = identity;
    }

    WireOutput.Body describe(RestInput in) {
        JobExecution.check(in.query("executionNumber"));
        JobExecution execution = jobs.find(in.label("jobId"), in.label("thingName"))
                .orElseThrow(() -> JobError.noExecution(in.label("jobId"), in.label("thingName")));
        return out -> out.structure("execution", item -> {
            item.text("jobId", execution.jobId()).text("thingArn", arn(execution));
            times(execution, item);
            item.number("versionNumber", execution.version()).bool("forceCanceled", execution.forceCanceled());
            if (!execution.details().isEmpty()) {
                item.structure(
                        "statusDetails",
                        details -> details.structure("detailsMap", map -> {
                            for (var detail : execution.details().entrySet()) {
                                map.text(detail.getKey(), detail.getValue());
                            }
                        }));
            }
            Long deadline = execution.timesOutAt();
            if (deadline != null) {
                item.number("approximateSecondsBeforeTimedOut", deadline - jobs.now());
            }
        });
    }

    private String arn(JobExecution execution) {
        return identity.arn("iot", "thing/" + execution.thing()).toString();
    }

    private static void times(JobExecution execution, WireOutput out) throws IOException {
        out.text("status", execution.status().name())
                .timestamp("queuedAt", Instant.ofEpochSecond(execution.queuedAt()));
        if (execution.startedAt() != 0) {
            out.timestamp("startedAt", Instant.ofEpochSecond(execution.startedAt()));
        }
        out.timestamp("lastUpdatedAt", Instant.ofEpochSecond(execution.updatedAt()))
                .number("executionNumber", JobExecution.NUMBER);
    }

    WireOutput.Body ofJob(RestInput in) {
        List<JobExecution> all =
                filtered(in, jobs.read(in.label("jobId"), found -> List.copyOf(found.executions.values())));
        JobPage page = JobPage.read(in);
        return out -> {
            List<JobExecution> shown = page.of(all, JobExecution::order);
            out.structures("executionSummaries", shown, (execution, item) -> {
                item.text("thingArn", arn(execution));
                item.structure("jobExecutionSummary", summary -> times(execution, summary));
            });
            page.writeToken(out, all, shown, JobExecution::order);
        };
    }

    WireOutput.Body ofThing(RestInput in) {
        if (in.query("namespaceId").isPresent()) {
            throw JobError.notEmulated("namespaceId");
        }
        Optional<String> jobId = in.query("jobId");
        List<JobExecution> all = filtered(in, jobs.ofThing(in.label("thingName"))).stream()
                .filter(execution -> jobId.isEmpty() || jobId.get().equals(execution.jobId()))
                .toList();
        JobPage page = JobPage.read(in);
        return out -> {
            List<JobExecution> shown = page.of(all, JobExecution::order);
            out.structures("executionSummaries", shown, (execution, item) -> {
                item.text("jobId", execution.jobId());
                item.structure("jobExecutionSummary", summary -> times(execution, summary));
            });
            page.writeToken(out, all, shown, JobExecution::order);
        };
    }

    private static List<JobExecution> filtered(RestInput in, List<JobExecution> executions) {
        Optional<ExecutionStatus> status = in.query("status").map(ExecutionStatus::of);
        return executions.stream()
                .filter(execution -> status.isEmpty() || execution.status() == status.get())
                .toList();
    }

    WireOutput.Body cancel(RestInput in) {
        JobRequest request = JobRequest.read(in.body());
        jobs.cancelExecution(
                in.label("jobId"),
                in.label("thingName"),
                JobOperations.force(in),
                request.details(),
                request.expectedVersion());
        return WireOutput.Body.NONE;
    }

    WireOutput.Body delete(RestInput in) {
        JobExecution.check(Optional.of(in.label("executionNumber")));
        jobs.deleteExecution(in.label("jobId"), in.label("thingName"), JobOperations.force(in));
        return WireOutput.Body.NONE;
    }
}
