package dev.penstock.broker;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.Mqtt3AsyncClient;
import com.hivemq.client.mqtt.mqtt3.Mqtt3BlockingClient;
import com.hivemq.client.mqtt.mqtt3.Mqtt3Client;
import com.hivemq.client.mqtt.mqtt3.message.publish.Mqtt3Publish;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import dev.penstock.broker.authority.CertificateAuthority;
import dev.penstock.broker.policy.Authorizer;
import dev.penstock.platform.time.TestTime;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;

/** A broker on a free port with a clock that stands still, and clients that end with it. */
final class TestBroker implements AutoCloseable {
    /** For what comes at once: a machine that is busy takes its time. */
    static final Duration LIMIT = Duration.ofSeconds(60);

    final TestTime time = TestTime.at("2026-01-01T00:00:00Z");
    final LocalBroker broker;
    final HeldListener listener = new HeldListener();
    private final List<Runnable> clients = new ArrayList<>();

    /** Starts with a listener that accepts at once, until it is told to hold or to fail. */
    TestBroker() {
        this(null);
    }

    TestBroker(@Nullable PublishListener other) {
        this(other, settings(), Authorizer.OPEN, CertificateAuthority.inMemory());
    }

    /** Starts with TLS on a free port as well. */
    TestBroker(Authorizer authorizer, CertificateAuthority authority) {
        this(null, settings().withTlsPort(0), authorizer, authority);
    }

    /** As that, with other settings. */
    TestBroker(Authorizer authorizer, UnaryOperator<BrokerSettings> change) {
        this(null, change.apply(settings()), authorizer, CertificateAuthority.inMemory());
    }

    /** Starts with TLS on a free port and with demands on clients. */
    TestBroker(HandshakeSettings demands, CertificateAuthority authority) {
        this(null, settings().withTlsPort(0).withHandshake(demands), Authorizer.OPEN, authority);
    }

    private static BrokerSettings settings() {
        return new BrokerSettings("127.0.0.1", 0).withMinKeepAlive(Duration.ofSeconds(1));
    }

    private TestBroker(
            @Nullable PublishListener other,
            BrokerSettings settings,
            Authorizer authorizer,
            CertificateAuthority authority) {
        broker = Brokers.local(settings, time, authorizer, authority);
        broker.onPublish(other == null ? listener : other);
        broker.start();
    }

    int port() {
        return broker.mqttPort();
    }

    static ConditionFactory await(String what) {
        return Awaitility.await(what).atMost(LIMIT).pollInterval(Duration.ofMillis(5));
    }

    /** A client that is not connected yet. */
    Mqtt3AsyncClient client(String id) {
        Mqtt3AsyncClient client = Mqtt3Client.builder()
                .identifier(id)
                .serverHost("127.0.0.1")
                .serverPort(port())
                .buildAsync();
        clients.add(() -> ended(client.disconnect()));
        return client;
    }

    /** A client with a clean session. */
    Mqtt3BlockingClient connect(String id) {
        Mqtt3BlockingClient client = client(id).toBlocking();
        client.connect();
        return client;
    }

    /** A client of MQTT 5 that is not connected yet. */
    Mqtt5AsyncClient client5(String id) {
        Mqtt5AsyncClient client = Mqtt5Client.builder()
                .identifier(id)
                .serverHost("127.0.0.1")
                .serverPort(port())
                .buildAsync();
        clients.add(() -> ended(client.disconnect()));
        return client;
    }

    /** A client of MQTT 5 with a session that ends with its connection. */
    Mqtt5BlockingClient connect5(String id) {
        Mqtt5BlockingClient client = client5(id).toBlocking();
        client.connect();
        return client;
    }

    /** The broker may have ended the connection before, or while, the client does: both are an end. */
    private static void ended(CompletableFuture<?> disconnect) {
        disconnect
                .orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS)
                .exceptionally(gone -> null)
                .join();
    }

    RawClient raw() {
        RawClient client = new RawClient(port());
        clients.add(client::close);
        return client;
    }

    RawClient rawConnected(String id) {
        RawClient client = raw();
        client.connect(id, true);
        return client;
    }

    /** Subscribes and collects what arrives. */
    static Queue<Mqtt3Publish> collect(Mqtt3BlockingClient client, String filter, MqttQos qos) {
        Queue<Mqtt3Publish> arrived = new ConcurrentLinkedQueue<>();
        client.toAsync()
                .subscribeWith()
                .topicFilter(filter)
                .qos(qos)
                .callback(arrived::add)
                .send()
                .orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS)
                .join();
        return arrived;
    }

    static void publish(Mqtt3BlockingClient client, String topic, String payload) {
        client.publishWith()
                .topic(topic)
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload(payload.getBytes(StandardCharsets.UTF_8))
                .send();
    }

    static List<String> texts(Queue<Mqtt3Publish> arrived) {
        return arrived.stream()
                .map(publish -> new String(publish.getPayloadAsBytes(), StandardCharsets.UTF_8))
                .toList();
    }

    @Override
    public void close() {
        listener.acceptAll();
        clients.forEach(Runnable::run);
        broker.close();
    }
}
