package dev.penstock.functions.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** The cases of {@code conformance/lambda.jsonl} that a functions module alone can run, by id. */
final class LambdaCases {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private LambdaCases() {}

    static Map<String, LambdaCase> all() {
        Map<String, LambdaCase> cases = new LinkedHashMap<>();
        try (InputStream file = LambdaCases.class.getResourceAsStream("/conformance/lambda.jsonl");
                BufferedReader lines = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonNode read = MAPPER.readTree(line);
                String id = read.get("id").asText();
                cases.put(
                        id,
                        new LambdaCase(
                                id,
                                read.path("area").asText(),
                                read.path("setup"),
                                read.path("stimulus"),
                                read.path("expect")));
            }
            return cases;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    static LambdaCase get(String id) {
        LambdaCase found = all().get(id);
        if (found == null) {
            throw new IllegalArgumentException("no case " + id);
        }
        return found;
    }
}
