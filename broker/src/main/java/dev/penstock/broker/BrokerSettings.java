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
 * @param rates how often clients may publish and connect
 * @param denialsV3 what clients of MQTT 3.1.1 see of a denial by their policies
 * @param qos2 what becomes of QoS 2
 * @param handshake what a client must show before MQTT begins
 * @param shadows how large device shadows may be
 */
public record BrokerSettings(
        String host,
        int mqttPort,
        OptionalInt tlsPort,
        Duration sessionExpiry,
        Duration minKeepAlive,
        RateLimits rates,
        DenialsV3 denialsV3,
        Qos2 qos2,
        HandshakeSettings handshake,
        ShadowSettings shadows) {
    /** Source: AWS IoT Core developer guide, MQTT persistent sessions: default of the account quota. */
    private static final Duration AWS_SESSION_EXPIRY = Duration.ofHours(1);
    /** Source: AWS IoT Core developer guide, MQTT, keep-alive. */
    private static final Duration AWS_MIN_KEEP_ALIVE = Duration.ofSeconds(30);

    /** Settings as those of a new AWS account. */
    public BrokerSettings(String host, int mqttPort) {
        this(
                host,
                mqttPort,
                OptionalInt.empty(),
                AWS_SESSION_EXPIRY,
                AWS_MIN_KEEP_ALIVE,
                RateLimits.NONE,
                DenialsV3.DEFAULT,
                Qos2.CLOSE,
                HandshakeSettings.LENIENT,
                ShadowSettings.DEFAULT);
    }

    /** As this, with a port for TLS; 0 takes a free one. */
    public BrokerSettings withTlsPort(int port) {
        return new BrokerSettings(
                host,
                mqttPort,
                OptionalInt.of(port),
                sessionExpiry,
                minKeepAlive,
                rates,
                denialsV3,
                qos2,
                handshake,
                shadows);
    }

    /** As this, with another longest life of a session without a connection; AWS allows up to 7 days. */
    public BrokerSettings withSessionExpiry(Duration expiry) {
        return new BrokerSettings(
                host, mqttPort, tlsPort, expiry, minKeepAlive, rates, denialsV3, qos2, handshake, shadows);
    }

    /** As this, with another shortest keep-alive; AWS has 30 s. */
    public BrokerSettings withMinKeepAlive(Duration keepAlive) {
        return new BrokerSettings(
                host, mqttPort, tlsPort, sessionExpiry, keepAlive, rates, denialsV3, qos2, handshake, shadows);
    }

    /** As this, with other rates; AWS has 100, 500 and 1. */
    public BrokerSettings withRates(RateLimits limits) {
        return new BrokerSettings(
                host, mqttPort, tlsPort, sessionExpiry, minKeepAlive, limits, denialsV3, qos2, handshake, shadows);
    }

    /** As this, with another answer to what clients of MQTT 3.1.1 may not do. */
    public BrokerSettings withDenialsV3(DenialsV3 answers) {
        return new BrokerSettings(
                host, mqttPort, tlsPort, sessionExpiry, minKeepAlive, rates, answers, qos2, handshake, shadows);
    }

    /** As this, with another way to deal with QoS 2; AWS does not take it. */
    public BrokerSettings withQos2(Qos2 other) {
        return new BrokerSettings(
                host, mqttPort, tlsPort, sessionExpiry, minKeepAlive, rates, denialsV3, other, handshake, shadows);
    }

    /** As this, with other demands on clients before MQTT begins. */
    public BrokerSettings withHandshake(HandshakeSettings demands) {
        return new BrokerSettings(
                host, mqttPort, tlsPort, sessionExpiry, minKeepAlive, rates, denialsV3, qos2, demands, shadows);
    }

    /** As this, with larger or smaller device shadows. */
    public BrokerSettings withShadows(ShadowSettings limits) {
        return new BrokerSettings(
                host, mqttPort, tlsPort, sessionExpiry, minKeepAlive, rates, denialsV3, qos2, handshake, limits);
    }
}
