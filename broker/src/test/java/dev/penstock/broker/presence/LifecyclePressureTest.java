package dev.penstock.broker.presence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.broker.service.ServicePublisher;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.time.TestTime;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Events that rules do not accept hold those who cause more of them. */
class LifecyclePressureTest {
    private final SlowPublisher publisher = new SlowPublisher();
    private final LifecycleEvents events = new LifecycleEvents(TestTime.at("2026-01-01T00:00:00Z"), publisher);
    private final ConnectionEvents.Client client = new ConnectionEvents.Client("press", "", "127.0.0.1", Duration.ZERO);

    @Test
    void whoConnectsWaitsUntilAnEventIsAccepted() {
        ConnectionEvents.Connection connection = events.connected(client);
        while (publisher.waiting.size() < LifecycleEvents.MAX_UNDER_WAY) {
            connection.ended(DisconnectReason.CONNECTION_LOST);
        }

        CompletableFuture<?> ready = events.ready().toCompletableFuture();
        assertThat(ready).isNotDone();
        publisher.waiting.remove().complete(null);

        assertThat(ready).isDone();
        assertThat(events.ready().toCompletableFuture()).isDone();
    }

    @Test
    void endsOfConnectionsAreNeverLeftOut() {
        ConnectionEvents.Connection connection = events.connected(client);

        for (int i = 0; i < LifecycleEvents.MAX_UNDER_WAY + 10; i++) {
            connection.ended(DisconnectReason.CONNECTION_LOST);
        }

        assertThat(publisher.waiting).hasSize(LifecycleEvents.MAX_UNDER_WAY + 11);
    }

    @Test
    void refusedConnectionsAreLeftOutAndCountedWhileOthersWait() {
        ConnectionEvents.Connection connection = events.connected(client);
        while (publisher.waiting.size() < LifecycleEvents.MAX_UNDER_WAY) {
            connection.ended(DisconnectReason.CONNECTION_LOST);
        }

        events.refused(client);
        assertThat(publisher.waiting).hasSize(LifecycleEvents.MAX_UNDER_WAY);
        assertThat(events.leftOut()).isEqualTo(1);
        publisher.waiting.remove().complete(null);
        events.refused(client);

        assertThat(publisher.waiting).hasSize(LifecycleEvents.MAX_UNDER_WAY);
        assertThat(events.leftOut()).isEqualTo(1);
    }

    private static final class SlowPublisher implements ServicePublisher {
        private final Deque<CompletableFuture<Void>> waiting = new ArrayDeque<>();

        @Override
        public CompletionStage<?> publish(String topic, Bytes payload) {
            CompletableFuture<Void> accepted = new CompletableFuture<>();
            waiting.add(accepted);
            return accepted;
        }

        @Override
        public CompletionStage<?> send(String clientId, String topic, Bytes payload, int qos) {
            return ServicePublisher.nothing();
        }
    }
}
