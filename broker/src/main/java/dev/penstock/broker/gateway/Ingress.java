package dev.penstock.broker.gateway;

import dev.penstock.broker.BrokerSettings;
import dev.penstock.broker.MessageProperties;
import dev.penstock.broker.PublishListener;
import dev.penstock.broker.PublishedMessage;
import dev.penstock.broker.engine.SessionEngine;
import dev.penstock.broker.policy.Authorizer;
import dev.penstock.broker.presence.ConnectionEvents;
import dev.penstock.broker.service.ReservedTopics;
import dev.penstock.broker.service.ServicePublisher;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.time.InFlight;
import dev.penstock.platform.time.Time;
import io.netty.channel.ChannelFuture;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.GenericFutureListener;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;

/** The way of a message through the broker: numbered and stamped, accepted by the listener, retained, routed. */
final class Ingress {
    private static final int ID_DIGITS = 8;
    /** As for everything that no client has published. */
    private static final String NO_CLIENT = "N/A";
    /** Ids of what services publish begin so. */
    private static final String SERVICE = "aws-";

    private final Connections connections = new Connections();
    private final ConnectRates connectRates;
    private final AtomicLong lastServiceId = new AtomicLong();
    private final AtomicLong lastId = new AtomicLong();
    private final BrokerSettings settings;
    private final Authorizer authorizer;
    private final Time time;
    private final PublishListener listener;
    private final SessionEngine engine;
    private final RetainedStore retained;
    private final ReservedServices services;
    private final Traffic traffic;
    private final InFlight.Gauge gauge;
    private final GenericFutureListener<Future<Object>> acknowledged = this::acknowledged;
    private volatile boolean closing;

    Ingress(
            BrokerSettings settings,
            Time time,
            Authorizer authorizer,
            PublishListener listener,
            SessionEngine engine,
            RetainedStore retained,
            ReservedServices services,
            Traffic traffic) {
        this.settings = settings;
        this.connectRates = new ConnectRates(settings.rates(), time);
        this.authorizer = authorizer;
        this.time = time;
        this.listener = listener;
        this.engine = engine;
        this.retained = retained;
        this.services = services;
        this.traffic = traffic;
        this.gauge = time.inFlight().gauge("broker");
    }

    BrokerSettings settings() {
        return settings;
    }

    Authorizer authorizer() {
        return authorizer;
    }

    SessionEngine engine() {
        return engine;
    }

    ConnectionEvents events() {
        return services.events();
    }

    Connections connections() {
        return connections;
    }

    RetainedStore retained() {
        return retained;
    }

    Instant now() {
        return time.now();
    }

    Time time() {
        return time;
    }

    long millis() {
        return time.millis();
    }

    ConnectRates connectRates() {
        return connectRates;
    }

    Traffic traffic() {
        return traffic;
    }

    /** The broker ends: connections drop what they hold instead of working it off. */
    void close() {
        closing = true;
    }

    boolean isClosing() {
        return closing;
    }

    /** Admits a message; from now on it is in flight, until {@link #done}. */
    PublishedMessage admit(
            Publisher publisher, String topic, Bytes payload, int qos, boolean retain, MessageProperties properties) {
        begin();
        return new PublishedMessage(
                nextId(),
                topic,
                payload,
                qos,
                retain,
                publisher.clientId(),
                time.now(),
                publisher.sourceIp(),
                publisher.principal(),
                properties);
    }

    private void begin() {
        gauge.begin();
        traffic.published.increment();
    }

    /** Admits a message that a service publishes, likewise; it does not count as published and has numbers of its own. */
    PublishedMessage admit(String topic, Bytes payload, int qos) {
        gauge.begin();
        return new PublishedMessage(SERVICE + number(lastServiceId), topic, payload, qos, false, NO_CLIENT, time.now());
    }

    /**
     * The PUBACK of a message is being written; that ends its flight. Counted before it is on the wire, so that the
     * counter never lags behind what a client has seen.
     */
    void acknowledge(ChannelFuture written) {
        traffic.acknowledged.increment();
        written.addListener(acknowledged);
    }

    private void acknowledged(Future<?> written) {
        if (!written.isSuccess()) {
            traffic.acknowledged.decrement();
        }
        done();
    }

    /** The message is routed and acknowledged, or given up. */
    void done() {
        gauge.end();
    }

    /** Hands what a service publishes to the rules that want it, then to subscribers. */
    CompletionStage<?> pass(PublishedMessage message) {
        return listener.hears(message.topic())
                ? accept(message).thenCompose(accepted -> deliver(message))
                : deliver(message);
    }

    private CompletionStage<?> deliver(PublishedMessage message) {
        services.watchers().offer(message);
        return engine.route(message);
    }

    CompletionStage<?> accept(PublishedMessage message) {
        try {
            return listener.accept(message);
        } catch (RuntimeException failure) {
            return CompletableFuture.failedStage(failure);
        }
    }

    CompletionStage<?> route(PublishedMessage message) {
        if (BasicIngest.isAddressed(message.topic())) {
            return CompletableFuture.completedStage(null);
        }
        if (ReservedTopics.isReserved(message.topic())) {
            return routeReserved(message);
        }
        if (message.retain()) {
            retained.update(message);
        }
        return deliver(message);
    }

    /** Subscribers first, so that they see a request before its answer. */
    private CompletionStage<?> routeReserved(PublishedMessage message) {
        CompletionStage<?> delivered =
                ReservedTopics.isForSubscribers(message.topic()) ? deliver(message) : ServicePublisher.nothing();
        return services.find(message.topic())
                .<CompletionStage<?>>map(service -> delivered.thenCompose(done -> service.accept(message)))
                .orElse(delivered);
    }

    private String nextId() {
        return number(lastId);
    }

    private static String number(AtomicLong last) {
        String number = Long.toString(last.incrementAndGet());
        return number.length() >= ID_DIGITS ? number : "0".repeat(ID_DIGITS - number.length()) + number;
    }
}
