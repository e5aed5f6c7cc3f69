package dev.penstock.launcher.handlers;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Makes JSON of records {@code n=5}; drops those that begin with {@code drop} and fails those that begin with {@code bad}.
 * Its first call ends with an exception.
 */
public final class PreprocessingHandler implements RequestHandler<Map<String, Object>, Map<String, Object>> {
    private int calls;

    @Override
    public Map<String, Object> handleRequest(Map<String, Object> event, Context context) {
        calls++;
        if (calls == 1) {
            throw new IllegalStateException("not yet");
        }
        List<Map<String, String>> answers = new ArrayList<>();
        for (Object record : (List<?>) Objects.requireNonNull(event.get("records"))) {
            Map<?, ?> fields = (Map<?, ?>) record;
            String id = String.valueOf(fields.get("recordId"));
            byte[] data = Base64.getDecoder().decode(String.valueOf(fields.get("data")));
            answers.add(answer(id, new String(data, StandardCharsets.UTF_8)));
        }
        return Map.of("records", answers);
    }

    private static Map<String, String> answer(String id, String text) {
        if (text.startsWith("drop")) {
            return Map.of("recordId", id, "result", "Dropped");
        }
        if (text.startsWith("bad")) {
            return Map.of("recordId", id, "result", "ProcessingFailed");
        }
        byte[] json = text.replaceFirst("n=(.*)", "{\"n\":$1}").getBytes(StandardCharsets.UTF_8);
        return Map.of(
                "recordId", id, "result", "Ok", "data", Base64.getEncoder().encodeToString(json));
    }
}
