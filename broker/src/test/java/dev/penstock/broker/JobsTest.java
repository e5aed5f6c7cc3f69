package dev.penstock.broker;

import static dev.penstock.broker.TestBroker.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.Mqtt3BlockingClient;
import com.hivemq.client.mqtt.mqtt3.message.publish.Mqtt3Publish;
import dev.penstock.platform.data.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
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
import software.amazon.awssdk.services.iotjobsdataplane.IotJobsDataPlaneClient;

/** Source: AWS IoT Core developer guide, Jobs. */
class JobsTest {
    private static final long NOW = 1_767_225_600L;
    private static final String JOBS = "$aws/things/press/jobs/";

    private final DataPlane plane = new DataPlane();
    private final TestBroker test = plane.test;
    private final IotClient iot = IotClient.builder()
            .endpointOverride(plane.endpoint.uri())
            .region(Region.US_EAST_1)
            .credentialsProvider(DataPlane.CREDENTIALS)
            .httpClientBuilder(ApacheHttpClient.builder())
            .build();
    private final IotJobsDataPlaneClient data = IotJobsDataPlaneClient.builder()
            .endpointOverride(plane.endpoint.uri())
            .region(Region.US_EAST_1)
            .credentialsProvider(DataPlane.CREDENTIALS)
            .httpClientBuilder(ApacheHttpClient.builder())
            .build();
    private final Mqtt3BlockingClient device = test.connect("press");
    private final Queue<Mqtt3Publish> answers = new ConcurrentLinkedQueue<>();

    JobsTest() {
        device.toAsync().publishes(MqttGlobalPublishFilter.ALL, answers::add);
    }

    @AfterEach
    void close() {
        iot.close();
        data.close();
        plane.close();
    }

    @Test
    void deviceWorksOffAJobAndGetsAnswersWithoutASubscription() {
        create("fw-1", "press");

        JsonNode pending = ask("get", "{\"clientToken\":\"a\"}", "get/accepted");
        JsonNode started = ask("start-next", "{\"statusDetails\":{\"step\":\"1\"}}", "start-next/accepted");
        test.time.advance(Duration.ofSeconds(10));
        JsonNode updated = ask(
                "fw-1/update",
                "{\"status\":\"SUCCEEDED\",\"expectedVersion\":2,\"includeJobExecutionState\":true,\"includeJobDocument\":true}",
                "fw-1/update/accepted");
        JsonNode described = ask("fw-1/get", "", "fw-1/get/accepted");

        assertThat(pending)
                .isEqualTo(json("{\"inProgressJobs\":[],\"queuedJobs\":[{\"jobId\":\"fw-1\",\"queuedAt\":1767225600,"
                        + "\"lastUpdatedAt\":1767225600,\"versionNumber\":1,\"executionNumber\":1}],\"clientToken\":\"a\","
                        + "\"timestamp\":1767225600}"));
        assertThat(started)
                .isEqualTo(json("{\"execution\":{\"jobId\":\"fw-1\",\"thingName\":\"press\",\"status\":\"IN_PROGRESS\","
                        + "\"statusDetails\":{\"step\":\"1\"},\"queuedAt\":1767225600,\"startedAt\":1767225600,"
                        + "\"lastUpdatedAt\":1767225600,\"versionNumber\":2,\"executionNumber\":1,"
                        + "\"jobDocument\":{\"do\":\"fw-1\"}},\"timestamp\":1767225600}"));
        assertThat(updated)
                .isEqualTo(json("{\"executionState\":{\"status\":\"SUCCEEDED\",\"statusDetails\":{\"step\":\"1\"},"
                        + "\"versionNumber\":3},\"jobDocument\":{\"do\":\"fw-1\"},\"timestamp\":1767225610}"));
        assertThat(described.path("execution").path("status").asText()).isEqualTo("SUCCEEDED");
        Job job = iot.describeJob(request -> request.jobId("fw-1")).job();
        assertThat(job.status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(job.completedAt()).isEqualTo(Instant.ofEpochSecond(NOW + 10));
        assertThat(job.jobProcessDetails().numberOfSucceededThings()).isEqualTo(1);
    }

    @Test
    void answersAreForNobodyElse() {
        Queue<Mqtt3Publish> others =
                TestBroker.collect(test.connect("app"), "$aws/things/press/jobs/#", MqttQos.AT_LEAST_ONCE);

        ask("start-next", "", "start-next/accepted");
        create("fw-1", "press");

        await("both notices").until(() -> others.size() == 2);
        assertThat(others)
                .extracting(publish -> publish.getTopic().toString())
                .containsExactly(JOBS + "notify", JOBS + "notify-next");
    }

    @Test
    void noticesComeWhenTheListOrTheNextJobChanges() throws Exception {
        Queue<Mqtt3Publish> notices = TestBroker.collect(test.connect("app"), JOBS + "+", MqttQos.AT_LEAST_ONCE);

        create("one", "press");
        create("two", "press");
        ask("start-next", "", "start-next/accepted");
        ask("one/update", "{\"status\":\"FAILED\"}", "one/update/accepted");
        iot.cancelJob(request -> request.jobId("two"));

        await("seven notices").until(() -> notices.size() == 7);
        List<String> seen = new ArrayList<>();
        for (Mqtt3Publish notice : notices) {
            JsonNode body = json(new String(notice.getPayloadAsBytes(), StandardCharsets.UTF_8));
            seen.add(notice.getTopic().getLevels().get(4) + " "
                    + (body.has("jobs")
                            ? body.path("jobs").findValuesAsText("jobId").toString()
                            : body.path("execution").path("jobId").asText("-")));
        }
        assertThat(seen)
                .containsExactly(
                        "notify [one]",
                        "notify-next one",
                        "notify [one, two]",
                        "notify [two]",
                        "notify-next two",
                        "notify []",
                        "notify-next -");
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "fw-1/update | {\"status\":\"IN_PROGRESS\",\"expectedVersion\":7,\"clientToken\":\"t\"} | VersionMismatch",
                "fw-1/update | {\"status\":\"QUEUED\"} | InvalidRequest",
                "fw-1/update | {\"status\":\"CANCELED\"} | InvalidRequest",
                "fw-1/update | {\"status\":\"DONE\"} | InvalidRequest",
                "fw-1/update | {} | InvalidRequest",
                "fw-1/update | {\"status\":\"FAILED\",\"statusDetails\":{\"a\":1}} | InvalidRequest",
                "fw-1/update | {\"status\":\"FAILED\",\"stepTimeoutInMinutes\":1} | InvalidRequest",
                "fw-1/update | { | InvalidJson",
                "fw-1/get | [] | InvalidJson",
                "fw-1/get | {\"executionNumber\":2} | InvalidRequest",
                "other/get | {} | ResourceNotFound",
                "other/update | {\"status\":\"FAILED\"} | ResourceNotFound"
            })
    void refusalIsAnsweredWithItsCode(String operation, String payload, String code) {
        create("fw-1", "press");

        JsonNode refusal = ask(operation, payload, operation + "/rejected");

        assertThat(refusal.path("code").asText()).isEqualTo(code);
        assertThat(refusal.path("message").asText()).isNotEmpty();
        assertThat(refusal.path("timestamp").asLong()).isEqualTo(NOW);
        assertThat(refusal.has("executionState")).isEqualTo(code.equals("VersionMismatch"));
        assertThat(refusal.has("clientToken")).isEqualTo(payload.contains("clientToken"));
    }

    @Test
    void executionThatIsOverDoesNotChangeAnyMore() {
        create("fw-1", "press");
        ask("fw-1/update", "{\"status\":\"REJECTED\"}", "fw-1/update/accepted");

        JsonNode refusal = ask("fw-1/update", "{\"status\":\"SUCCEEDED\"}", "fw-1/update/rejected");

        assertThat(refusal.path("code").asText()).isEqualTo("InvalidStateTransition");
        assertThat(refusal.path("executionState").path("status").asText()).isEqualTo("REJECTED");
    }

    @Test
    void nextJobIsTheOneInProgressAndNothingWhenThereIsNone() {
        JsonNode none = ask("$next/get", "", "$next/get/accepted");
        create("one", "press");
        create("two", "press");
        ask("two/update", "{\"status\":\"IN_PROGRESS\"}", "two/update/accepted");

        JsonNode next = ask("$next/get", "{\"includeJobDocument\":false}", "$next/get/accepted");

        assertThat(none).isEqualTo(json("{\"timestamp\":1767225600}"));
        assertThat(next.path("execution").path("jobId").asText()).isEqualTo("two");
        assertThat(next.path("execution").has("jobDocument")).isFalse();
    }

    @Test
    void executionTimesOutByTheClock() {
        iot.createJob(request -> request.jobId("slow")
                .targets(arn("press"))
                .document("{}")
                .timeoutConfig(timeout -> timeout.inProgressTimeoutInMinutes(5L)));
        JsonNode started = ask("start-next", "", "start-next/accepted");

        test.time.advance(Duration.ofMinutes(5));

        assertThat(started.path("execution")
                        .path("approximateSecondsBeforeTimedOut")
                        .asLong())
                .isEqualTo(300);
        assertThat(iot.describeJobExecution(request -> request.jobId("slow").thingName("press"))
                        .execution()
                        .status())
                .isEqualTo(JobExecutionStatus.TIMED_OUT);
        assertThat(iot.describeJob(request -> request.jobId("slow")).job().status())
                .isEqualTo(JobStatus.COMPLETED);
    }

    @Test
    void controlPlaneCreatesDescribesAndLists() {
        create("one", "press", "pump");
        test.time.advance(Duration.ofSeconds(1));
        create("two", "press");

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
    void cancelAndDeleteFollowTheStates() {
        create("one", "press", "pump");
        ask("start-next", "", "start-next/accepted");

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

    @Test
    void whatIsNotEmulatedIsRefusedByName() {
        create("one", "press");

        assertThatThrownBy(() -> create("one", "press")).isInstanceOf(ResourceAlreadyExistsException.class);
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
    void deviceMayUseHttp() {
        create("one", "press");

        var pending = data.getPendingJobExecutions(request -> request.thingName("press"));
        var started = data.startNextPendingJobExecution(
                request -> request.thingName("press").statusDetails(Map.of("a", "b")));
        var updated = data.updateJobExecution(request ->
                request.thingName("press").jobId("one").status("SUCCEEDED").includeJobExecutionState(true));
        var described =
                data.describeJobExecution(request -> request.thingName("press").jobId("one"));

        assertThat(pending.queuedJobs())
                .singleElement()
                .satisfies(job -> assertThat(job.queuedAt()).isEqualTo(NOW));
        assertThat(started.execution().jobDocument()).isEqualTo("{\"do\":\"one\"}");
        assertThat(started.execution().statusDetails()).containsEntry("a", "b");
        assertThat(updated.executionState().versionNumber()).isEqualTo(3);
        assertThat(described.execution().statusAsString()).isEqualTo("SUCCEEDED");
        assertThatThrownBy(() -> data.updateJobExecution(
                        request -> request.thingName("press").jobId("one").status("FAILED")))
                .isInstanceOf(
                        software.amazon.awssdk.services.iotjobsdataplane.model.InvalidStateTransitionException.class);
    }

    private void create(String id, String... things) {
        iot.createJob(request -> request.jobId(id)
                .targets(List.of(things).stream().map(JobsTest::arn).toList())
                .description("about " + id)
                .document("{\"do\":\"%s\"}".formatted(id)));
    }

    private static String arn(String thing) {
        return "arn:aws:iot:us-east-1:000000000000:thing/" + thing;
    }

    private JsonNode ask(String operation, String payload, String answer) {
        answers.clear();
        TestBroker.publish(device, JOBS + operation, payload);
        await("an answer").until(() -> !answers.isEmpty());
        assertThat(answers.element().getTopic()).hasToString(JOBS + answer);
        return json(new String(answers.element().getPayloadAsBytes(), StandardCharsets.UTF_8));
    }

    private static JsonNode json(String text) {
        try {
            return Json.MAPPER.readTree(text);
        } catch (IOException notJson) {
            throw new AssertionError(text, notJson);
        }
    }
}
