package dev.penstock.broker.devicesdk;

import dev.penstock.broker.BrokerSettings;
import dev.penstock.broker.Brokers;
import dev.penstock.broker.DeviceIdentities;
import dev.penstock.broker.IdentitySettings;
import dev.penstock.broker.LocalBroker;
import dev.penstock.broker.PublishedMessage;
import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.time.TestTime;
import dev.penstock.platform.wire.AwsEndpoint;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLSocket;
import org.awaitility.Awaitility;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.iot.IotClient;
import software.amazon.awssdk.services.iot.model.CreateKeysAndCertificateResponse;
import software.amazon.awssdk.services.iotdataplane.IotDataPlaneClient;

/** A broker with TLS, its registry and its HTTP APIs, and one thing that was provisioned as people provision theirs. */
final class DeviceLab implements AutoCloseable {
    static final String THING = "pump-7";
    private static final long LIMIT_SECONDS = 60;

    /** Names its own topics only, as the policies of AWS's documentation do. */
    private static final String POLICY = """
            {"Version": "2012-10-17", "Statement": [
              {"Effect": "Allow", "Action": "iot:Connect",
               "Resource": "arn:aws:iot:us-east-1:000000000000:client/${iot:Connection.Thing.ThingName}"},
              {"Effect": "Allow", "Action": ["iot:Publish", "iot:Receive", "iot:RetainPublish"], "Resource": [
                "arn:aws:iot:us-east-1:000000000000:topic/plant/${iot:Connection.Thing.ThingName}/*",
                "arn:aws:iot:us-east-1:000000000000:topic/$aws/things/${iot:Connection.Thing.ThingName}/*"]},
              {"Effect": "Allow", "Action": "iot:Subscribe", "Resource": [
                "arn:aws:iot:us-east-1:000000000000:topicfilter/plant/${iot:Connection.Thing.ThingName}/*",
                "arn:aws:iot:us-east-1:000000000000:topicfilter/$aws/things/${iot:Connection.Thing.ThingName}/*"]}]}
            """;

    final TestTime time = TestTime.at("2026-01-01T00:00:00Z");
    final Queue<PublishedMessage> heard = new ConcurrentLinkedQueue<>();
    final LocalBroker broker;
    final IotClient iot;
    final IotDataPlaneClient data;
    final String authority;
    final String certificate;
    final String key;
    private final AwsEndpoint endpoint = new AwsEndpoint("127.0.0.1", 0);

    DeviceLab() {
        DeviceIdentities identities = Brokers.identities(AwsIdentity.DEFAULT, time, IdentitySettings.DEFAULT);
        broker = Brokers.local(new BrokerSettings("127.0.0.1", 0).withTlsPort(0), time, identities);
        broker.onPublish(this::hear);
        broker.serve(endpoint, AwsIdentity.DEFAULT);
        endpoint.register(identities.api());
        endpoint.upgrade(broker.webSocket());
        broker.start();
        endpoint.start();
        StaticCredentialsProvider credentials =
                StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test"));
        iot = IotClient.builder()
                .endpointOverride(endpoint.uri())
                .region(Region.US_EAST_1)
                .credentialsProvider(credentials)
                .httpClientBuilder(ApacheHttpClient.builder())
                .build();
        data = IotDataPlaneClient.builder()
                .endpointOverride(endpoint.uri())
                .region(Region.US_EAST_1)
                .credentialsProvider(credentials)
                .httpClientBuilder(ApacheHttpClient.builder())
                .build();
        authority = identities.caCertificate();
        greet();
        CreateKeysAndCertificateResponse made = iot.createKeysAndCertificate(r -> r.setAsActive(true));
        certificate = made.certificatePem();
        key = made.keyPair().privateKey();
        iot.createThing(r -> r.thingName(THING));
        iot.createPolicy(r -> r.policyName("pumps").policyDocument(POLICY));
        iot.attachPolicy(r -> r.policyName("pumps").target(made.certificateArn()));
        iot.attachThingPrincipal(r -> r.thingName(THING).principal(made.certificateArn()));
    }

    /** The first client waits for the broker's certificate to be made; those of the CRT wait 10 s at most. */
    private void greet() {
        try (ByteArrayInputStream trusted = new ByteArrayInputStream(authority.getBytes(StandardCharsets.US_ASCII))) {
            JdkSslContext context = (JdkSslContext) SslContextBuilder.forClient()
                    .sslProvider(SslProvider.JDK)
                    .trustManager(trusted)
                    .build();
            try (SSLSocket socket =
                    (SSLSocket) context.context().getSocketFactory().createSocket("localhost", tlsPort())) {
                socket.startHandshake();
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private CompletionStage<Void> hear(PublishedMessage message) {
        heard.add(message);
        return CompletableFuture.completedStage(null);
    }

    /** Until the rules have got so many messages. */
    void awaitMessages(int count) {
        Awaitility.await("messages").atMost(Duration.ofSeconds(LIMIT_SECONDS)).until(() -> heard.size() >= count);
    }

    /** Until all that was published is where it belongs. */
    void awaitRest() {
        Awaitility.await("rest").atMost(Duration.ofSeconds(LIMIT_SECONDS)).until(time.inFlight()::isSettled);
    }

    int tlsPort() {
        return broker.tlsPort().orElseThrow();
    }

    /** The port of the AWS endpoint, which takes WebSockets too. */
    int endpointPort() {
        return endpoint.port();
    }

    /** Where a client of this JVM finds the HTTP APIs. */
    String endpointUri() {
        return endpoint.uri().toString();
    }

    /** What another client publishes to a topic below {@code plant/pump-7/}. */
    void tell(String topic, String text) {
        done(broker.publish("plant/" + THING + "/" + topic, Bytes.utf8(text), 1, "office")
                .toCompletableFuture());
    }

    /** The outcome of something that takes a moment. */
    static <T> T done(CompletableFuture<T> coming) {
        try {
            return coming.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException failure) {
            throw new AssertionError(failure.getCause());
        } catch (InterruptedException | TimeoutException failure) {
            throw new AssertionError(failure);
        }
    }

    @Override
    public void close() {
        iot.close();
        data.close();
        endpoint.close();
        broker.close();
    }
}
