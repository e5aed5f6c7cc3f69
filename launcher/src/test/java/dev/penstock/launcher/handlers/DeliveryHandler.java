package dev.penstock.launcher.handlers;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Appends the rows that it takes to the file that {@code TAKEN} names; those with a 7 only when they come again. */
public final class DeliveryHandler implements RequestHandler<Map<String, Object>, Map<String, Object>> {

    @Override
    public Map<String, Object> handleRequest(Map<String, Object> event, Context context) {
        List<Map<String, String>> answers = new ArrayList<>();
        for (Object record : (List<?>) Objects.requireNonNull(event.get("records"))) {
            Map<?, ?> fields = (Map<?, ?>) record;
            byte[] data = Base64.getDecoder().decode(String.valueOf(fields.get("data")));
            String row = new String(data, StandardCharsets.UTF_8);
            Map<?, ?> metadata = (Map<?, ?>) Objects.requireNonNull(fields.get("lambdaDeliveryRecordMetadata"));
            String hint = String.valueOf(metadata.get("retryHint"));
            boolean isTaken = !row.contains("7") || !hint.equals("0");
            if (isTaken) {
                append(hint + " " + row);
            }
            answers.add(Map.of(
                    "recordId", String.valueOf(fields.get("recordId")), "result", isTaken ? "Ok" : "DeliveryFailed"));
        }
        return Map.of("records", answers);
    }

    private static void append(String line) {
        try {
            Files.writeString(
                    Path.of(System.getenv("TAKEN")), line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
