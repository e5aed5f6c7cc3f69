package dev.penstock.analytics.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.platform.wire.WireInput;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** CreateApplication of both versions. */
final class Creation {
    private static final int MAX_TAGS = 50;
    private static final List<String> NOT_SQL = List.of(
            "FlinkApplicationConfiguration",
            "EnvironmentProperties",
            "ApplicationSnapshotConfiguration",
            "ApplicationSystemRollbackConfiguration",
            "VpcConfigurations",
            "ZeppelinApplicationConfiguration",
            "ApplicationEncryptionConfiguration");

    private Creation() {}

    static StoredApplication first(WireInput in, Instant now) {
        return application(in, null, in.text("ApplicationCode").orElse(""), in.tree(), now);
    }

    static StoredApplication second(WireInput in, Instant now) {
        String runtime = in.text("RuntimeEnvironment").orElseThrow();
        if (!runtime.equals(Runtimes.SQL)) {
            throw AnalyticsErrors.unsupported("RuntimeEnvironment %s is not emulated; Penstock runs %s applications"
                    .formatted(runtime, Runtimes.SQL));
        }
        if (in.text("ApplicationMode").orElse("STREAMING").equals("INTERACTIVE")) {
            throw AnalyticsErrors.unsupported("ApplicationMode INTERACTIVE is for Zeppelin, which is not emulated");
        }
        JsonNode configuration = in.tree().path("ApplicationConfiguration");
        refuseOthers(configuration, "");
        JsonNode code = configuration.path("ApplicationCodeConfiguration");
        return application(
                in,
                in.text("ServiceExecutionRole").orElseThrow(),
                code(code.path("CodeContentType").asText("PLAINTEXT"), code.path("CodeContent"), ""),
                configuration.path("SqlApplicationConfiguration"),
                now);
    }

    /** @param suffix of member names, {@code Update} or nothing */
    static String code(String type, JsonNode content, String suffix) {
        if (!type.equals("PLAINTEXT")
                || content.hasNonNull("ZipFileContent" + suffix)
                || content.hasNonNull("S3ContentLocation" + suffix)) {
            throw AnalyticsErrors.invalid(
                    "the code of a SQL application is CodeContentType PLAINTEXT with TextContent%s".formatted(suffix));
        }
        return content.path("TextContent" + suffix).asText("");
    }

    /** @param suffix of member names */
    static void refuseOthers(JsonNode configuration, String suffix) {
        for (String member : NOT_SQL) {
            if (configuration.hasNonNull(member + suffix)) {
                throw AnalyticsErrors.invalid("%s%s is not for SQL applications".formatted(member, suffix));
            }
        }
    }

    private static StoredApplication application(
            WireInput in, @Nullable String role, String code, JsonNode sql, Instant now) {
        return new StoredApplication(
                in.text("ApplicationName").orElseThrow(),
                in.text("ApplicationDescription").orElse(null),
                role,
                code,
                parts(sql.path("Inputs"), Part.INPUT),
                parts(sql.path("Outputs"), Part.OUTPUT),
                parts(sql.path("ReferenceDataSources"), Part.REFERENCE),
                parts(in.tree().path("CloudWatchLoggingOptions"), Part.LOGGING),
                tags(in, Map.of()),
                1,
                now,
                now);
    }

    private static List<ObjectNode> parts(JsonNode list, Part part) {
        checkCount(part, list.size());
        List<ObjectNode> parts = new ArrayList<>();
        for (JsonNode document : list) {
            parts.add(identified((ObjectNode) document, part, "1." + (parts.size() + 1)));
        }
        return parts;
    }

    /** A part with its id. */
    static ObjectNode identified(ObjectNode document, Part part, String id) {
        ObjectNode copy = document.deepCopy();
        copy.put(part.id, id);
        if (part == Part.INPUT && !copy.hasNonNull("InputParallelism")) {
            copy.putObject("InputParallelism").put("Count", 1);
        }
        return copy;
    }

    static void checkCount(Part part, int count) {
        if (count > part.most) {
            throw AnalyticsErrors.invalid("An application has at most %d %s%s, not %d."
                    .formatted(part.most, part.member, part.most == 1 ? "" : "s", count));
        }
    }

    /** The tags of a request added to others. */
    static Map<String, String> tags(WireInput in, Map<String, String> others) {
        Map<String, String> tags = new LinkedHashMap<>(others);
        in.structures("Tags")
                .orElse(List.of())
                .forEach(tag -> tags.put(
                        tag.text("Key").orElseThrow(), tag.text("Value").orElse("")));
        if (tags.size() > MAX_TAGS) {
            throw AnalyticsErrors.tooManyTags(MAX_TAGS);
        }
        return tags;
    }
}
