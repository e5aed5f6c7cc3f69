package dev.penstock.broker.devicesdk;

import static dev.penstock.broker.devicesdk.DeviceLab.THING;
import static dev.penstock.broker.devicesdk.DeviceLab.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.crt.iot.StreamingOperation;
import software.amazon.awssdk.iot.V2ClientStreamOptions;
import software.amazon.awssdk.iot.iotjobs.IotJobsV2Client;
import software.amazon.awssdk.iot.iotjobs.model.DescribeJobExecutionRequest;
import software.amazon.awssdk.iot.iotjobs.model.GetPendingJobExecutionsRequest;
import software.amazon.awssdk.iot.iotjobs.model.JobStatus;
import software.amazon.awssdk.iot.iotjobs.model.NextJobExecutionChangedEvent;
import software.amazon.awssdk.iot.iotjobs.model.NextJobExecutionChangedSubscriptionRequest;
import software.amazon.awssdk.iot.iotjobs.model.StartNextJobExecutionResponse;
import software.amazon.awssdk.iot.iotjobs.model.StartNextPendingJobExecutionRequest;
import software.amazon.awssdk.iot.iotjobs.model.UpdateJobExecutionRequest;
import software.amazon.awssdk.iot.iotjobs.model.V2ErrorResponseException;
import software.amazon.awssdk.services.iot.model.JobExecutionStatus;

/** The jobs client of the AWS IoT Device SDK for Java v2. */
class JobsClientTest {
    private final DeviceLab lab = new DeviceLab();

    @AfterEach
    void close() {
        lab.close();
    }

    private void createJob() {
        String thing = lab.iot.describeThing(r -> r.thingName(THING)).thingArn();
        lab.iot.createJob(r -> r.jobId("fw-1").targets(thing).document("{\"url\":\"a.bin\"}"));
    }

    @Test
    void deviceWorksOffAJob() {
        createJob();
        GetPendingJobExecutionsRequest pending = new GetPendingJobExecutionsRequest();
        pending.thingName = THING;
        StartNextPendingJobExecutionRequest start = new StartNextPendingJobExecutionRequest();
        start.thingName = THING;
        UpdateJobExecutionRequest update = new UpdateJobExecutionRequest();
        update.thingName = THING;
        update.jobId = "fw-1";
        update.status = JobStatus.SUCCEEDED;
        try (Mqtt5Device device = Mqtt5Device.connect(lab);
                IotJobsV2Client jobs = IotJobsV2Client.newFromMqtt5(device.client, Mqtt5Device.REQUESTS)) {
            int queued = done(jobs.getPendingJobExecutions(pending)).queuedJobs.size();
            StartNextJobExecutionResponse started = done(jobs.startNextPendingJobExecution(start));
            done(jobs.updateJobExecution(update));

            assertThat(queued).isEqualTo(1);
            assertThat(started.execution.jobDocument).containsEntry("url", "a.bin");
            assertThat(lab.iot
                            .describeJobExecution(r -> r.jobId("fw-1").thingName(THING))
                            .execution()
                            .status())
                    .isEqualTo(JobExecutionStatus.SUCCEEDED);
        }
    }

    @Test
    void newJobIsStreamedToTheDevice() {
        CompletableFuture<NextJobExecutionChangedEvent> next = new CompletableFuture<>();
        CompletableFuture<Boolean> subscribed = new CompletableFuture<>();
        NextJobExecutionChangedSubscriptionRequest request = new NextJobExecutionChangedSubscriptionRequest();
        request.thingName = THING;
        try (Mqtt5Device device = Mqtt5Device.connect(lab);
                IotJobsV2Client jobs = IotJobsV2Client.newFromMqtt5(device.client, Mqtt5Device.REQUESTS);
                StreamingOperation stream = jobs.createNextJobExecutionChangedStream(
                        request,
                        V2ClientStreamOptions.<NextJobExecutionChangedEvent>builder()
                                .withStreamEventHandler(next::complete)
                                .withSubscriptionEventHandler(event -> subscribed.complete(true))
                                .build())) {
            stream.open();
            done(subscribed);

            createJob();

            assertThat(done(next).execution.jobId).isEqualTo("fw-1");
        }
    }

    @Test
    void jobThatIsNotThereIsAModelledError() {
        DescribeJobExecutionRequest describe = new DescribeJobExecutionRequest();
        describe.thingName = THING;
        describe.jobId = "none";
        try (Mqtt5Device device = Mqtt5Device.connect(lab);
                IotJobsV2Client jobs = IotJobsV2Client.newFromMqtt5(device.client, Mqtt5Device.REQUESTS)) {

            assertThatThrownBy(() -> jobs.describeJobExecution(describe).get())
                    .cause()
                    .isInstanceOfSatisfying(
                            V2ErrorResponseException.class,
                            refused ->
                                    assertThat(refused.getModeledError().code).hasToString("ResourceNotFound"));
        }
    }
}
