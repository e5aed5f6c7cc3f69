package dev.penstock.broker;

import static dev.penstock.broker.TestBroker.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.mqtt3.Mqtt3BlockingClient;
import com.hivemq.client.mqtt.mqtt3.message.publish.Mqtt3Publish;
import dev.penstock.platform.data.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.iot.IotClient;
import software.amazon.awssdk.services.iotjobsdataplane.IotJobsDataPlaneClient;

/** Jobs, the clients that make them, and a device that works them off. */
final class JobLab implements AutoCloseable {
    static final long NOW = 1_767_225_600L;
    static final String JOBS = "$aws/things/press/jobs/";

    final DataPlane plane = new DataPlane();
    final TestBroker test = plane.test;
    final IotClient iot = IotClient.builder()
            .endpointOverride(plane.endpoint.uri())
            .region(Region.US_EAST_1)
            .credentialsProvider(DataPlane.CREDENTIALS)
            .httpClientBuilder(ApacheHttpClient.builder())
            .build();
    final IotJobsDataPlaneClient data = IotJobsDataPlaneClient.builder()
            .endpointOverride(plane.endpoint.uri())
            .region(Region.US_EAST_1)
            .credentialsProvider(DataPlane.CREDENTIALS)
            .httpClientBuilder(ApacheHttpClient.builder())
            .build();
    private final Mqtt3BlockingClient device = test.connect("press");
    private final Queue<Mqtt3Publish> answers = new ConcurrentLinkedQueue<>();

    JobLab() {
        device.toAsync().publishes(MqttGlobalPublishFilter.ALL, answers::add);
    }

    @Override
    public void close() {
        iot.close();
        data.close();
        plane.close();
    }

    void create(String id, String... things) {
        iot.createJob(request -> request.jobId(id)
                .targets(List.of(things).stream().map(JobLab::arn).toList())
                .description("about " + id)
                .document("{\"do\":\"%s\"}".formatted(id)));
    }

    static String arn(String thing) {
        return "arn:aws:iot:us-east-1:000000000000:thing/" + thing;
    }

    /** Sends a request and returns its answer, which must come on this topic. */
    JsonNode ask(String operation, String payload, String answer) {
        answers.clear();
        TestBroker.publish(device, JOBS + operation, payload);
        await("an answer").until(() -> !answers.isEmpty());
        assertThat(answers.element().getTopic()).hasToString(JOBS + answer);
        return json(new String(answers.element().getPayloadAsBytes(), StandardCharsets.UTF_8));
    }

    static JsonNode json(String text) {
        try {
            return Json.MAPPER.readTree(text);
        } catch (IOException notJson) {
            throw new AssertionError(text, notJson);
        }
    }
}
