package dev.penstock.broker;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which messages of an AWS IoT endpoint the rules of this pipeline get too.
 *
 * @param endpoint its host, as {@code aws iot describe-endpoint --endpoint-type iot:Data-ATS} says
 * @param port of MQTT with TLS
 * @param clientId that AWS knows the pipeline by; one for each pipeline, as a second connection ends the first
 * @param certificate PEM file, a client certificate that is registered and active there
 * @param key PEM file with its private key
 * @param ca PEM file with the authorities to trust; null for those that Java trusts, Amazon's among them
 * @param topics filters to subscribe to
 */
public record MirrorSettings(
        String endpoint,
        int port,
        String clientId,
        Path certificate,
        Path key,
        @Nullable Path ca,
        List<String> topics) {
    /** Of AWS IoT. */
    public static final int USUAL_PORT = 8883;

    public MirrorSettings {
        topics = List.copyOf(topics);
        if (endpoint.isBlank() || clientId.isBlank() || topics.isEmpty()) {
            throw new IllegalArgumentException("a mirror needs an endpoint, a client id and at least one topic filter");
        }
    }

    public Optional<Path> authorities() {
        return Optional.ofNullable(ca);
    }
}
