package dev.penstock.platform.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.data.Json;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One REST-JSON request: what its path, query, headers and body say. */
public final class RestInput {
    private final WireRequest request;
    private final Map<String, String> labels;
    private @Nullable Map<String, List<String>> query;

    RestInput(WireRequest request, Map<String, String> labels) {
        this.request = request;
        this.labels = labels;
    }

    /** What stands in the path at {@code {name}}, decoded; the route promises that it is there. */
    public String label(String name) {
        String value = labels.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the route has no label {%s}".formatted(name));
        }
        return value;
    }

    /** A query parameter, decoded; the first one when it is there several times. */
    public Optional<String> query(String name) {
        if (query == null) {
            query = new QueryStringDecoder(request.query(), false).parameters();
        }
        List<String> values = query.getOrDefault(name, List.of());
        return values.isEmpty() ? Optional.empty() : Optional.of(values.get(0));
    }

    /** All values of a query parameter, in the order in which they were sent. */
    public List<String> queries(String name) {
        query(name);
        return query == null ? List.of() : List.copyOf(query.getOrDefault(name, List.of()));
    }

    /** A header. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(request.header(name));
    }

    /** A header that has the form of a query, {@code k=v&k2=v2}, both sides decoded; empty when there is none. */
    public Map<String, String> headerParameters(String name) {
        Map<String, String> parameters = new LinkedHashMap<>();
        new QueryStringDecoder(header(name).orElse(""), false)
                .parameters()
                .forEach((key, values) -> parameters.put(key, values.get(0)));
        return parameters;
    }

    /** The body as it was sent. */
    public Bytes body() {
        return request.body();
    }

    /**
     * The body as a structure; one without members when there is no body.
     *
     * @throws AwsException SerializationException when it is something else
     */
    public WireInput json() {
        if (request.body().isEmpty()) {
            return new WireInput(JsonNodeFactory.instance.objectNode(), false);
        }
        try {
            JsonNode tree = Json.MAPPER.readTree(request.body().shared());
            if (tree != null && tree.isObject()) {
                return new WireInput(tree, false);
            }
        } catch (IOException malformed) {
            throw AwsException.serialization("The body is not JSON: " + oneLine(malformed));
        }
        throw AwsException.serialization("The body must be a JSON object");
    }

    private static String oneLine(IOException malformed) {
        String text = String.valueOf(malformed.getMessage());
        int end = text.indexOf('\n');
        return end < 0 ? text : text.substring(0, end);
    }
}
