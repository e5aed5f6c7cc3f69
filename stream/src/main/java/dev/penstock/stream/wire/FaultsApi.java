package dev.penstock.stream.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.platform.data.Json;
import dev.penstock.platform.wire.WireHandler;
import dev.penstock.platform.wire.WireRequest;
import dev.penstock.platform.wire.WireResponse;
import dev.penstock.stream.StreamFaults;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Faults of streams over HTTP:
 *
 * <ul>
 *   <li>{@code GET /_penstock/stream/faults}: all faults with {@code id}, {@code matched}, {@code fired}, {@code over}
 *   <li>{@code POST} of one fault or a list of them, for example {@code {"fault": "failEntry", "stream": "orders", "nth":
 *       3}}: puts them in force and answers their ids; all of a list or, when one is wrong, none
 *   <li>{@code DELETE}: ends all; {@code DELETE /_penstock/stream/faults/<id>} ends one
 * </ul>
 */
public final class FaultsApi implements WireHandler {
    /** Where it answers. */
    public static final String PATH = "/_penstock/stream/faults";

    private static final TypeReference<Map<String, Object>> FIELDS = new TypeReference<>() {};

    private final StreamFaults faults;

    public FaultsApi(StreamFaults faults) {
        this.faults = faults;
    }

    @Override
    public CompletionStage<WireResponse> handle(WireRequest request) {
        return CompletableFuture.completedFuture(answer(request));
    }

    private WireResponse answer(WireRequest request) {
        String rest = request.path().substring(PATH.length());
        String id = rest.startsWith("/") ? rest.substring(1) : rest;
        if (!id.isEmpty() && (!rest.startsWith("/") || !request.method().equals("DELETE"))) {
            return problem(404, "%s takes GET, POST and DELETE; %s/<id> takes DELETE".formatted(PATH, PATH));
        }
        return switch (request.method()) {
            case "GET" ->
                json(200, faults.all().stream().map(StreamFaults.Status::fields).toList());
            case "POST" -> add(request);
            case "DELETE" -> delete(id);
            default -> problem(405, "GET, POST and DELETE are allowed here, not " + request.method());
        };
    }

    private WireResponse add(WireRequest request) {
        try {
            List<StreamFaults.Fault> read = new ArrayList<>();
            JsonNode body = Json.MAPPER.readTree(request.body().utf8());
            for (JsonNode one : body.isArray() ? body : List.of(body)) {
                if (!one.isObject()) {
                    return problem(400, "a fault is a JSON object, for example {\"fault\": \"failEntry\", \"nth\": 3}");
                }
                read.add(StreamFaults.Fault.of(Json.MAPPER.convertValue(one, FIELDS)));
            }
            List<String> ids = read.stream().map(faults::add).toList();
            return json(201, Map.of("ids", ids));
        } catch (IllegalArgumentException wrong) {
            return problem(400, String.valueOf(wrong.getMessage()));
        } catch (IOException malformed) {
            return problem(400, "the body is not JSON: " + malformed.getMessage());
        }
    }

    private WireResponse delete(String id) {
        if (id.isEmpty()) {
            faults.clear();
        } else if (!faults.remove(id)) {
            return problem(404, "there is no fault '%s'; GET %s lists them".formatted(id, PATH));
        }
        return json(200, Map.of());
    }

    private static WireResponse problem(int status, String message) {
        return json(status, Map.of("message", message));
    }

    private static WireResponse json(int status, Object document) {
        try {
            return WireResponse.json(status, Json.MAPPER.writeValueAsString(document) + "\n");
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
