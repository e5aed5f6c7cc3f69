package dev.penstock.rules.cases;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.data.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Lambda functions that answer from a list: the first exchange with the same input, or with none, counts. */
final class FixtureFunctions {
    static final FixtureFunctions NONE = new FixtureFunctions(Map.of());

    private final Map<String, List<Exchange>> byFunction;

    /**
     * @param input null for any
     * @param output null when the function fails
     */
    private record Exchange(
            @Nullable JsonNode input, @Nullable JsonNode output, String error) {}

    private FixtureFunctions(Map<String, List<Exchange>> byFunction) {
        this.byFunction = byFunction;
    }

    /** Members are names or ARNs of functions. */
    static FixtureFunctions read(CaseFields fields) {
        Map<String, List<Exchange>> read = new LinkedHashMap<>();
        for (String function : fields.names()) {
            JsonNode list = fields.json(function);
            if (!list.isArray()) {
                fields.wrong(function, "a list of {input, output} or {input, error} is expected, this is " + list);
            }
            List<Exchange> exchanges = new ArrayList<>();
            for (int i = 0; i < list.size(); i++) {
                exchanges.add(exchange(new CaseFields(
                        list.get(i), below(fields.below(function), Integer.toString(i)), fields.problems())));
            }
            read.put(function, exchanges);
        }
        return new FixtureFunctions(read);
    }

    private static Exchange exchange(CaseFields fields) {
        JsonNode input = fields.has("input") ? fields.json("input") : null;
        JsonNode output = fields.has("output") ? fields.json("output") : null;
        String error = fields.text("error", "");
        fields.done();
        if ((output == null) == error.isEmpty()) {
            fields.wrong("output", "one of output and error is expected");
        }
        return new Exchange(input, output, error);
    }

    CompletionStage<Bytes> invoke(String functionArn, Bytes event) {
        List<Exchange> exchanges = byFunction.getOrDefault(functionArn, byFunction.get(name(functionArn)));
        if (exchanges == null) {
            return Fixtures.found("lambda", name(functionArn), null);
        }
        JsonNode given = parsed(event);
        for (Exchange exchange : exchanges) {
            if (exchange.input() == null || Likeness.same(exchange.input(), given)) {
                return exchange.output() == null
                        ? Fixtures.failed(exchange.error(), "the function ended with an error")
                        : CompletableFuture.completedFuture(
                                Bytes.utf8(exchange.output().toString()));
            }
        }
        return Fixtures.found("lambda", "%s for the input %s".formatted(name(functionArn), given), null);
    }

    /** The name in an ARN, without version or alias; anything else as it is. */
    private static String name(String functionArn) {
        int at = functionArn.indexOf(":function:");
        return at < 0
                ? functionArn
                : functionArn.substring(at + ":function:".length()).split(":", 2)[0];
    }

    private static JsonNode parsed(Bytes event) {
        try {
            return Json.MAPPER.readTree(event.shared());
        } catch (IOException | NumberFormatException notJson) {
            return Json.MAPPER.getNodeFactory().textNode(event.utf8());
        }
    }

    private static List<String> below(List<String> path, String step) {
        List<String> longer = new ArrayList<>(path);
        longer.add(step);
        return longer;
    }
}
