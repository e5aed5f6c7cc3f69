package dev.penstock.broker;

import static dev.penstock.broker.JobLab.JOBS;
import static dev.penstock.broker.JobLab.NOW;
import static dev.penstock.broker.JobLab.json;
import static dev.penstock.broker.TestBroker.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.message.publish.Mqtt3Publish;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.iot.IotClient;
import software.amazon.awssdk.services.iot.model.Job;
import software.amazon.awssdk.services.iot.model.JobStatus;
import software.amazon.awssdk.services.iotjobsdataplane.IotJobsDataPlaneClient;
import software.amazon.awssdk.services.iotjobsdataplane.model.TerminalStateException;

/** Source: AWS IoT Core developer guide, Jobs. */
class JobsTest {
    private final JobLab lab = new JobLab();
    private final TestBroker test = lab.test;
    private final IotClient iot = lab.iot;
    private final IotJobsDataPlaneClient data = lab.data;

    @AfterEach
    void close() {
        lab.close();
    }

    @Test
    void deviceWorksOffAJobAndGetsAnswersWithoutASubscription() {
        lab.create("fw-1", "press");

        JsonNode pending = lab.ask("get", "{\"clientToken\":\"a\"}", "get/accepted");
        JsonNode started = lab.ask("start-next", "{\"statusDetails\":{\"step\":\"1\"}}", "start-next/accepted");
        test.time.advance(Duration.ofSeconds(10));
        JsonNode updated = lab.ask(
                "fw-1/update",
                "{\"status\":\"SUCCEEDED\",\"expectedVersion\":2,\"includeJobExecutionState\":true,\"includeJobDocument\":true}",
                "fw-1/update/accepted");
        JsonNode described = lab.ask("fw-1/get", "", "fw-1/get/rejected");

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
        assertThat(described)
                .isEqualTo(json("{\"code\":\"TerminalStateReached\",\"message\":\"Job Execution has reached terminal"
                        + " state. It is neither IN_PROGRESS nor QUEUED.\",\"timestamp\":1767225610}"));
        Job job = iot.describeJob(request -> request.jobId("fw-1")).job();
        assertThat(job.status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(job.completedAt()).isEqualTo(Instant.ofEpochSecond(NOW + 10));
        assertThat(job.jobProcessDetails().numberOfSucceededThings()).isEqualTo(1);
    }

    @Test
    void answersAreForNobodyElse() {
        Queue<Mqtt3Publish> others =
                TestBroker.collect(test.connect("app"), "$aws/things/press/jobs/#", MqttQos.AT_LEAST_ONCE);

        lab.ask("start-next", "", "start-next/accepted");
        lab.create("fw-1", "press");

        await("both notices").until(() -> others.size() == 2);
        assertThat(others)
                .extracting(publish -> publish.getTopic().toString())
                .containsExactly(JOBS + "notify", JOBS + "notify-next");
    }

    @Test
    void noticesComeWhenTheListOrTheNextJobChanges() throws Exception {
        Queue<Mqtt3Publish> notices = TestBroker.collect(test.connect("app"), JOBS + "+", MqttQos.AT_LEAST_ONCE);

        lab.create("one", "press");
        lab.create("two", "press");
        lab.ask("start-next", "", "start-next/accepted");
        lab.ask("one/update", "{\"status\":\"FAILED\"}", "one/update/accepted");
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
                "fw-1/update | {\"status\":\"FAILED\",\"stepTimeoutInMinutes\":0} | InvalidRequest",
                "fw-1/update | {\"status\":\"IN_PROGRESS\",\"stepTimeoutInMinutes\":10081} | InvalidRequest",
                "fw-1/update | {\"status\":\"IN_PROGRESS\",\"stepTimeoutInMinutes\":\"5\"} | InvalidRequest",
                "fw-1/update | {\"status\":\"FAILED\",\"statusDetails\":{\"a b\":\"c\"}} | InvalidRequest",
                "fw-1/update | {\"status\":\"FAILED\",\"statusDetails\":{\"a\":\"\"}} | InvalidRequest",
                "fw-1/update | {\"status\":\"FAILED\",\"statusDetails\":[]} | InvalidRequest",
                "start-next | {\"stepTimeoutInMinutes\":-1} | InvalidRequest",
                "fw-1/update | { | InvalidJson",
                "fw-1/get | [] | InvalidJson",
                "fw-1/get | {\"executionNumber\":2} | ResourceNotFound",
                "fw-1/get | {\"executionNumber\":\"first\"} | InvalidRequest",
                "other/get | {} | ResourceNotFound",
                "other/update | {\"status\":\"FAILED\"} | ResourceNotFound"
            })
    void refusalIsAnsweredWithItsCode(String operation, String payload, String code) {
        lab.create("fw-1", "press");

        JsonNode refusal = lab.ask(operation, payload, operation + "/rejected");

        assertThat(refusal.path("code").asText()).isEqualTo(code);
        assertThat(refusal.path("message").asText()).isNotEmpty();
        assertThat(refusal.path("timestamp").asLong()).isEqualTo(NOW);
        assertThat(refusal.has("executionState")).isEqualTo(code.equals("VersionMismatch"));
        assertThat(refusal.has("clientToken")).isEqualTo(payload.contains("clientToken"));
    }

    @Test
    void executionThatIsOverDoesNotChangeAnyMore() {
        lab.create("fw-1", "press");
        lab.ask("fw-1/update", "{\"status\":\"REJECTED\"}", "fw-1/update/accepted");

        JsonNode refusal = lab.ask("fw-1/update", "{\"status\":\"SUCCEEDED\"}", "fw-1/update/rejected");

        assertThat(refusal.path("code").asText()).isEqualTo("InvalidStateTransition");
        assertThat(refusal.path("executionState").path("status").asText()).isEqualTo("REJECTED");
    }

    @Test
    void nextJobIsTheOneInProgressAndNothingWhenThereIsNone() {
        JsonNode none = lab.ask("$next/get", "", "$next/get/accepted");
        lab.create("one", "press");
        lab.create("two", "press");
        lab.ask("two/update", "{\"status\":\"IN_PROGRESS\"}", "two/update/accepted");

        JsonNode next = lab.ask("$next/get", "{\"includeJobDocument\":false}", "$next/get/accepted");

        assertThat(none).isEqualTo(json("{\"timestamp\":1767225600}"));
        assertThat(next.path("execution").path("jobId").asText()).isEqualTo("two");
        assertThat(next.path("execution").has("jobDocument")).isFalse();
    }

    @Test
    void statusDetailsAreAtMostTenOfAThousandCharacters() {
        lab.create("fw-1", "press");
        String longest = "x".repeat(1024);
        String ten = IntStream.range(0, 10)
                .mapToObj(i -> "\"k%d\":\"%s\"".formatted(i, longest))
                .collect(Collectors.joining(","));

        lab.ask(
                "fw-1/update",
                "{\"status\":\"IN_PROGRESS\",\"statusDetails\":{%s}}".formatted(ten),
                "fw-1/update/accepted");

        lab.ask(
                "fw-1/update",
                "{\"status\":\"IN_PROGRESS\",\"statusDetails\":{%s,\"l\":\"x\"}}".formatted(ten),
                "fw-1/update/rejected");
        lab.ask(
                "fw-1/update",
                "{\"status\":\"IN_PROGRESS\",\"statusDetails\":{\"a\":\"x%s\"}}".formatted(longest),
                "fw-1/update/rejected");
        assertThat(iot.describeJobExecution(request -> request.jobId("fw-1").thingName("press"))
                        .execution()
                        .statusDetails()
                        .detailsMap())
                .hasSize(10)
                .containsEntry("k9", longest);
    }

    @Test
    void deviceMayUseHttp() {
        lab.create("one", "press");

        var pending = data.getPendingJobExecutions(request -> request.thingName("press"));
        var started = data.startNextPendingJobExecution(
                request -> request.thingName("press").statusDetails(Map.of("a", "b")));
        var described =
                data.describeJobExecution(request -> request.thingName("press").jobId("$next"));
        var updated = data.updateJobExecution(request ->
                request.thingName("press").jobId("one").status("SUCCEEDED").includeJobExecutionState(true));

        assertThat(pending.queuedJobs())
                .singleElement()
                .satisfies(job -> assertThat(job.queuedAt()).isEqualTo(NOW));
        assertThat(started.execution().jobDocument()).isEqualTo("{\"do\":\"one\"}");
        assertThat(started.execution().statusDetails()).containsEntry("a", "b");
        assertThat(described.execution().jobId()).isEqualTo("one");
        assertThat(updated.executionState().versionNumber()).isEqualTo(3);
        assertThatThrownBy(() -> data.describeJobExecution(
                        request -> request.thingName("press").jobId("one")))
                .isInstanceOf(TerminalStateException.class)
                .hasMessageContaining("reached terminal state");
        assertThatThrownBy(() -> data.updateJobExecution(
                        request -> request.thingName("press").jobId("one").status("FAILED")))
                .isInstanceOf(
                        software.amazon.awssdk.services.iotjobsdataplane.model.InvalidStateTransitionException.class);
    }
}
