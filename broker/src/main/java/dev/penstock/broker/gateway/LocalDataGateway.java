package dev.penstock.broker.gateway;

import dev.penstock.broker.MessageProperties;
import dev.penstock.broker.PublishedMessage;
import dev.penstock.broker.dataplane.DataGateway;
import dev.penstock.broker.service.ReservedTopics;
import dev.penstock.platform.data.Bytes;
import io.netty.handler.codec.mqtt.MqttReasonCodes.Disconnect;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The gateway as HTTP requests see it; before the broker runs nothing is retained and nobody is connected. */
final class LocalDataGateway implements DataGateway {
    static final String NO_CLIENT = "N/A";
    private static final Refusal DELETED =
            new Refusal(Disconnect.ADMINISTRATIVE_ACTION, "its connection was deleted by the API");

    /** What stands for the bytes of a path that are not UTF-8. */
    private static final char REPLACEMENT = '\uFFFD';

    private final DeviceGateway gateway;
    private final Supplier<@Nullable Ingress> ingress;
    private final Publisher publisher;

    LocalDataGateway(DeviceGateway gateway, Supplier<@Nullable Ingress> ingress) {
        this(gateway, ingress, Publisher.inside(NO_CLIENT));
    }

    /** @param publisher whom rules see */
    LocalDataGateway(DeviceGateway gateway, Supplier<@Nullable Ingress> ingress, Publisher publisher) {
        this.publisher = publisher;
        this.gateway = gateway;
        this.ingress = ingress;
    }

    @Override
    public CompletionStage<Void> publish(
            String topic, Bytes payload, int qos, boolean retain, MessageProperties properties) {
        if (retain && ReservedTopics.isReserved(topic)) {
            return CompletableFuture.failedStage(new IllegalArgumentException(
                    "cannot publish to '%s': messages on reserved topics cannot be retained".formatted(topic)));
        }
        if (topic.indexOf(REPLACEMENT) >= 0) {
            return CompletableFuture.failedStage(new IllegalArgumentException(
                    "cannot publish to '%s': its path is not UTF-8, or has U+FFFD, which only MQTT can publish to"
                            .formatted(topic)));
        }
        return gateway.publish(publisher, topic, payload, qos, retain, properties);
    }

    @Override
    public Optional<PublishedMessage> retained(String topic) {
        Ingress path = ingress.get();
        return path == null
                ? Optional.empty()
                : path.retained().find(topic).filter(message -> !message.isExpired(path.now()));
    }

    @Override
    public List<PublishedMessage> retained(String after, int most) {
        Ingress path = ingress.get();
        return path == null ? List.of() : path.retained().after(after, most, path.now());
    }

    @Override
    public CompletionStage<Boolean> disconnect(String clientId, boolean cleanSession, boolean preventWill) {
        Ingress path = ingress.get();
        if (path == null) {
            return CompletableFuture.completedStage(false);
        }
        Optional<IngressGate> gate = path.connections().find(clientId);
        if (gate.isEmpty() && !path.engine().hasSession(clientId)) {
            return CompletableFuture.completedStage(false);
        }
        CompletionStage<?> forgotten =
                cleanSession ? path.engine().forget(clientId) : CompletableFuture.completedStage(null);
        return forgotten.thenApply(done -> {
            gate.ifPresent(open -> open.end(DELETED, preventWill));
            return true;
        });
    }
}
