package dev.penstock.broker.presence;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.broker.service.ServicePublisher;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.data.Json;
import dev.penstock.platform.time.Time;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes lifecycle events: in order, once, to rules and subscribers. None for client ids with {@code +} or {@code #},
 * which cannot be a topic's last level. Source: AWS IoT Core developer guide, Lifecycle events.
 */
public final class LifecycleEvents implements ConnectionEvents {
    /** Events that rules have not accepted yet; above it clients that connect or subscribe wait. */
    static final int MAX_UNDER_WAY = 20_000;

    private static final int WARN_EVERY = 1_000;

    private static final CompletionStage<?> READY = CompletableFuture.completedStage(null);

    private static final Logger log = LoggerFactory.getLogger(LifecycleEvents.class);
    private static final String PRESENCE = "$aws/events/presence/";
    private static final String SUBSCRIPTIONS = "$aws/events/subscriptions/";

    private final Time time;
    private final ServicePublisher publisher;
    private final ConnectionVersions versions;
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicLong leftOut = new AtomicLong();
    private final Object lock = new Object();
    private CompletableFuture<Void> room = new CompletableFuture<>();

    public LifecycleEvents(Time time, ServicePublisher publisher) {
        this.time = time;
        this.publisher = publisher;
        this.versions = new ConnectionVersions(time);
    }

    @Override
    public CompletionStage<?> ready() {
        if (underWay.get() < MAX_UNDER_WAY) {
            return READY;
        }
        CompletableFuture<Void> wait;
        synchronized (lock) {
            wait = room;
        }
        if (underWay.get() < MAX_UNDER_WAY) {
            giveRoom();
        }
        return wait;
    }

    private void giveRoom() {
        CompletableFuture<Void> waited;
        synchronized (lock) {
            waited = room;
            room = new CompletableFuture<>();
        }
        waited.complete(null);
    }

    @Override
    public Connection connected(Client client) {
        LiveConnection connection = new LiveConnection(client, sessionIdentifier(), versions.next(client));
        connection.begin();
        return connection;
    }

    @Override
    public void refused(Client client) {
        if (underWay.get() >= MAX_UNDER_WAY) {
            if (leftOut.getAndIncrement() % WARN_EVERY == 0) {
                log.warn(
                        "left out the event that client '{}' may not connect: rules have not accepted {} earlier ones; {} are"
                                + " left out so far",
                        client.clientId(),
                        MAX_UNDER_WAY,
                        leftOut.get());
            }
            return;
        }
        ObjectNode event = event(client, "connect_failed", sessionIdentifier())
                .put("ipAddress", client.ipAddress())
                .put("connectFailureReason", "AUTHORIZATION_FAILED");
        publish(PRESENCE + "connect_failed/", client, event);
    }

    @Override
    public long leftOut() {
        return leftOut.get();
    }

    private static String sessionIdentifier() {
        return UUID.randomUUID().toString();
    }

    private ObjectNode event(Client client, String type, String session) {
        return Json.MAPPER
                .createObjectNode()
                .put("clientId", client.clientId())
                .put("timestamp", time.millis())
                .put("eventType", type)
                .put("sessionIdentifier", session)
                .put("principalIdentifier", client.principal());
    }

    private void publish(String topic, Client client, ObjectNode event) {
        String id = client.clientId();
        if (id.indexOf('+') >= 0 || id.indexOf('#') >= 0) {
            return;
        }
        underWay.incrementAndGet();
        CompletionStage<?> published = publisher.publish(topic + id, Bytes.utf8(event.toString()));
        published.whenComplete((done, failure) -> {
            if (underWay.getAndDecrement() == MAX_UNDER_WAY) {
                giveRoom();
            }
            if (failure != null) {
                log.warn("the lifecycle event {}{} was not accepted", topic, id, failure);
            }
        });
    }

    /** A connection with its number. */
    private final class LiveConnection implements Connection {
        private final Client client;
        private final String session;
        private final long version;

        LiveConnection(Client client, String session, long version) {
            this.client = client;
            this.session = session;
            this.version = version;
        }

        void begin() {
            publish(
                    PRESENCE + "connected/",
                    client,
                    event(client, "connected", session)
                            .put("ipAddress", client.ipAddress())
                            .put("versionNumber", version));
        }

        @Override
        public void subscribed(List<String> filters) {
            tell("subscribed", filters);
        }

        @Override
        public void unsubscribed(List<String> filters) {
            tell("unsubscribed", filters);
        }

        private void tell(String type, List<String> filters) {
            ObjectNode event = event(client, type, session);
            ArrayNode topics = event.putArray("topics");
            filters.forEach(topics::add);
            publish(SUBSCRIPTIONS + type + "/", client, event);
        }

        @Override
        public void ended(DisconnectReason reason) {
            versions.ended(client, version);
            publish(
                    PRESENCE + "disconnected/",
                    client,
                    event(client, "disconnected", session)
                            .put("clientInitiatedDisconnect", reason == DisconnectReason.CLIENT_INITIATED_DISCONNECT)
                            .put("disconnectReason", reason.name())
                            .put("versionNumber", version));
        }
    }
}
