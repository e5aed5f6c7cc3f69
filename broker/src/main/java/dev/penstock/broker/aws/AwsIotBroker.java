package dev.penstock.broker.aws;

import com.hivemq.client.mqtt.MqttClientExecutorConfig;
import com.hivemq.client.mqtt.MqttClientSslConfig;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import dev.penstock.broker.BrokerCounters;
import dev.penstock.broker.MessageProperties;
import dev.penstock.broker.MirrorBroker;
import dev.penstock.broker.MirrorCounters;
import dev.penstock.broker.MirrorSettings;
import dev.penstock.broker.PublishListener;
import dev.penstock.broker.PublishedMessage;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.lifecycle.StartException;
import dev.penstock.platform.lifecycle.Threads;
import dev.penstock.platform.time.InFlight;
import dev.penstock.platform.time.Time;
import io.reactivex.schedulers.Schedulers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A broker that is an AWS IoT endpoint, as seen by one of its clients: what the filters subscribe to goes to the listener,
 * and a message is acknowledged to AWS when the listener has accepted it. A lost connection is made again, and what was not
 * acknowledged comes again. Guarded by {@code lock}.
 */
public final class AwsIotBroker implements MirrorBroker {
    /** Publishes that AWS has not acknowledged. */
    static final int MAX_PUBLISHES = 1_000;
    /** Messages of QoS 0 that rules have not accepted yet: with QoS 0 nobody can be held. */
    static final int MAX_UNHELD = 1_000;

    static final Duration FIRST_WAIT = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(32);
    private static final int NETWORK_THREADS = 1;
    private static final Logger log = LoggerFactory.getLogger(AwsIotBroker.class);

    private final Object lock = new Object();
    private final MirrorSettings settings;
    private final Time time;
    private final InFlight.Gauge gauge;
    private final MqttClientExecutorConfig threads;
    private final Semaphore publishes = new Semaphore(MAX_PUBLISHES);
    private final AtomicInteger unheld = new AtomicInteger();
    private final AtomicLong lastId = new AtomicLong();
    private final LongAdder received = new LongAdder();
    private final LongAdder acknowledged = new LongAdder();
    private final LongAdder dropped = new LongAdder();
    private final AtomicLong waiting = new AtomicLong();
    private PublishListener listener = message -> CompletableFuture.completedStage(null);
    private @Nullable MqttClientSslConfig tls;
    private @Nullable EndpointConnection connection;
    private Time.@Nullable Timer again;
    private Duration wait = FIRST_WAIT;
    private long reconnects;
    private boolean started;
    private boolean closed;

    /** Use {@link dev.penstock.broker.Brokers#mirror}. */
    public AwsIotBroker(MirrorSettings settings, Time time) {
        this.settings = settings;
        this.time = time;
        this.gauge = time.inFlight().gauge("mirror");
        ThreadFactory network = Threads.factory("mirror-network");
        this.threads = MqttClientExecutorConfig.builder()
                .nettyExecutor(loop -> network.newThread(loop).start())
                .nettyThreads(NETWORK_THREADS)
                .applicationScheduler(Schedulers.from(Runnable::run))
                .build();
    }

    @Override
    public String name() {
        return "mirror";
    }

    @Override
    public void onPublish(PublishListener chosen) {
        synchronized (lock) {
            if (connection != null) {
                throw new IllegalStateException("the publish listener must be set before the mirror starts");
            }
            listener = chosen;
        }
    }

    @Override
    public void start() {
        EndpointConnection first;
        synchronized (lock) {
            tls = EndpointTls.of(settings);
            first = open(tls);
        }
        try {
            first.connect(true).toCompletableFuture().join();
            synchronized (lock) {
                started = true;
            }
            if (!first.isConnected()) {
                lost(first, new IllegalStateException("it ended at once"));
            }
        } catch (CompletionException failure) {
            close();
            Throwable cause = failure.getCause() == null ? failure : failure.getCause();
            throw new StartException(
                    "mirror: cannot connect to %s:%d as '%s' and subscribe to %s: %s; the certificate must be registered and active there, and its policies must allow iot:Connect for this client id, iot:Subscribe and iot:Receive"
                            .formatted(
                                    settings.endpoint(),
                                    settings.port(),
                                    settings.clientId(),
                                    settings.topics(),
                                    cause.getMessage()),
                    cause);
        }
        log.info(
                "rules get the messages of {} on {} too, each acknowledged when they have accepted it",
                settings.topics(),
                settings.endpoint());
    }

    private EndpointConnection open(MqttClientSslConfig with) {
        EndpointConnection made = new EndpointConnection(settings, with, threads, this::take, this::lost);
        connection = made;
        return made;
    }

    private void take(EndpointConnection from, Mqtt5Publish publish) {
        boolean held = publish.getQos().getCode() > 0;
        if (!held && unheld.incrementAndGet() > MAX_UNHELD) {
            unheld.decrementAndGet();
            dropped.increment();
            log.warn(
                    "a message of QoS 0 on {} is dropped: rules have not accepted {} earlier ones",
                    publish.getTopic(),
                    MAX_UNHELD);
            return;
        }
        gauge.begin();
        received.increment();
        waiting.incrementAndGet();
        PublishedMessage message = EndpointMessages.received(publish, "mirror-" + lastId.incrementAndGet(), time.now());
        accepted(message).whenComplete((done, failure) -> {
            waiting.decrementAndGet();
            if (!held) {
                unheld.decrementAndGet();
            }
            if (failure == null) {
                publish.acknowledge();
                acknowledged.increment();
            } else {
                log.warn(
                        "message {} on {} was not accepted: it is not acknowledged and the connection to {} begins anew, so"
                                + " that it comes again",
                        message.id(),
                        message.topic(),
                        settings.endpoint(),
                        failure);
                from.breakOff();
            }
            gauge.end();
        });
    }

    private CompletionStage<Void> accepted(PublishedMessage message) {
        try {
            return listener.accept(message);
        } catch (RuntimeException failure) {
            return CompletableFuture.failedStage(failure);
        }
    }

    private void lost(EndpointConnection which, Throwable cause) {
        synchronized (lock) {
            if (!started || closed || which != connection || again != null) {
                return;
            }
            log.warn(
                    "the connection to {} is lost ({}); the next attempt is in {} s",
                    settings.endpoint(),
                    cause.getMessage(),
                    wait.toSeconds());
            again = time.schedule(wait, this::reconnect);
            wait = wait.multipliedBy(2).compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait.multipliedBy(2);
        }
    }

    private void reconnect() {
        EndpointConnection next;
        synchronized (lock) {
            again = null;
            if (closed || tls == null) {
                return;
            }
            next = open(tls);
        }
        next.connect(false).whenComplete((resumed, failure) -> {
            if (failure != null) {
                next.breakOff();
                lost(next, failure);
                return;
            }
            synchronized (lock) {
                wait = FIRST_WAIT;
                reconnects++;
            }
            if (resumed) {
                log.info("connected to {} again", settings.endpoint());
            } else {
                log.warn(
                        "connected to {} again, which has forgotten the session: what was published meanwhile is not seen here",
                        settings.endpoint());
            }
        });
    }

    /** The endpoint is elsewhere: it listens on no port of this machine. */
    @Override
    public int mqttPort() {
        return 0;
    }

    /** {@inheritDoc} AWS sees the client id of the mirror as publisher, whatever is given. */
    @Override
    public CompletionStage<Void> publish(
            String topic, Bytes payload, int qos, String clientId, MessageProperties properties) {
        EndpointConnection now;
        synchronized (lock) {
            now = connection;
        }
        if (now == null || !now.isConnected()) {
            return CompletableFuture.failedStage(
                    new IllegalStateException("the mirror is not connected to " + settings.endpoint()));
        }
        if (!publishes.tryAcquire()) {
            return CompletableFuture.failedStage(
                    new IllegalStateException("cannot publish to '%s': %s has not acknowledged %d earlier publishes"
                            .formatted(topic, settings.endpoint(), MAX_PUBLISHES)));
        }
        try {
            return now.publish(EndpointMessages.sent(topic, payload, qos, properties))
                    .<Void>thenApply(done -> {
                        done.getError().ifPresent(failure -> {
                            throw new CompletionException(failure);
                        });
                        return null;
                    })
                    .whenComplete((done, failure) -> publishes.release());
        } catch (IllegalArgumentException malformed) {
            publishes.release();
            return CompletableFuture.failedStage(malformed);
        }
    }

    @Override
    public BrokerCounters counters() {
        MirrorCounters now = mirrored();
        return new BrokerCounters(now.connected() ? 1 : 0, now.received(), now.acknowledged(), now.dropped());
    }

    @Override
    public MirrorCounters mirrored() {
        synchronized (lock) {
            return new MirrorCounters(
                    connection != null && connection.isConnected(),
                    received.sum(),
                    acknowledged.sum(),
                    dropped.sum(),
                    reconnects,
                    waiting.get());
        }
    }

    /** Ends the session too, so that AWS keeps nothing for a pipeline that is gone. */
    @Override
    public void close() {
        EndpointConnection last;
        synchronized (lock) {
            closed = true;
            if (again != null) {
                again.cancel();
                again = null;
            }
            last = connection;
            connection = null;
        }
        if (last != null) {
            last.end().toCompletableFuture().join();
        }
    }
}
