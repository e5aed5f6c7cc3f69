package dev.penstock.broker;

import java.time.Duration;
import java.util.OptionalInt;

/**
 * How to run a broker.
 *
 * @param host address to listen on, loopback by default
 * @param mqttPort port of plain MQTT; 0 takes a free one
 * @param tlsPort port of MQTT with TLS; 0 takes a free one, empty does without
 * @param sessionExpiry how long a persistent session outlives its connection at most, by the pipeline's clock
 * @param minKeepAlive keep-alives that clients ask for are raised to this, in whole seconds
 */
public record BrokerSettings(
        String host, int mqttPort, OptionalInt tlsPort, Duration sessionExpiry, Duration minKeepAlive) {
    /** Source: AWS IoT Core developer guide, MQTT persistent sessions: default of the account quota. */
    private static final Duration AWS_SESSION_EXPIRY = Duration.ofHours(1);
    /** Source: AWS IoT Core developer guide, MQTT, keep-alive. */
    private static final Duration AWS_MIN_KEEP_ALIVE = Duration.ofSeconds(30);

    /** Settings as those of a new AWS account. */
    public BrokerSettings(String host, int mqttPort) {
        this(host, mqttPort, OptionalInt.empty(), AWS_SESSION_EXPIRY, AWS_MIN_KEEP_ALIVE);
    }

    /** As this, with a port for TLS; 0 takes a free one. */
    public BrokerSettings withTlsPort(int port) {
        return new BrokerSettings(host, mqttPort, OptionalInt.of(port), sessionExpiry, minKeepAlive);
    }

    /** As this, with another longest life of a session without a connection; AWS allows up to 7 days. */
    public BrokerSettings withSessionExpiry(Duration expiry) {
        return new BrokerSettings(host, mqttPort, tlsPort, expiry, minKeepAlive);
    }

    /** As this, with another shortest keep-alive; AWS has 30 s. */
    public BrokerSettings withMinKeepAlive(Duration keepAlive) {
        return new BrokerSettings(host, mqttPort, tlsPort, sessionExpiry, keepAlive);
    }
}
