package dev.penstock.analytics.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** UpdateApplication: the members of an update in the form of the first version, applied to an application. */
record Update(JsonNode members) {

    /** That of a request of the second version. */
    static Update second(JsonNode request) {
        if (request.hasNonNull("RuntimeEnvironmentUpdate")
                && !request.path("RuntimeEnvironmentUpdate").asText().equals(Runtimes.SQL)) {
            throw AnalyticsErrors.unsupported(
                    "RuntimeEnvironmentUpdate %s is not emulated; Penstock runs %s applications"
                            .formatted(request.path("RuntimeEnvironmentUpdate").asText(), Runtimes.SQL));
        }
        if (request.hasNonNull("RunConfigurationUpdate")) {
            throw AnalyticsErrors.invalid("RunConfigurationUpdate is not for SQL applications");
        }
        JsonNode configuration = request.path("ApplicationConfigurationUpdate");
        Creation.refuseOthers(configuration, "Update");
        Creation.refuseOthers(configuration, "Updates");
        ObjectNode members = JsonNodeFactory.instance.objectNode();
        if (configuration.path("SqlApplicationConfigurationUpdate") instanceof ObjectNode sql) {
            members.setAll(sql);
        }
        JsonNode code = configuration.path("ApplicationCodeConfigurationUpdate");
        if (code.hasNonNull("CodeContentUpdate") || code.hasNonNull("CodeContentTypeUpdate")) {
            members.put(
                    "ApplicationCodeUpdate",
                    Creation.code(
                            code.path("CodeContentTypeUpdate").asText("PLAINTEXT"),
                            code.path("CodeContentUpdate"),
                            "Update"));
        }
        if (request.hasNonNull("CloudWatchLoggingOptionUpdates")) {
            members.set("CloudWatchLoggingOptionUpdates", request.path("CloudWatchLoggingOptionUpdates"));
        }
        return new Update(members);
    }

    StoredApplication applyTo(StoredApplication application) {
        StoredApplication result = application;
        if (members.hasNonNull("ApplicationCodeUpdate")) {
            result = result.withCode(members.path("ApplicationCodeUpdate").asText());
        }
        for (Part part : Part.values()) {
            for (JsonNode update : members.path(part.member + "Updates")) {
                result = result.with(part, updated(result.parts(part), part, update));
            }
        }
        return result;
    }

    private static List<ObjectNode> updated(List<ObjectNode> parts, Part part, JsonNode update) {
        String id = update.path(part.id).asText();
        List<ObjectNode> result = new ArrayList<>();
        boolean isFound = false;
        for (ObjectNode document : parts) {
            boolean isIt = document.path(part.id).asText().equals(id);
            isFound |= isIt;
            result.add(isIt ? Documents.updated(document, update) : document);
        }
        if (!isFound) {
            throw AnalyticsErrors.notFound("The application has no %s %s.".formatted(part.id, id));
        }
        return result;
    }
}
