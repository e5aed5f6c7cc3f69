package dev.penstock.broker;

import static dev.penstock.broker.JobLab.NOW;
import static dev.penstock.broker.JobLab.arn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iot.IotClient;
import software.amazon.awssdk.services.iot.model.InvalidRequestException;
import software.amazon.awssdk.services.iot.model.InvalidStateTransitionException;
import software.amazon.awssdk.services.iot.model.Job;
import software.amazon.awssdk.services.iot.model.JobExecutionStatus;
import software.amazon.awssdk.services.iot.model.JobStatus;
import software.amazon.awssdk.services.iot.model.JobSummary;
import software.amazon.awssdk.services.iot.model.ResourceAlreadyExistsException;
import software.amazon.awssdk.services.iot.model.ResourceNotFoundException;
import software.amazon.awssdk.services.iot.model.TargetSelection;
import software.amazon.awssdk.services.iot.model.VersionConflictException;

/** The control plane of jobs. Source: AWS IoT API Reference. */
class JobApiTest {
    private final JobLab lab = new JobLab();
    private final TestBroker test = lab.test;
    private final IotClient iot = lab.iot;

    @AfterEach
    void close() {
        lab.close();
    }

    @Test
    void controlPlaneCreatesDescribesAndLists() {
        lab.create("one", "press", "pump");
        test.time.advance(Duration.ofSeconds(1));
        lab.create("two", "press");

        Job job = iot.describeJob(request -> request.jobId("one")).job();

        assertThat(job.jobArn()).isEqualTo("arn:aws:iot:us-east-1:000000000000:job/one");
        assertThat(job.targets()).containsExactly(arn("press"), arn("pump"));
        assertThat(job.targetSelection()).isEqualTo(TargetSelection.SNAPSHOT);
        assertThat(job.description()).isEqualTo("about one");
        assertThat(job.createdAt()).isEqualTo(Instant.ofEpochSecond(NOW));
        assertThat(job.jobProcessDetails().numberOfQueuedThings()).isEqualTo(2);
        assertThat(iot.getJobDocument(request -> request.jobId("one")).document())
                .isEqualTo("{\"do\":\"one\"}");
        assertThat(iot.listJobs(request -> {}).jobs())
                .extracting(JobSummary::jobId)
                .containsExactly("two", "one");
        assertThat(iot.listJobsPaginator(request -> request.maxResults(1)).jobs())
                .hasSize(2);
        assertThat(iot.listJobs(request -> request.status(JobStatus.CANCELED)).jobs())
                .isEmpty();
        assertThat(iot.listJobExecutionsForJob(request -> request.jobId("one")).executionSummaries())
                .extracting(summary -> summary.thingArn())
                .containsExactly(arn("press"), arn("pump"));
        assertThat(iot.listJobExecutionsForThing(
                                request -> request.thingName("press").status("QUEUED"))
                        .executionSummaries())
                .extracting(summary -> summary.jobId())
                .containsExactly("one", "two");
        iot.updateJob(request -> request.jobId("one").description("changed"));
        assertThat(iot.describeJob(request -> request.jobId("one")).job().description())
                .isEqualTo("changed");
    }

    @Test
    void listsAreFilteredByWhatThereIs() {
        lab.create("one", "press", "pump");
        iot.cancelJobExecution(request -> request.jobId("one").thingName("pump"));

        assertThat(iot.listJobExecutionsForJob(request -> request.jobId("one").status(JobExecutionStatus.CANCELED))
                        .executionSummaries())
                .extracting(summary -> summary.thingArn())
                .containsExactly(arn("pump"));
        assertThat(iot.listJobExecutionsForThing(
                                request -> request.thingName("press").jobId("other"))
                        .executionSummaries())
                .isEmpty();
        assertThat(iot.listJobs(request -> request.targetSelection(TargetSelection.CONTINUOUS))
                        .jobs())
                .isEmpty();
        assertThat(iot.listJobs(request -> request.status(JobStatus.IN_PROGRESS))
                        .jobs())
                .hasSize(1);
        assertThatThrownBy(() -> iot.listJobs(request -> request.status("DONE")))
                .isInstanceOf(InvalidRequestException.class);
        assertThatThrownBy(() -> iot.listJobs(request -> request.targetSelection("SOME")))
                .isInstanceOf(InvalidRequestException.class);
        assertThatThrownBy(() -> iot.listJobs(request -> request.maxResults(251)))
                .isInstanceOf(InvalidRequestException.class);
        assertThatThrownBy(() -> iot.listJobs(request -> request.nextToken("99999999999999999999")))
                .isInstanceOf(InvalidRequestException.class);
        assertThatThrownBy(() -> iot.listJobExecutionsForJob(request -> request.jobId("none")))
                .isInstanceOf(ResourceNotFoundException.class);
    }

    @Test
    void pageGoesOnWhereTheOneBeforeEndedWhateverIsDeletedMeanwhile() {
        List.of("a", "b", "c", "d").forEach(id -> lab.create(id, "press"));
        var first = iot.listJobs(request -> request.maxResults(2));

        first.jobs()
                .forEach(job ->
                        iot.deleteJob(request -> request.jobId(job.jobId()).force(true)));
        lab.create("e", "press");

        assertThat(first.jobs()).extracting(JobSummary::jobId).containsExactly("d", "c");
        assertThat(iot.listJobs(request -> request.maxResults(2).nextToken(first.nextToken()))
                        .jobs())
                .extracting(JobSummary::jobId)
                .containsExactly("b", "a");
    }

    @Test
    void textsOfAJobHaveLimits() {
        lab.create("one", "press");
        String tooLong = "x".repeat(2029);

        assertThatThrownBy(() -> iot.updateJob(request -> request.jobId("one").description(tooLong)))
                .isInstanceOf(InvalidRequestException.class);
        assertThatThrownBy(() -> iot.cancelJob(request -> request.jobId("one").comment(tooLong)))
                .isInstanceOf(InvalidRequestException.class);
        assertThatThrownBy(() -> iot.cancelJob(request -> request.jobId("one").reasonCode("lower")))
                .isInstanceOf(InvalidRequestException.class);
        assertThatThrownBy(() -> lab.create("with space", "press")).isInstanceOf(InvalidRequestException.class);
        assertThat(iot.describeJob(request -> request.jobId("one")).job().status())
                .isEqualTo(JobStatus.IN_PROGRESS);
    }

    @Test
    void whatIsNotEmulatedIsRefusedByName() {
        lab.create("one", "press");

        assertThatThrownBy(() -> lab.create("one", "press")).isInstanceOf(ResourceAlreadyExistsException.class);
        assertThatThrownBy(() -> iot.createJob(request ->
                        request.jobId("x").targets(arn("press")).documentSource("https://s3.amazonaws.com/b/k")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("documentSource");
        assertThatThrownBy(() -> iot.createJob(request -> request.jobId("x")
                        .targets(arn("press"))
                        .document("{}")
                        .targetSelection(TargetSelection.CONTINUOUS)))
                .hasMessageContaining("CONTINUOUS");
        assertThatThrownBy(() -> iot.createJob(request -> request.jobId("x")
                        .targets("arn:aws:iot:us-east-1:000000000000:thinggroup/g")
                        .document("{}")))
                .hasMessageContaining("thing group");
        assertThatThrownBy(() -> iot.createJob(request -> request.jobId("x")
                        .targets(arn("press"))
                        .document("{}")
                        .abortConfig(abort -> abort.criteriaList(List.of()))))
                .hasMessageContaining("abortConfig");
        assertThatThrownBy(() -> iot.createJob(
                        request -> request.jobId("x").targets(arn("press")).document("{")))
                .hasMessageContaining("not JSON");
    }

    @Test
    void cancelAndDeleteFollowTheStates() {
        lab.create("one", "press", "pump");
        lab.ask("start-next", "", "start-next/accepted");

        assertThatThrownBy(() -> iot.deleteJob(request -> request.jobId("one")))
                .isInstanceOf(InvalidStateTransitionException.class);
        assertThatThrownBy(() ->
                        iot.cancelJobExecution(request -> request.jobId("one").thingName("press")))
                .isInstanceOf(InvalidStateTransitionException.class);
        assertThatThrownBy(() -> iot.cancelJobExecution(
                        request -> request.jobId("one").thingName("pump").expectedVersion(9L)))
                .isInstanceOf(VersionConflictException.class);
        iot.cancelJob(request -> request.jobId("one").comment("enough").reasonCode("TEST"));

        Job canceled = iot.describeJob(request -> request.jobId("one")).job();
        assertThat(canceled.status()).isEqualTo(JobStatus.CANCELED);
        assertThat(canceled.comment()).isEqualTo("enough");
        assertThat(canceled.jobProcessDetails().numberOfCanceledThings()).isEqualTo(1);
        assertThat(canceled.jobProcessDetails().numberOfInProgressThings()).isEqualTo(1);
        iot.cancelJobExecution(
                request -> request.jobId("one").thingName("press").force(true));
        assertThat(iot.describeJobExecution(request -> request.jobId("one").thingName("press"))
                        .execution()
                        .forceCanceled())
                .isTrue();
        iot.deleteJobExecution(request -> request.jobId("one").thingName("pump").executionNumber(1L));
        iot.deleteJob(request -> request.jobId("one"));
        assertThatThrownBy(() -> iot.describeJob(request -> request.jobId("one")))
                .isInstanceOf(ResourceNotFoundException.class);
    }
}
