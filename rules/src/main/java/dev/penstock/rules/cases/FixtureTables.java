package dev.penstock.rules.cases;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.rules.ExternalServices.KeyPart;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** DynamoDB tables with a few items. */
final class FixtureTables {
    static final FixtureTables NONE = new FixtureTables(Map.of());

    private final Map<String, Table> byName;

    /** @param key the names of the partition key and, if there is one, of the sort key */
    private record Table(List<String> key, List<JsonNode> items) {}

    private FixtureTables(Map<String, Table> byName) {
        this.byName = byName;
    }

    static FixtureTables read(CaseFields fields) {
        Map<String, Table> read = new LinkedHashMap<>();
        for (String name : fields.names()) {
            CaseFields table = fields.object(name);
            List<String> key = new ArrayList<>();
            table.json("key").forEach(part -> key.add(part.asText()));
            if (key.isEmpty() || key.size() > 2) {
                table.wrong("key", "a list of one or two attribute names is expected");
            }
            List<JsonNode> items = new ArrayList<>();
            table.json("items").forEach(items::add);
            if (!table.json("items").isArray() || !items.stream().allMatch(JsonNode::isObject)) {
                table.wrong("items", "a list of JSON objects is expected");
            }
            table.done();
            read.put(name, new Table(key, items));
        }
        return new FixtureTables(read);
    }

    CompletionStage<Optional<JsonNode>> item(String name, KeyPart partition, @Nullable KeyPart sort) {
        Table table = byName.get(name);
        if (table == null) {
            return Fixtures.found("dynamodb", name, null);
        }
        List<String> asked = sort == null ? List.of(partition.name()) : List.of(partition.name(), sort.name());
        if (!asked.equals(table.key())) {
            return Fixtures.failed(
                    "ValidationException",
                    "The provided key element does not match the schema: the key of %s is %s, asked was %s"
                            .formatted(name, table.key(), asked));
        }
        return CompletableFuture.completedFuture(table.items().stream()
                .filter(item -> has(item, partition) && (sort == null || has(item, sort)))
                .findFirst());
    }

    private static boolean has(JsonNode item, KeyPart part) {
        return Likeness.same(part.value(), item.path(part.name()));
    }
}
