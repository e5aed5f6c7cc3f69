package dev.penstock.launcher.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.penstock.functions.EventSourceMappings;
import dev.penstock.launcher.PipelineStatus;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.data.Json;
import dev.penstock.platform.wire.AwsEndpoint;
import dev.penstock.platform.wire.WireRequest;
import dev.penstock.platform.wire.WireResponse;
import dev.penstock.rules.Explanation;
import dev.penstock.rules.RuleEngine;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * The HTTP face of a running pipeline:
 *
 * <ul>
 *   <li>{@code GET /_penstock/status}: counters of every hop, as JSON
 *   <li>{@code GET /_penstock/messages}: ids of the last messages, newest first
 *   <li>{@code GET /_penstock/explain/<messageId>}: why that message did or did not fire rules; text for people, JSON with
 *       {@code Accept: application/json}. {@code last} stands for the newest message.
 *   <li>{@code /_penstock/sinks}: see {@link SinksApi}
 *   <li>{@code /_penstock/esm}: see {@link MappingsApi}
 * </ul>
 */
public final class ConsoleApi {
    private static final String EXPLAIN = "/_penstock/explain/";
    private static final int MESSAGES = 100;

    private final RuleEngine rules;
    private final EventSourceMappings mappings;
    private final Supplier<PipelineStatus> status;

    public ConsoleApi(RuleEngine rules, EventSourceMappings mappings, Supplier<PipelineStatus> status) {
        this.rules = rules;
        this.mappings = mappings;
        this.status = status;
    }

    /** Adds the paths to an endpoint. */
    public void register(AwsEndpoint endpoint) {
        new SinksApi(rules.sinks()).register(endpoint);
        new MappingsApi(mappings).register(endpoint);
        endpoint.path(EXPLAIN, request -> CompletableFuture.completedFuture(explain(request)));
        endpoint.path(
                "/_penstock/messages",
                request -> CompletableFuture.completedFuture(json(rules.recentMessages(MESSAGES))));
        endpoint.path(
                "/_penstock/status",
                request -> CompletableFuture.completedFuture(json(StatusDocument.of(status.get()))));
    }

    private WireResponse explain(WireRequest request) {
        String asked = request.path().substring(EXPLAIN.length());
        String id = asked.equals("last")
                ? rules.recentMessages(1).stream().findFirst().orElse(asked)
                : asked;
        Optional<Explanation> explanation = rules.explain(id);
        if (explanation.isEmpty()) {
            return json(
                    404,
                    Map.of(
                            "message",
                            "message '%s' is not among the last ones that are kept; GET /_penstock/messages lists them"
                                    .formatted(asked)));
        }
        String accept = request.header("Accept");
        return accept != null && accept.contains("application/json")
                ? json(explanation.get().document())
                : WireResponse.of(
                        200,
                        "text/plain; charset=utf-8",
                        Bytes.utf8(explanation.get().text()));
    }

    private static WireResponse json(Object document) {
        return json(200, document);
    }

    private static WireResponse json(int httpStatus, Object document) {
        try {
            return WireResponse.json(httpStatus, Json.MAPPER.writeValueAsString(document) + "\n");
        } catch (JsonProcessingException notWritable) {
            throw new IllegalStateException(notWritable);
        }
    }
}
