package dev.penstock.launcher;

import dev.penstock.analytics.Analytics;
import dev.penstock.broker.MessageBroker;
import dev.penstock.functions.Functions;
import dev.penstock.launcher.settings.Settings;
import dev.penstock.launcher.template.PipelinePlan;
import dev.penstock.platform.time.Time;
import dev.penstock.rules.RuleEngine;
import dev.penstock.store.Tables;
import dev.penstock.stream.Streams;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One running pipeline: everything a template describes, in this JVM. Several may run at once; they share nothing.
 *
 * <pre>{@code
 * try (SystemTime time = new SystemTime();
 *         Emulator pipeline = Emulator.start(settings, plan, time)) {
 *     pipeline.mqttPort();
 * }
 * }</pre>
 */
public final class Emulator implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Emulator.class);
    private static final Duration DRAIN_LIMIT = Duration.ofSeconds(5);

    private final Wiring wiring;
    private final Time time;

    private Emulator(Wiring wiring, Time time) {
        this.wiring = wiring;
        this.time = time;
    }

    /**
     * Starts a pipeline and returns when rules, event source mappings and analytics applications are running and the MQTT
     * port is open. When a part cannot start, what had started is closed again.
     *
     * @throws dev.penstock.platform.lifecycle.StartException tells the user what to do; when a rule, an application or a
     *     function is refused, with the place in the template that asks for it
     */
    public static Emulator start(Settings settings, PipelinePlan plan, Time time) {
        return new Emulator(Wiring.start(settings, plan, time), time);
    }

    /** The AWS endpoint, for example {@code http://127.0.0.1:4566}. */
    public URI endpoint() {
        return wiring.endpoint().uri();
    }

    /** The port of plain MQTT. */
    public int mqttPort() {
        return wiring.broker().mqttPort();
    }

    /** The port of MQTT with TLS; empty when there is none. */
    public OptionalInt tlsPort() {
        return wiring.broker().tlsPort();
    }

    public MessageBroker broker() {
        return wiring.broker();
    }

    public RuleEngine rules() {
        return wiring.rules();
    }

    public Streams streams() {
        return wiring.streams();
    }

    public Functions functions() {
        return wiring.functions();
    }

    public Tables tables() {
        return wiring.tables();
    }

    public Analytics analytics() {
        return wiring.analytics();
    }

    /** The values of the template's section Outputs, by name, in its order. */
    public Map<String, String> outputs() {
        return wiring.outputs();
    }

    /** Counters of every hop. */
    public PipelineStatus status() {
        return wiring.status();
    }

    /**
     * Waits, in real time, until every accepted message is finished.
     *
     * @return false when it took longer than {@code limit}; the hops that are still busy are in {@link #status}
     */
    public boolean drain(Duration limit) {
        return time.inFlight().awaitSettled(limit);
    }

    /** Takes no more messages, lets what was accepted finish (at most 5 s), and closes everything. */
    @Override
    public void close() {
        wiring.stopIntake();
        if (!drain(DRAIN_LIMIT)) {
            log.warn("closing although work is in flight: {}", time.inFlight().snapshot());
        }
        wiring.close();
    }
}
