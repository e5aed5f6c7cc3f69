package dev.penstock.broker;

import java.util.Map;

/**
 * What a client must show before MQTT or HTTP begins, beside its certificate.
 *
 * @param signingKeys secret keys by access key id that SigV4 signatures are checked with; when empty, any signature of the
 *     right form is taken
 * @param serverName whether TLS clients must name the host they want (SNI), as AWS demands
 */
public record HandshakeSettings(Map<String, String> signingKeys, boolean serverName) {
    /** Any signature, with or without a server name. */
    public static final HandshakeSettings LENIENT = new HandshakeSettings(Map.of(), false);

    public HandshakeSettings {
        signingKeys = Map.copyOf(signingKeys);
    }

    public HandshakeSettings withSigningKeys(Map<String, String> keys) {
        return new HandshakeSettings(keys, serverName);
    }

    public HandshakeSettings withServerName(boolean demanded) {
        return new HandshakeSettings(signingKeys, demanded);
    }

    /** Without the secrets. */
    @Override
    public String toString() {
        return "HandshakeSettings[signingKeys=%s, serverName=%s]".formatted(signingKeys.keySet(), serverName);
    }
}
