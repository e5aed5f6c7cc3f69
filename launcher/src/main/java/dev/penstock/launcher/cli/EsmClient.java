package dev.penstock.launcher.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.platform.data.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/** Asks a running pipeline for its event source mappings. */
final class EsmClient {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final String PATH = "/_penstock/esm";
    private static final int OK = 200;

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(LIMIT).build();
    private final URI url;

    EsmClient(URI url) {
        this.url = url;
    }

    JsonNode mappings() {
        return get(PATH)
                .orElseThrow(() -> new UserException(
                        "%s is not the AWS endpoint of a Penstock pipeline; give its address with --url"
                                .formatted(url)));
    }

    /** Empty when it was deleted meanwhile. */
    Optional<JsonNode> timeline(String id) {
        return get(PATH + "/" + id + "/timeline");
    }

    private Optional<JsonNode> get(String path) {
        try {
            HttpRequest request =
                    HttpRequest.newBuilder(url.resolve(path)).timeout(LIMIT).build();
            HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            return response.statusCode() == OK ? Optional.of(Json.MAPPER.readTree(response.body())) : Optional.empty();
        } catch (IOException | IllegalArgumentException unreachable) {
            throw new UserException(
                    "no pipeline answers at %s (%s); start one with 'penstock up', or give its address with --url"
                            .formatted(url, unreachable));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new UserException("interrupted");
        }
    }
}
