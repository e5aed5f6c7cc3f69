package dev.penstock.analytics.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import dev.penstock.analytics.ApplicationSpec;
import dev.penstock.analytics.ApplicationSpec.RecordFormat;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.data.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The columns of JSON records: objects are flattened two levels, and one array of objects. */
final class JsonDiscovery {
    private static final int DEPTH = 2;
    private static final int MAX_COLUMNS = 1000;

    private final Map<String, List<JsonNode>> values = new LinkedHashMap<>();
    private String flattened = "";

    private JsonDiscovery() {}

    /** Empty when most records are not JSON: one that cannot be read does not hide the others. */
    static Optional<DiscoveredSchema> of(List<Bytes> records) {
        List<JsonNode> documents = new ArrayList<>();
        int unreadable = 0;
        for (Bytes record : records) {
            try (MappingIterator<JsonNode> all =
                    Json.MAPPER.readerFor(JsonNode.class).readValues(record.asStream())) {
                documents.addAll(all.readAll());
            } catch (IOException | RuntimeException notJson) {
                unreadable++;
            }
        }
        if (unreadable > records.size() / 2) {
            return Optional.empty();
        }
        boolean isArrays = !documents.isEmpty() && documents.stream().allMatch(JsonNode::isArray);
        List<JsonNode> rows = new ArrayList<>();
        documents.forEach(document -> {
            if (isArrays) {
                document.forEach(rows::add);
            } else {
                rows.add(document);
            }
        });
        if (rows.isEmpty() || !rows.stream().allMatch(JsonNode::isObject)) {
            return Optional.empty();
        }
        JsonDiscovery discovery = new JsonDiscovery();
        rows.forEach(row -> discovery.walk(row, "$", DEPTH));
        return discovery.values.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new DiscoveredSchema(new RecordFormat.Json(isArrays ? "$[0:]" : "$"), discovery.columns()));
    }

    private void walk(JsonNode object, String path, int depth) {
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            String inner = path + "." + member.getKey();
            JsonNode value = member.getValue();
            boolean canBePath = member.getKey().matches("[^.*\\[\\]]+");
            if (!canBePath) {
                continue;
            }
            if (value.isObject() && depth > 0) {
                walk(value, inner, depth - 1);
            } else if (isRows(value) && !path.contains("[") && (flattened.isEmpty() || flattened.equals(inner))) {
                flattened = inner;
                value.forEach(element -> walk(element, inner + "[0:]", 0));
            } else {
                values.computeIfAbsent(
                                value.isArray() && !path.contains("[") ? inner + "[0:]" : inner, p -> new ArrayList<>())
                        .add(value);
            }
        }
    }

    private static boolean isRows(JsonNode value) {
        if (!value.isArray() || value.isEmpty()) {
            return false;
        }
        for (JsonNode element : value) {
            if (!element.isObject()) {
                return false;
            }
        }
        return true;
    }

    private List<ApplicationSpec.Column> columns() {
        List<ApplicationSpec.Column> columns = new ArrayList<>();
        Set<String> names = new HashSet<>();
        values.entrySet().stream().limit(MAX_COLUMNS).forEach(value -> {
            String name = name(value.getKey(), columns.size(), names);
            names.add(name);
            columns.add(new ApplicationSpec.Column(name, type(value.getValue()), value.getKey()));
        });
        return columns;
    }

    /** That of the field; when it is taken with the names of those that it is in, at last with a number. */
    private static String name(String path, int index, Set<String> taken) {
        String[] parts = path.replace("[0:]", "").split("\\.");
        String own = ColumnGuess.name(parts[parts.length - 1], index);
        String whole = ColumnGuess.name(String.join("_", parts).substring("$_".length()), index);
        return Stream.concat(
                        Stream.of(own, whole),
                        IntStream.iterate(index, i -> i + 1).mapToObj(i -> own + '_' + i))
                .filter(name -> !taken.contains(name))
                .findFirst()
                .orElseThrow();
    }

    private static String type(List<JsonNode> found) {
        List<JsonNode> present = found.stream().filter(value -> !value.isNull()).toList();
        List<String> texts = present.stream()
                .map(value -> value.isValueNode() ? value.asText() : value.toString())
                .toList();
        if (!present.isEmpty() && present.stream().allMatch(JsonNode::isNumber)) {
            return ColumnGuess.number(texts);
        }
        return !present.isEmpty() && present.stream().allMatch(JsonNode::isBoolean)
                ? "BOOLEAN"
                : ColumnGuess.text(texts);
    }
}
