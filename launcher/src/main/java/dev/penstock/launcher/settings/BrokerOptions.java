package dev.penstock.launcher.settings;

import dev.penstock.broker.BrokerSettings;
import dev.penstock.broker.DenialsV3;
import dev.penstock.broker.HandshakeSettings;
import dev.penstock.broker.IdentitySettings;
import dev.penstock.broker.MirrorSettings;
import dev.penstock.broker.Qos2;
import dev.penstock.broker.RateLimits;
import dev.penstock.broker.ShadowSettings;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * How the message broker treats its clients.
 *
 * @param tlsPort of MQTT with TLS; empty is as far from the port of plain MQTT as 8883 is from 1883, or a free one when
 *     that is free
 * @param sessionExpiry how long a persistent session outlives its connection at most
 * @param minKeepAlive shorter keep-alives are raised to this
 * @param rates how often clients may publish and connect
 * @param denialsV3 what clients of MQTT 3.1.1 see of a denial by their policies
 * @param qos2 what becomes of QoS 2
 * @param identities who devices are and what they may do
 * @param handshake what a client must show before MQTT begins
 * @param shadows how large device shadows may be
 * @param mirror a broker elsewhere whose messages rules get too; null for none
 */
public record BrokerOptions(
        OptionalInt tlsPort,
        Duration sessionExpiry,
        Duration minKeepAlive,
        RateLimits rates,
        DenialsV3 denialsV3,
        Qos2 qos2,
        IdentitySettings identities,
        HandshakeSettings handshake,
        ShadowSettings shadows,
        @Nullable MirrorSettings mirror) {
    private static final int TLS_ABOVE_PLAIN = 8883 - 1883;
    private static final int HIGHEST_PORT = 65_535;
    /** Source: AWS IoT Core developer guide, MQTT persistent sessions. */
    private static final Duration MAX_SESSION_EXPIRY = Duration.ofDays(7);

    private static final Duration MAX_KEEP_ALIVE = Duration.ofMinutes(20);

    /** As in a new AWS account. */
    public static final BrokerOptions DEFAULT = new BrokerOptions(
            OptionalInt.empty(), Duration.ofHours(1), Duration.ofSeconds(30), IdentitySettings.DEFAULT);

    public BrokerOptions {
        check("tlsPort", tlsPort.orElse(0), 0, HIGHEST_PORT);
        check("sessionExpirySeconds", sessionExpiry.toSeconds(), 1, MAX_SESSION_EXPIRY.toSeconds());
        check("minKeepAliveSeconds", minKeepAlive.toSeconds(), 1, MAX_KEEP_ALIVE.toSeconds());
    }

    /** Options without a mirror, limits of rates and demands on the handshake, that deny as usual. */
    public BrokerOptions(
            OptionalInt tlsPort, Duration sessionExpiry, Duration minKeepAlive, IdentitySettings identities) {
        this(
                tlsPort,
                sessionExpiry,
                minKeepAlive,
                RateLimits.NONE,
                DenialsV3.DEFAULT,
                Qos2.CLOSE,
                identities,
                HandshakeSettings.LENIENT,
                ShadowSettings.DEFAULT,
                null);
    }

    /** The broker whose messages rules get too. */
    public Optional<MirrorSettings> mirrored() {
        return Optional.ofNullable(mirror);
    }

    private static void check(String what, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException("%s %d must be %d to %d".formatted(what, value, least, most));
        }
    }

    public BrokerOptions withIdentities(IdentitySettings other) {
        return new BrokerOptions(
                tlsPort, sessionExpiry, minKeepAlive, rates, denialsV3, qos2, other, handshake, shadows, mirror);
    }

    /** The same for an address. */
    public BrokerSettings at(String host, int mqttPort) {
        return new BrokerSettings(host, mqttPort)
                .withTlsPort(tlsPort.orElse(besides(mqttPort)))
                .withSessionExpiry(sessionExpiry)
                .withMinKeepAlive(minKeepAlive)
                .withRates(rates)
                .withDenialsV3(denialsV3)
                .withQos2(qos2)
                .withHandshake(handshake)
                .withShadows(shadows);
    }

    private static int besides(int mqttPort) {
        return mqttPort == 0 || mqttPort + TLS_ABOVE_PLAIN > HIGHEST_PORT ? 0 : mqttPort + TLS_ABOVE_PLAIN;
    }
}
