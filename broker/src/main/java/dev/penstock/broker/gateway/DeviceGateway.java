package dev.penstock.broker.gateway;

import dev.penstock.broker.BrokerCounters;
import dev.penstock.broker.BrokerSettings;
import dev.penstock.broker.DeviceShadows;
import dev.penstock.broker.HandshakeSettings;
import dev.penstock.broker.LocalBroker;
import dev.penstock.broker.MessageProperties;
import dev.penstock.broker.PublishListener;
import dev.penstock.broker.PublishedMessage;
import dev.penstock.broker.engine.MoquetteEngine;
import dev.penstock.broker.engine.SessionEngine;
import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.lifecycle.StartException;
import dev.penstock.platform.time.Time;
import dev.penstock.platform.wire.AwsEndpoint;
import dev.penstock.platform.wire.Upgrade;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The broker: an MQTT listener in front of a session engine. */
public final class DeviceGateway implements LocalBroker {
    /** Publishes from inside that are not accepted yet, in KiB; each counts as one more than its payload. */
    static final int MAX_INSIDE_KIB = 64 * 1024;

    private static final int KIB = 1024;

    private static final Logger log = LoggerFactory.getLogger(DeviceGateway.class);

    private final BrokerSettings settings;
    private final Time time;
    private final Security security;
    private final Traffic traffic = new Traffic();
    private final ReservedServices services;
    private final Semaphore inside = new Semaphore(MAX_INSIDE_KIB);
    private PublishListener listener = message -> CompletableFuture.completedStage(null);
    private volatile @Nullable Ingress ingress;
    private @Nullable SessionEngine engine;
    private volatile @Nullable MqttListener mqtt;
    private volatile int mqttPort;
    private volatile OptionalInt tlsPort = OptionalInt.empty();

    /** Use {@link dev.penstock.broker.Brokers}. */
    public DeviceGateway(BrokerSettings settings, Time time, Security security) {
        this.security = security;
        this.settings = settings;
        this.time = time;
        this.services = new ReservedServices(
                time, settings.shadows(), new ServiceOutlet(() -> ingress), security.authorizer()::knowsThing);
    }

    @Override
    public String name() {
        return "broker";
    }

    @Override
    public void onPublish(PublishListener chosen) {
        if (ingress != null) {
            throw new IllegalStateException("the publish listener must be set before the broker starts");
        }
        listener = chosen;
    }

    @Override
    public void start() {
        RetainedStore retained = new RetainedStore();
        SessionEngine sessions = new MoquetteEngine(
                time, topic -> retained.find(topic).filter(message -> !message.isExpired(time.now())));
        engine = sessions;
        Ingress path =
                new Ingress(settings, time, security.authorizer(), listener, sessions, retained, services, traffic);
        HandshakeSettings demands = settings.handshake();
        Signatures signatures = new Signatures(demands.signingKeys(), time);
        MqttListener server = new MqttListener(
                path,
                new TlsContext(security.authority(), names()),
                new DeviceApi(this, path, services, signatures),
                signatures,
                demands.serverName());
        mqtt = server;
        try {
            mqttPort = server.listen(settings.host(), settings.mqttPort());
            settings.tlsPort().ifPresent(port -> tlsPort = OptionalInt.of(server.listenTls(settings.host(), port)));
        } catch (StartException failure) {
            close();
            throw failure;
        }
        security.authorizer().onRevoked(principal -> server.tellAll(new Revocation(principal)));
        security.authorizer().onRegistered(services.registrations()::registered);
        ingress = path;
        log.warn(
                "MQTT without TLS on {}:{} is meant for local use: AWS IoT Core refuses it and takes TLS only",
                settings.host(),
                mqttPort);
    }

    @Override
    public int mqttPort() {
        checkStarted();
        return mqttPort;
    }

    @Override
    public OptionalInt tlsPort() {
        checkStarted();
        return tlsPort;
    }

    @Override
    public Upgrade webSocket() {
        return new WebSocketUpgrade(() -> ingress == null ? null : mqtt);
    }

    private List<String> names() {
        List<String> names = new ArrayList<>(security.names());
        names.add(settings.host());
        return names;
    }

    private void checkStarted() {
        if (ingress == null) {
            throw new IllegalStateException("broker is not started");
        }
    }

    @Override
    public void serve(AwsEndpoint endpoint, AwsIdentity identity) {
        services.serve(new LocalDataGateway(this, () -> ingress), endpoint, identity);
    }

    @Override
    public DeviceShadows shadows() {
        return services.shadows();
    }

    @Override
    public CompletionStage<Void> publish(
            String topic, Bytes payload, int qos, String clientId, MessageProperties properties) {
        return publish(Publisher.inside(clientId), topic, payload, qos, false, properties);
    }

    CompletionStage<Void> publish(
            Publisher publisher, String topic, Bytes payload, int qos, boolean retain, MessageProperties properties) {
        Optional<String> problem = problem(topic, payload, qos);
        if (problem.isPresent()) {
            return CompletableFuture.failedStage(new IllegalArgumentException(
                    "cannot publish %s to '%s': %s".formatted(payload, topic, problem.get())));
        }
        Ingress path = ingress;
        if (path == null || path.isClosing()) {
            return CompletableFuture.failedStage(new IllegalStateException("broker is not running"));
        }
        int bytes = payload.length() + properties.weight();
        if (retain && !payload.isEmpty() && !path.retained().hasRoom(topic, bytes)) {
            return CompletableFuture.failedStage(new IllegalStateException(RetainedStore.FULL));
        }
        int weight = 1 + bytes / KIB;
        if (!inside.tryAcquire(weight)) {
            return CompletableFuture.failedStage(new IllegalStateException(
                    "cannot publish to '%s': publishes from inside of %d KiB wait to be accepted; let them complete first"
                            .formatted(topic, MAX_INSIDE_KIB)));
        }
        PublishedMessage message = path.admit(publisher, topic, payload, qos, retain, properties);
        CompletableFuture<Void> done = new CompletableFuture<>();
        path.accept(message).thenCompose(accepted -> path.route(message)).whenComplete((routed, failure) -> {
            inside.release(weight);
            if (failure == null) {
                done.complete(null);
            } else {
                done.completeExceptionally(failure);
            }
            path.done();
        });
        return done;
    }

    private static Optional<String> problem(String topic, Bytes payload, int qos) {
        if (qos != 0 && qos != 1) {
            return Optional.of("QoS %d is not supported, use 0 or 1".formatted(qos));
        }
        if (payload.length() > BrokerLimits.MAX_PAYLOAD_BYTES) {
            return Optional.of("payloads have at most %d bytes".formatted(BrokerLimits.MAX_PAYLOAD_BYTES));
        }
        return BrokerLimits.topicProblem(topic);
    }

    @Override
    public BrokerCounters counters() {
        return traffic.snapshot(services.events().leftOut());
    }

    @Override
    public void close() {
        if (ingress != null) {
            ingress.close();
        }
        if (mqtt != null) {
            mqtt.close();
        }
        if (engine != null) {
            engine.close();
        }
    }
}
