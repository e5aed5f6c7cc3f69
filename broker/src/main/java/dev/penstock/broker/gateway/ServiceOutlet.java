package dev.penstock.broker.gateway;

import dev.penstock.broker.PublishedMessage;
import dev.penstock.broker.service.ServicePublisher;
import dev.penstock.platform.data.Bytes;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** How services publish: past the checks of what clients may publish, and not while the broker does not run. */
final class ServiceOutlet implements ServicePublisher {
    private final Supplier<@Nullable Ingress> ingress;

    ServiceOutlet(Supplier<@Nullable Ingress> ingress) {
        this.ingress = ingress;
    }

    @Override
    public CompletionStage<?> publish(String topic, Bytes payload) {
        Ingress path = ingress.get();
        if (path == null || path.isClosing()) {
            return ServicePublisher.nothing();
        }
        PublishedMessage message = path.admit(topic, payload, 1);
        return path.pass(message).whenComplete((passed, failure) -> path.done());
    }

    @Override
    public CompletionStage<?> send(String clientId, String topic, Bytes payload, int qos) {
        Ingress path = ingress.get();
        if (path == null || path.isClosing()) {
            return ServicePublisher.nothing();
        }
        PublishedMessage message = path.admit(topic, payload, qos);
        return path.engine().send(clientId, message).whenComplete((sent, failure) -> path.done());
    }
}
