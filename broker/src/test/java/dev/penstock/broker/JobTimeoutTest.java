package dev.penstock.broker;

import static dev.penstock.broker.JobLab.arn;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iot.model.JobExecutionStatus;
import software.amazon.awssdk.services.iot.model.JobStatus;

/** Source: AWS IoT Core developer guide, Job execution timeouts. */
class JobTimeoutTest {
    private final JobLab lab = new JobLab();

    @AfterEach
    void close() {
        lab.close();
    }

    private void create(long minutes) {
        lab.iot.createJob(request -> request.jobId("slow")
                .targets(arn("press"))
                .document("{}")
                .timeoutConfig(timeout -> timeout.inProgressTimeoutInMinutes(minutes)));
    }

    private JobExecutionStatus status() {
        return lab.iot
                .describeJobExecution(request -> request.jobId("slow").thingName("press"))
                .execution()
                .status();
    }

    private static long left(JsonNode answer) {
        return answer.path("execution").path("approximateSecondsBeforeTimedOut").asLong();
    }

    @Test
    void executionTimesOutByTheClock() {
        create(5);
        JsonNode started = lab.ask("start-next", "", "start-next/accepted");
        lab.test.time.advance(Duration.ofSeconds(299));
        JsonNode late = lab.ask("slow/get", "", "slow/get/accepted");
        JobExecutionStatus before = status();

        lab.test.time.advance(Duration.ofSeconds(1));

        assertThat(left(started)).isEqualTo(300);
        assertThat(left(late)).isEqualTo(1);
        assertThat(before).isEqualTo(JobExecutionStatus.IN_PROGRESS);
        assertThat(status()).isEqualTo(JobExecutionStatus.TIMED_OUT);
        assertThat(lab.iot.describeJob(request -> request.jobId("slow")).job().status())
                .isEqualTo(JobStatus.COMPLETED);
    }

    @Test
    void stepThatTakesTooLongTimesOut() {
        create(60);

        JsonNode started = lab.ask("start-next", "{\"stepTimeoutInMinutes\":5}", "start-next/accepted");
        lab.test.time.advance(Duration.ofMinutes(5));

        assertThat(left(started)).isEqualTo(300);
        assertThat(status()).isEqualTo(JobExecutionStatus.TIMED_OUT);
    }

    @Test
    void nextStepHasItsOwnTimeAndAnUpdateWithoutOneLeavesIt() {
        create(60);
        lab.ask("start-next", "{\"stepTimeoutInMinutes\":5}", "start-next/accepted");
        lab.test.time.advance(Duration.ofMinutes(4));
        lab.ask("slow/update", "{\"status\":\"IN_PROGRESS\",\"stepTimeoutInMinutes\":10}", "slow/update/accepted");
        lab.test.time.advance(Duration.ofMinutes(9));
        lab.ask("slow/update", "{\"status\":\"IN_PROGRESS\"}", "slow/update/accepted");
        JobExecutionStatus before = status();

        lab.test.time.advance(Duration.ofMinutes(1));

        assertThat(before).isEqualTo(JobExecutionStatus.IN_PROGRESS);
        assertThat(status()).isEqualTo(JobExecutionStatus.TIMED_OUT);
    }

    @Test
    void stepIsCalledOffButNotTheTimeOfTheJob() {
        create(60);
        lab.ask("start-next", "{\"stepTimeoutInMinutes\":5}", "start-next/accepted");
        lab.ask("slow/update", "{\"status\":\"IN_PROGRESS\",\"stepTimeoutInMinutes\":-1}", "slow/update/accepted");
        lab.test.time.advance(Duration.ofMinutes(59));
        JobExecutionStatus before = status();

        lab.test.time.advance(Duration.ofMinutes(1));

        assertThat(before).isEqualTo(JobExecutionStatus.IN_PROGRESS);
        assertThat(status()).isEqualTo(JobExecutionStatus.TIMED_OUT);
    }

    @Test
    void deviceGivesItselfTimeOverHttpToo() {
        lab.create("slow", "press");

        var started = lab.data.startNextPendingJobExecution(
                request -> request.thingName("press").stepTimeoutInMinutes(5L));
        lab.test.time.advance(Duration.ofMinutes(5));

        assertThat(started.execution().approximateSecondsBeforeTimedOut()).isEqualTo(300);
        assertThat(status()).isEqualTo(JobExecutionStatus.TIMED_OUT);
    }

    @Test
    void executionThatIsOverDoesNotTimeOut() {
        create(5);
        lab.ask("start-next", "{\"stepTimeoutInMinutes\":1}", "start-next/accepted");
        lab.ask("slow/update", "{\"status\":\"SUCCEEDED\"}", "slow/update/accepted");

        lab.test.time.advance(Duration.ofMinutes(5));

        assertThat(status()).isEqualTo(JobExecutionStatus.SUCCEEDED);
    }
}
