package dev.penstock.launcher.settings;

import dev.penstock.platform.aws.AwsIdentity;
import java.net.URI;
import java.util.Optional;
import java.util.OptionalLong;
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
 * @param streamBytes byte budget of one local stream; 0 takes a share of the heap
 * @param rules what rules can ask for beside the pipeline itself
 */
public record Settings(
        AwsIdentity identity,
        String host,
        int port,
        int mqttPort,
        Hop stream,
        Hop store,
        long streamBytes,
        RuleOptions rules) {
    private static final String LOOPBACK = "127.0.0.1";
    private static final int AWS_PORT = 4566;
    private static final int MQTT_PORT = 1883;
    private static final int HIGHEST_PORT = 65_535;

    public Settings {
        checkPort("port", port);
        checkPort("mqttPort", mqttPort);
        if (streamBytes < 0) {
            throw new IllegalArgumentException("streamBytes %d must be 0 or more".formatted(streamBytes));
        }
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

    /** Everything local, loopback, ports 4566 and 1883. */
    public static Settings defaults() {
        return new Settings(
                AwsIdentity.DEFAULT, LOOPBACK, AWS_PORT, MQTT_PORT, Hop.LOCAL, Hop.LOCAL, 0, RuleOptions.NONE);
    }

    /** Everything local, on free ports. */
    public static Settings forTests() {
        return defaults().withPorts(0, 0);
    }

    /** The byte budget of one local stream, if one was given. */
    public OptionalLong streamBudget() {
        return streamBytes == 0 ? OptionalLong.empty() : OptionalLong.of(streamBytes);
    }

    public Settings withIdentity(AwsIdentity other) {
        return new Settings(other, host, port, mqttPort, stream, store, streamBytes, rules);
    }

    public Settings withHost(String other) {
        return new Settings(identity, other, port, mqttPort, stream, store, streamBytes, rules);
    }

    public Settings withPorts(int otherPort, int otherMqttPort) {
        return new Settings(identity, host, otherPort, otherMqttPort, stream, store, streamBytes, rules);
    }

    public Settings withStream(Hop other) {
        return new Settings(identity, host, port, mqttPort, other, store, streamBytes, rules);
    }

    public Settings withStore(Hop other) {
        return new Settings(identity, host, port, mqttPort, stream, other, streamBytes, rules);
    }

    /** Streams at an endpoint that stands for AWS. */
    public Settings withStreamOnAws(URI endpoint) {
        return withStream(new Hop(Profile.AWS, endpoint));
    }

    /** Tables at an endpoint that stands for AWS. */
    public Settings withStoreOnAws(URI endpoint) {
        return withStore(new Hop(Profile.AWS, endpoint));
    }

    public Settings withStreamBytes(long bytes) {
        return new Settings(identity, host, port, mqttPort, stream, store, bytes, rules);
    }

    public Settings withRules(RuleOptions other) {
        return new Settings(identity, host, port, mqttPort, stream, store, streamBytes, other);
    }

    private static void checkPort(String what, int number) {
        if (number < 0 || number > HIGHEST_PORT) {
            throw new IllegalArgumentException("%s %d must be 0 to %d".formatted(what, number, HIGHEST_PORT));
        }
    }
}
