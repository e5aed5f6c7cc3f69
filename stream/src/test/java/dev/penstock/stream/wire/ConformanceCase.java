package dev.penstock.stream.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.penstock.platform.data.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * One line of a {@code .jsonl} file of cases:
 *
 * <ul>
 *   <li>{@code id}: says what is checked
 *   <li>{@code setup}: steps before it; <code>{"call":[operation, request], "keep":{name: JSON pointer}}</code> keeps
 *       members of the answer as variables, <code>{"advance":"PT5M"}</code> moves the clock
 *   <li>{@code operation} and {@code request}; texts may hold <code>{variable}</code>, <code>{a*129}</code> (a text
 *       repeated) and <code>{zeros*3}</code> (so many zero bytes in Base64), a list
 *       <code>{"times":501,"of":item}</code>
 *   <li>{@code type}, {@code message} and, when it is not 400, {@code status} of the refusal; without {@code type} the
 *       call succeeds, and {@code body} holds what the answer has by JSON pointer: a value, a text that begins with
 *       {@code ~} for a pattern, or null for a member that is not there
 *   <li>{@code cbor}: false when the case is about JSON alone
 *   <li>{@code note}: why the case differs from other suites
 * </ul>
 */
record ConformanceCase(String file, JsonNode line) {
    private static final int CLIENT_ERROR = 400;

    static Stream<ConformanceCase> all() throws IOException {
        try (Stream<Path> files = Files.list(folder())) {
            List<Path> found = files.filter(file -> file.toString().endsWith(".jsonl"))
                    .sorted()
                    .toList();
            return found.stream().flatMap(ConformanceCase::of);
        }
    }

    private static Path folder() {
        try {
            return Objects.requireNonNull(
                    Path.of(Objects.requireNonNull(ConformanceCase.class.getResource("PutRecord.jsonl"))
                                    .toURI())
                            .getParent());
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static Stream<ConformanceCase> of(Path file) {
        String name = file.getFileName().toString().replace(".jsonl", "");
        try {
            return Files.readAllLines(file).stream()
                    .filter(line -> !line.isBlank())
                    .map(line -> new ConformanceCase(name, parse(file, line)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode parse(Path file, String line) {
        try {
            return Json.MAPPER.readTree(line);
        } catch (IOException e) {
            throw new IllegalStateException("%s: not JSON: %s".formatted(file.getFileName(), line), e);
        }
    }

    JsonNode setup() {
        return line.path("setup");
    }

    String operation() {
        return line.path("operation").asText();
    }

    JsonNode request() {
        return line.path("request");
    }

    int status() {
        return line.path("status").asInt(line.has("type") ? CLIENT_ERROR : 200);
    }

    String type() {
        return line.path("type").asText();
    }

    JsonNode message() {
        return line.has("message") ? line.get("message") : JsonNodeFactory.instance.textNode("");
    }

    JsonNode body() {
        return line.path("body");
    }

    boolean alsoInCbor() {
        return line.path("cbor").asBoolean(true);
    }

    @Override
    public String toString() {
        return file + ": " + line.path("id").asText();
    }
}
