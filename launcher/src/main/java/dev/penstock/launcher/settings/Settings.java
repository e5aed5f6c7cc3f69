package dev.penstock.launcher.settings;

import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.stream.StreamSettings;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How a pipeline is run. Immutable; {@link #defaults} and the {@code with} methods make one.
 *
 * @param identity account and region that ARNs show
 * @param host address to listen on
 * @param port of the AWS endpoint; 0 takes a free one
 * @param mqttPort of plain MQTT; 0 takes a free one
 * @param stream where streams are
 * @param store where tables are
 * @param streams how local streams behave
 * @param rules what rules can ask for beside the pipeline itself
 * @param functions how functions are run
 * @param endpoint how the AWS endpoint treats its clients
 * @param analytics how SQL applications are run
 * @param broker how the message broker treats its clients
 */
public record Settings(
        AwsIdentity identity,
        String host,
        int port,
        int mqttPort,
        Hop stream,
        Hop store,
        StreamSettings streams,
        RuleOptions rules,
        LambdaOptions functions,
        EndpointOptions endpoint,
        AnalyticsOptions analytics,
        BrokerOptions broker) {
    private static final String LOOPBACK = "127.0.0.1";
    private static final int AWS_PORT = 4566;
    private static final int MQTT_PORT = 1883;
    private static final int HIGHEST_PORT = 65_535;
    private static final Duration TRANSITION = Duration.ofMillis(100);

    public Settings {
        checkPort("port", port);
        checkPort("mqttPort", mqttPort);
    }

    /**
     * One hop.
     *
     * @param endpoint address instead of the usual one; null means the usual one
     */
    public record Hop(Profile profile, @Nullable URI endpoint) {
        /** In this JVM. */
        public static final Hop LOCAL = new Hop(Profile.LOCAL, null);

        /** The address instead of the usual one. */
        public Optional<URI> otherEndpoint() {
            return Optional.ofNullable(endpoint);
        }

        /** Whether it is the real service or what stands for it. */
        public boolean isAws() {
            return profile == Profile.AWS;
        }
    }

    /** Everything local, loopback, ports 4566 and 1883; streams change their state within 100 ms. */
    public static Settings defaults() {
        return new Settings(
                AwsIdentity.DEFAULT,
                LOOPBACK,
                AWS_PORT,
                MQTT_PORT,
                Hop.LOCAL,
                Hop.LOCAL,
                StreamSettings.defaults().withTransition(TRANSITION),
                RuleOptions.NONE,
                LambdaOptions.DEFAULT,
                EndpointOptions.NONE,
                AnalyticsOptions.DEFAULT,
                BrokerOptions.DEFAULT);
    }

    /** Everything local, on free ports; streams change their state at once. */
    public static Settings forTests() {
        Settings defaults = defaults();
        return defaults.withPorts(0, 0).withStreams(defaults.streams().withTransition(Duration.ZERO));
    }

    public Settings withIdentity(AwsIdentity other) {
        return changed(draft -> draft.identity = other);
    }

    public Settings withHost(String other) {
        return changed(draft -> draft.host = other);
    }

    public Settings withPorts(int otherPort, int otherMqttPort) {
        return changed(draft -> {
            draft.port = otherPort;
            draft.mqttPort = otherMqttPort;
        });
    }

    public Settings withStream(Hop other) {
        return changed(draft -> draft.stream = other);
    }

    public Settings withStore(Hop other) {
        return changed(draft -> draft.store = other);
    }

    /** Streams at an endpoint that stands for AWS. */
    public Settings withStreamOnAws(URI endpoint) {
        return withStream(new Hop(Profile.AWS, endpoint));
    }

    /** Tables at an endpoint that stands for AWS. */
    public Settings withStoreOnAws(URI endpoint) {
        return withStore(new Hop(Profile.AWS, endpoint));
    }

    /** Other behaviour of local streams. */
    public Settings withStreams(StreamSettings other) {
        return changed(draft -> draft.streams = other);
    }

    public Settings withRules(RuleOptions other) {
        return changed(draft -> draft.rules = other);
    }

    public Settings withFunctions(LambdaOptions other) {
        return changed(draft -> draft.functions = other);
    }

    public Settings withEndpoint(EndpointOptions other) {
        return changed(draft -> draft.endpoint = other);
    }

    public Settings withAnalytics(AnalyticsOptions other) {
        return changed(draft -> draft.analytics = other);
    }

    public Settings withBroker(BrokerOptions other) {
        return changed(draft -> draft.broker = other);
    }

    private Settings changed(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.settings();
    }

    private static void checkPort(String what, int number) {
        if (number < 0 || number > HIGHEST_PORT) {
            throw new IllegalArgumentException("%s %d must be 0 to %d".formatted(what, number, HIGHEST_PORT));
        }
    }

    /** The fields while one of them changes. */
    private static final class Draft {
        private AwsIdentity identity;
        private String host;
        private int port;
        private int mqttPort;
        private Hop stream;
        private Hop store;
        private StreamSettings streams;
        private RuleOptions rules;
        private LambdaOptions functions;
        private EndpointOptions endpoint;
        private AnalyticsOptions analytics;
        private BrokerOptions broker;

        Draft(Settings from) {
            identity = from.identity;
            host = from.host;
            port = from.port;
            mqttPort = from.mqttPort;
            stream = from.stream;
            store = from.store;
            streams = from.streams;
            rules = from.rules;
            functions = from.functions;
            endpoint = from.endpoint;
            analytics = from.analytics;
            broker = from.broker;
        }

        Settings settings() {
            return new Settings(
                    identity, host, port, mqttPort, stream, store, streams, rules, functions, endpoint, analytics,
                    broker);
        }
    }
}
