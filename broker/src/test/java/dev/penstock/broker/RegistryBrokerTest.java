package dev.penstock.broker;

import static dev.penstock.broker.TestBroker.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.data.Json;
import dev.penstock.platform.time.TestTime;
import dev.penstock.platform.wire.AwsEndpoint;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.iot.IotClient;
import software.amazon.awssdk.services.iot.model.ResourceNotFoundException;

/** A broker whose clients are held to the registry, plain MQTT too. */
class RegistryBrokerTest {
    private final TestTime time = TestTime.at("2026-01-01T00:00:00Z");
    private final DeviceIdentities identities =
            Brokers.identities(AwsIdentity.DEFAULT, time, IdentitySettings.DEFAULT.withPolicies(PolicyMode.ENFORCE));
    private final LocalBroker broker = Brokers.local(new BrokerSettings("127.0.0.1", 0), time, identities);
    private final AwsEndpoint endpoint = new AwsEndpoint("127.0.0.1", 0);
    private final Queue<PublishedMessage> messages = new ConcurrentLinkedQueue<>();
    private final LogLines log = new LogLines();

    @BeforeEach
    void start() {
        broker.onPublish(new PublishListener() {
            @Override
            public CompletionStage<Void> accept(PublishedMessage message) {
                messages.add(message);
                return CompletableFuture.completedStage(null);
            }

            @Override
            public boolean hears(String serviceTopic) {
                return true;
            }
        });
        broker.start();
        endpoint.register(identities.api());
        identities.explain(endpoint);
        broker.serve(endpoint, AwsIdentity.DEFAULT);
        endpoint.start();
    }

    @AfterEach
    void close() {
        endpoint.close();
        broker.close();
        log.close();
    }

    private void connectInVain(String clientId) {
        try (RawClient client = new RawClient(broker.mqttPort())) {
            client.send(RawClient.connectPacket(clientId, true));
            assertThat(client.isClosedByBroker()).isTrue();
        }
    }

    @Test
    void refusedClientIsOneLineOfTheLog() {
        connectInVain("pump-7");

        List<String> lines =
                log.warnings().stream().filter(line -> line.contains("pump-7")).toList();
        assertThat(lines).hasSize(1);
        assertThat(lines.get(0))
                .contains(
                        "iot:Connect on arn:aws:iot:us-east-1:000000000000:client/pump-7 is denied: no policy is attached");
    }

    @Test
    void refusedClientIsALifecycleEvent() throws Exception {
        connectInVain("pump-7");

        await("the event").until(() -> !messages.isEmpty());
        PublishedMessage event = messages.element();
        assertThat(event.topic()).isEqualTo("$aws/events/presence/connect_failed/pump-7");
        JsonNode body = Json.MAPPER.readTree(event.payload().utf8());
        assertThat(body.path("eventType").asText()).isEqualTo("connect_failed");
        assertThat(body.path("connectFailureReason").asText()).isEqualTo("AUTHORIZATION_FAILED");
        assertThat(body.path("ipAddress").asText()).isEqualTo("127.0.0.1");
    }

    @Test
    void refusedClientIsExplained() throws Exception {
        connectInVain("pump-7");

        String text = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(endpoint.uri() + "/_penstock/explain/policies"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
        assertThat(text)
                .contains(
                        "iot:Connect            0 allowed, 1 denied",
                        "client 'pump-7' at 127.0.0.1",
                        "effect     the connection was closed without CONNACK",
                        "next       connect with a client certificate to the TLS port");
    }

    @Test
    void jobsAreForThingsOfTheRegistry() {
        identities.createThing("press", Map.of());
        try (IotClient iot = IotClient.builder()
                .endpointOverride(endpoint.uri())
                .region(Region.US_EAST_1)
                .credentialsProvider(DataPlane.CREDENTIALS)
                .httpClientBuilder(ApacheHttpClient.builder())
                .build()) {

            iot.createJob(job -> job.jobId("one")
                    .targets("arn:aws:iot:us-east-1:000000000000:thing/press")
                    .document("{}"));

            assertThat(iot.describeJob(job -> job.jobId("one")).job().targets()).hasSize(1);
            assertThatThrownBy(() -> iot.createJob(job -> job.jobId("two")
                            .targets("arn:aws:iot:us-east-1:000000000000:thing/nobody")
                            .document("{}")))
                    .isInstanceOf(ResourceNotFoundException.class)
                    .hasMessageContaining("nobody");
        }
    }
}
