package dev.penstock.functions.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.platform.data.Json;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Who may invoke a function, version or alias. Kept and shown; any caller may invoke.
 *
 * @param revisionId UUID, new with every change
 * @param statements by their id, in the order in which they were added
 */
record Policy(String revisionId, Map<String, JsonNode> statements) {

    /** Without a statement, and then without a policy too. */
    static final Policy NONE = new Policy("", Map.of());

    Policy with(String revision, String id, JsonNode statement) {
        Map<String, JsonNode> more = new LinkedHashMap<>(statements);
        more.put(id, statement);
        return new Policy(revision, more);
    }

    Policy without(String revision, String id) {
        Map<String, JsonNode> fewer = new LinkedHashMap<>(statements);
        fewer.remove(id);
        return new Policy(revision, fewer);
    }

    /** As JSON text in a member of the answer. */
    String document() {
        ObjectNode document =
                Json.MAPPER.createObjectNode().put("Version", "2012-10-17").put("Id", "default");
        document.putArray("Statement").addAll(statements.values());
        return document.toString();
    }
}
