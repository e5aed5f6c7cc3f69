package dev.penstock.launcher.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.penstock.functions.EventSourceMapping;
import dev.penstock.functions.EventSourceMappings;
import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.data.Json;
import dev.penstock.platform.wire.AwsEndpoint;
import dev.penstock.platform.wire.WireRequest;
import dev.penstock.platform.wire.WireResponse;
import java.util.concurrent.CompletableFuture;

/**
 * Why a function is called by its stream, or not:
 *
 * <ul>
 *   <li>{@code GET /_penstock/esm}: every event source mapping, with state and counters
 *   <li>{@code GET /_penstock/esm/<uuid>/timeline}: that, in words ({@code why}), and where it stands in each shard with
 *       what it did there last, see {@link MappingDocument}
 * </ul>
 */
final class MappingsApi {
    private static final String PATH = "/_penstock/esm";
    private static final String TIMELINE = "/timeline";

    private final EventSourceMappings mappings;

    MappingsApi(EventSourceMappings mappings) {
        this.mappings = mappings;
    }

    void register(AwsEndpoint endpoint) {
        endpoint.path(PATH, request -> CompletableFuture.completedFuture(answer(request)));
    }

    private WireResponse answer(WireRequest request) {
        if (!request.method().equals("GET")) {
            return problem(405, "GET is allowed here, not " + request.method());
        }
        String rest = request.path().substring(PATH.length());
        if (rest.isEmpty() || rest.equals("/")) {
            ArrayNode all = Json.MAPPER.createArrayNode();
            mappings.all().forEach(mapping -> all.add(MappingDocument.summary(mapping)));
            return json(200, all);
        }
        if (rest.charAt(0) != '/' || !rest.endsWith(TIMELINE) || rest.length() == TIMELINE.length()) {
            return problem(404, "a timeline is %s/<uuid>/timeline; GET %s lists the mappings".formatted(PATH, PATH));
        }
        return timeline(rest.substring(1, rest.length() - TIMELINE.length()));
    }

    private WireResponse timeline(String id) {
        EventSourceMapping mapping;
        try {
            mapping = mappings.get(id);
        } catch (AwsException missing) {
            return problem(404, "there is no event source mapping %s; GET %s lists them".formatted(id, PATH));
        }
        return json(200, MappingDocument.timeline(mapping));
    }

    private static WireResponse problem(int status, String message) {
        return json(status, Json.MAPPER.createObjectNode().put("message", message));
    }

    private static WireResponse json(int status, Object document) {
        try {
            return WireResponse.json(status, Json.MAPPER.writeValueAsString(document) + "\n");
        } catch (JsonProcessingException notWritable) {
            throw new IllegalStateException(notWritable);
        }
    }
}
