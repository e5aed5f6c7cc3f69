package dev.penstock.broker.jobs;

import static dev.penstock.platform.wire.RestOperation.answering;

import dev.penstock.broker.policy.Action;
import dev.penstock.broker.policy.RequestGuard;
import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.wire.AwsEndpoint;
import dev.penstock.platform.wire.RestInput;
import dev.penstock.platform.wire.RestJsonService;
import dev.penstock.platform.wire.RestOperation;
import dev.penstock.platform.wire.WireOutput;
import java.util.function.Function;

/** The tables of operations: jobs in the control plane, and the data plane for devices that speak HTTP. */
public final class JobApis {
    private JobApis() {}

    /** Registers both. */
    public static void serve(Jobs jobs, AwsIdentity identity, AwsEndpoint endpoint) {
        JobOperations job = new JobOperations(jobs, identity);
        JobExecutionOperations executions = new JobExecutionOperations(jobs, identity);
        endpoint.register(new RestJsonService("iot")
                .operation("PUT", "/jobs/{jobId}", "CreateJob", refusing(job::create))
                .operation("GET", "/jobs/{jobId}", "DescribeJob", refusing(job::describe))
                .operation("PATCH", "/jobs/{jobId}", "UpdateJob", refusing(job::update))
                .operation("DELETE", "/jobs/{jobId}", "DeleteJob", refusing(job::delete))
                .operation("GET", "/jobs", "ListJobs", refusing(job::list))
                .operation("PUT", "/jobs/{jobId}/cancel", "CancelJob", refusing(job::cancel))
                .operation("GET", "/jobs/{jobId}/job-document", "GetJobDocument", refusing(job::document))
                .operation("GET", "/jobs/{jobId}/things", "ListJobExecutionsForJob", refusing(executions::ofJob))
                .operation(
                        "GET", "/things/{thingName}/jobs", "ListJobExecutionsForThing", refusing(executions::ofThing))
                .operation(
                        "GET",
                        "/things/{thingName}/jobs/{jobId}",
                        "DescribeJobExecution",
                        refusing(executions::describe))
                .operation(
                        "PUT",
                        "/things/{thingName}/jobs/{jobId}/cancel",
                        "CancelJobExecution",
                        refusing(executions::cancel))
                .operation(
                        "DELETE",
                        "/things/{thingName}/jobs/{jobId}/executionNumber/{executionNumber}",
                        "DeleteJobExecution",
                        refusing(executions::delete)));
        RestJsonService data = new RestJsonService("iot-jobs-data");
        addDeviceSide(data, jobs, RequestGuard.OPEN);
        endpoint.register(data);
    }

    /** Adds what devices do over HTTP. */
    public static void addDeviceSide(RestJsonService service, Jobs jobs, RequestGuard guard) {
        JobDataOperations data = new JobDataOperations(jobs);
        String all = "/things/{thingName}/jobs";
        String one = all + "/{jobId}";
        service.operation(
                        "GET",
                        all,
                        "GetPendingJobExecutions",
                        checked(guard, Action.GET_PENDING_JOB_EXECUTIONS, data::pending))
                .operation(
                        "PUT",
                        all + "/$next",
                        "StartNextPendingJobExecution",
                        checked(guard, Action.START_NEXT_PENDING_JOB_EXECUTION, data::start))
                .operation(
                        "GET",
                        one,
                        "DescribeJobExecution",
                        checked(guard, Action.DESCRIBE_JOB_EXECUTION, data::describe))
                .operation(
                        "POST", one, "UpdateJobExecution", checked(guard, Action.UPDATE_JOB_EXECUTION, data::update));
    }

    private static RestOperation checked(
            RequestGuard guard, Action action, Function<RestInput, WireOutput.Body> operation) {
        return refusing(in -> {
            guard.check(action, in.label("thingName"));
            return operation.apply(in);
        });
    }

    private static RestOperation refusing(Function<RestInput, WireOutput.Body> operation) {
        return answering(input -> {
            try {
                return operation.apply(input);
            } catch (JobError refusal) {
                throw refusal.toAwsException();
            }
        });
    }
}
