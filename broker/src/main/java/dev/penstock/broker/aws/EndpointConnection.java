package dev.penstock.broker.aws;

import com.hivemq.client.mqtt.MqttClientExecutorConfig;
import com.hivemq.client.mqtt.MqttClientSslConfig;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.message.connect.connack.Mqtt5ConnAck;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PublishResult;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.Mqtt5Subscription;
import dev.penstock.broker.MirrorSettings;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * One connection to the endpoint, with a client object of its own: what it has not acknowledged when it ends comes again on
 * the next one, to a client that has never seen it.
 */
final class EndpointConnection {
    private static final int KEEP_ALIVE_SECONDS = 60;
    /** For each step; an endpoint that has just started may have to make its certificate first. */
    static final int SECONDS_TO_CONNECT = 30;
    /** Survives a lost connection, not the loss of this JVM for long: AWS would queue for nobody. */
    private static final int SESSION_SECONDS = 600;
    /** That the endpoint may have sent without an acknowledgement; AWS has the same bound. */
    static final int MAX_UNACKNOWLEDGED = 100;

    private final MirrorSettings settings;
    private final Mqtt5AsyncClient client;
    private final AtomicBoolean over = new AtomicBoolean();

    /**
     * @param arrived called on a network thread with each message, which it must acknowledge
     * @param lost called once, when a connection that was there has ended
     */
    EndpointConnection(
            MirrorSettings settings,
            MqttClientSslConfig tls,
            MqttClientExecutorConfig threads,
            BiConsumer<EndpointConnection, Mqtt5Publish> arrived,
            BiConsumer<EndpointConnection, Throwable> lost) {
        this.settings = settings;
        Consumer<Throwable> ended = cause -> {
            if (over.compareAndSet(false, true)) {
                lost.accept(this, cause);
            }
        };
        this.client = Mqtt5Client.builder()
                .identifier(settings.clientId())
                .executorConfig(threads)
                .transportConfig()
                .serverHost(settings.endpoint())
                .serverPort(settings.port())
                .sslConfig(tls)
                .socketConnectTimeout(SECONDS_TO_CONNECT, TimeUnit.SECONDS)
                .mqttConnectTimeout(SECONDS_TO_CONNECT, TimeUnit.SECONDS)
                .applyTransportConfig()
                .addDisconnectedListener(context -> ended.accept(context.getCause()))
                .buildAsync();
        client.publishes(MqttGlobalPublishFilter.ALL, publish -> arrived.accept(this, publish), true);
    }

    /**
     * Connects and subscribes.
     *
     * @param fresh whether it forgets what the session of an earlier connection has
     * @return whether the session of an earlier connection goes on
     */
    CompletionStage<Boolean> connect(boolean fresh) {
        return client.connectWith()
                .cleanStart(fresh)
                .sessionExpiryInterval(SESSION_SECONDS)
                .keepAlive(KEEP_ALIVE_SECONDS)
                .restrictions()
                .receiveMaximum(MAX_UNACKNOWLEDGED)
                .applyRestrictions()
                .send()
                .thenCompose(this::subscribe);
    }

    private CompletionStage<Boolean> subscribe(Mqtt5ConnAck connected) {
        List<Mqtt5Subscription> wanted = settings.topics().stream()
                .map(filter -> Mqtt5Subscription.builder()
                        .topicFilter(filter)
                        .qos(MqttQos.AT_LEAST_ONCE)
                        .build())
                .toList();
        return client.subscribeWith()
                .addSubscriptions(wanted)
                .send()
                .thenApply(granted -> connected.isSessionPresent());
    }

    boolean isConnected() {
        return client.getState().isConnected();
    }

    CompletableFuture<Mqtt5PublishResult> publish(Mqtt5Publish message) {
        return client.publish(message);
    }

    /** Ends it as if it had been lost; the session stays. */
    void breakOff() {
        client.disconnect().exceptionally(gone -> null);
    }

    /** Ends it and its session, and is not called lost. */
    CompletionStage<?> end() {
        over.set(true);
        return client.disconnectWith().sessionExpiryInterval(0).send().exceptionally(gone -> null);
    }
}
