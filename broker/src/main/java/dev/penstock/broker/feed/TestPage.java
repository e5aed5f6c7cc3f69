package dev.penstock.broker.feed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.broker.MessageProperties;
import dev.penstock.broker.dataplane.DataGateway;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.data.Json;
import dev.penstock.platform.wire.AwsEndpoint;
import dev.penstock.platform.wire.WireRequest;
import dev.penstock.platform.wire.WireResponse;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * What the MQTT test page calls:
 *
 * <ul>
 *   <li>{@code GET /_penstock/mqtt/subscribe?filter=plant/%23}: messages from now on, as server-sent events
 *   <li>{@code POST /_penstock/mqtt/publish}: {@code {"topic":"plant/a","payload":"text","qos":1,"retain":false}}; {@code
 *       payloadBase64} for bytes that are no text
 * </ul>
 */
public final class TestPage {
    private static final String SUBSCRIBE = "/_penstock/mqtt/subscribe";
    private static final String PUBLISH = "/_penstock/mqtt/publish";
    private static final int BAD_REQUEST = 400;
    private static final int METHOD_NOT_ALLOWED = 405;
    private static final int TOO_MANY = 429;
    private static final int UNAVAILABLE = 503;

    private final Watchers watchers;
    private final DataGateway gateway;
    private final Function<String, Optional<String>> filterProblem;

    /** @param filterProblem what is wrong with a topic filter; empty when nothing is */
    public TestPage(Watchers watchers, DataGateway gateway, Function<String, Optional<String>> filterProblem) {
        this.watchers = watchers;
        this.gateway = gateway;
        this.filterProblem = filterProblem;
    }

    /** Adds the paths to an endpoint. */
    public void register(AwsEndpoint endpoint) {
        endpoint.path(SUBSCRIBE, request -> CompletableFuture.completedFuture(subscribe(request)));
        endpoint.path(PUBLISH, this::publish);
    }

    private WireResponse subscribe(WireRequest request) {
        if (!request.method().equals("GET")) {
            return problem(METHOD_NOT_ALLOWED, "use GET");
        }
        List<String> filters =
                new QueryStringDecoder(request.query(), false).parameters().getOrDefault("filter", List.of("#"));
        String filter = filters.get(0);
        Optional<String> wrong = filterProblem.apply(filter);
        if (wrong.isPresent()) {
            return problem(BAD_REQUEST, "filter '%s': %s".formatted(filter, wrong.get()));
        }
        return watchers.open(filter)
                .map(watcher -> WireResponse.streaming(
                        200, Map.of("Content-Type", "text/event-stream", "Cache-Control", "no-store"), watcher))
                .orElseGet(() -> problem(
                        TOO_MANY, "there are %d watchers already; close some".formatted(Watchers.MAX_WATCHERS)));
    }

    private CompletionStage<WireResponse> publish(WireRequest request) {
        if (!request.method().equals("POST")) {
            return CompletableFuture.completedFuture(problem(METHOD_NOT_ALLOWED, "use POST"));
        }
        try {
            JsonNode body = Json.MAPPER.readTree(request.body().shared());
            if (body == null || !body.path("topic").isTextual()) {
                throw new IllegalArgumentException(
                        "the body must be {\"topic\":\"...\",\"payload\":\"...\",\"qos\":0,\"retain\":false}");
            }
            return gateway.publish(
                            body.path("topic").textValue(),
                            payload(body),
                            body.path("qos").asInt(0),
                            body.path("retain").asBoolean(false),
                            MessageProperties.EMPTY)
                    .handle((published, failure) ->
                            failure == null ? WireResponse.json(200, "{}\n") : refused(failure));
        } catch (IOException notJson) {
            return CompletableFuture.completedFuture(problem(BAD_REQUEST, "the body is not JSON"));
        } catch (IllegalArgumentException wrong) {
            return CompletableFuture.completedFuture(problem(BAD_REQUEST, String.valueOf(wrong.getMessage())));
        }
    }

    /** A text, bytes in Base64, or any JSON, which is sent as it is written. */
    private static Bytes payload(JsonNode body) {
        JsonNode base64 = body.path("payloadBase64");
        if (base64.isTextual()) {
            return Bytes.wrap(Base64.getDecoder().decode(base64.textValue()));
        }
        JsonNode payload = body.path("payload");
        if (payload.isMissingNode()) {
            return Bytes.EMPTY;
        }
        return Bytes.utf8(payload.isTextual() ? payload.textValue() : payload.toString());
    }

    private static WireResponse refused(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return problem(
                cause instanceof IllegalArgumentException ? BAD_REQUEST : UNAVAILABLE,
                String.valueOf(cause.getMessage()));
    }

    private static WireResponse problem(int status, String message) {
        ObjectNode body = Json.MAPPER.createObjectNode().put("message", message);
        return WireResponse.json(status, body + "\n");
    }
}
