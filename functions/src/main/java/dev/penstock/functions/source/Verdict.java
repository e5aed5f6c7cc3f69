package dev.penstock.functions.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.functions.EventSourceMappingSpec;
import dev.penstock.functions.InvocationResult;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.data.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a function said about its batch. Source: Lambda Developer Guide, "Configuring partial batch response with Kinesis
 * Data Streams and Lambda", and recorded answers of the real service.
 *
 * @param taken how many records from the first on it took
 * @param error why it did not take the others; null when it took all
 * @param state JSON object to be given to the next invocation of the window; null without a window
 */
record Verdict(int taken, @Nullable String error, @Nullable String state) {
    private static final int MAX_ERROR_CHARS = 500;
    private static final String LIST = "batchItemFailures";
    private static final String ITEM = "itemIdentifier";

    static Verdict of(InvocationResult result, Batch batch, EventSourceMappingSpec spec) {
        if (!result.succeeded()) {
            return failed(shortened(result.payload().utf8()));
        }
        boolean needsState = !spec.tumblingWindow().isZero() && !batch.isClosing();
        boolean reports = spec.reportItemFailures() && !batch.isClosing();
        if (!needsState && !reports) {
            return new Verdict(batch.size(), null, null); // whatever it says
        }
        JsonNode answer = parse(result.payload());
        if (answer == null) {
            return failed(
                    "the answer is not JSON: " + shortened(result.payload().utf8()));
        }
        String state = null;
        if (needsState) {
            if (!answer.path("state").isObject()) {
                return failed("the answer has no object 'state', which an invocation of a time window must give back");
            }
            state = text(answer.path("state"));
        }
        return reports ? items(answer, batch, state) : new Verdict(batch.size(), null, state);
    }

    private static Verdict failed(String error) {
        return new Verdict(0, error, null);
    }

    private static @Nullable JsonNode parse(Bytes payload) {
        try {
            return Json.MAPPER.readTree(payload.array(), payload.offset(), payload.length());
        } catch (JsonProcessingException notJson) {
            return null;
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static String text(JsonNode tree) {
        try {
            return Json.MAPPER.writeValueAsString(tree);
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** Everything before the lowest record that it names was taken. */
    private static Verdict items(JsonNode answer, Batch batch, @Nullable String state) {
        if (isEmpty(answer)) {
            return new Verdict(batch.size(), null, state);
        }
        JsonNode list = answer.path(LIST);
        if (!answer.isObject() || !(list.isMissingNode() || list.isNull() || list.isArray())) {
            return failed("the answer is not an object with a list " + LIST + ": " + shortened(text(answer)));
        }
        int lowest = batch.size();
        Map<String, Integer> indexes = list.isEmpty() ? Map.of() : batch.indexes();
        for (JsonNode item : list) {
            String id = item.path(ITEM).isTextual() ? item.path(ITEM).textValue() : "";
            Integer index = indexes.get(id);
            if (index == null) {
                return failed(
                        "%s names '%s', which is no record of the batch; it must be {\"%s\":\"<sequence number>\"}"
                                .formatted(LIST, shortened(text(item)), ITEM));
            }
            lowest = Math.min(lowest, index);
        }
        return lowest == batch.size()
                ? new Verdict(lowest, null, state)
                : new Verdict(lowest, "the function reported " + batch.sequenceNumber(lowest) + " as failed", state);
    }

    /** No answer, {@code null}, {@code ""}, {@code []} or <code>{}</code> report nothing. */
    private static boolean isEmpty(JsonNode answer) {
        return answer.isMissingNode()
                || answer.isNull()
                || (answer.isTextual() && answer.textValue().isEmpty())
                || (answer.isContainerNode() && answer.isEmpty());
    }

    static String shortened(String document) {
        return document.length() <= MAX_ERROR_CHARS ? document : document.substring(0, MAX_ERROR_CHARS) + "...";
    }
}
