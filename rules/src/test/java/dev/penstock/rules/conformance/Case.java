package dev.penstock.rules.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.data.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Objects;

/** One line of the vector file. */
record Case(JsonNode json) {

    static List<Case> all() {
        return resource("/conformance/iot-sql.jsonl").lines().map(Case::parse).toList();
    }

    static String resource(String name) {
        try (InputStream stream = Objects.requireNonNull(Case.class.getResourceAsStream(name), name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    private static Case parse(String line) {
        try {
            return new Case(Json.MAPPER.readTree(line));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    String text(String member, String otherwise) {
        return json.path(member).asText(otherwise);
    }

    boolean has(String member) {
        return json.has(member);
    }

    String area() {
        return text("area", "");
    }

    /** The published bytes. A payload in the file is JSON with its numbers as written. */
    Bytes payload() {
        if (has("payloadText")) {
            return Bytes.utf8(text("payloadText", ""));
        }
        return has("payloadBase64")
                ? Bytes.wrap(Base64.getDecoder().decode(text("payloadBase64", "")))
                : Bytes.utf8(json.path("payload").toString());
    }

    @Override
    public String toString() {
        return text("id", "?") + " " + text("sql", text("template", ""));
    }
}
