package dev.penstock.analytics.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.data.Json;
import java.io.IOException;

/** What a function returns for the records it was called with. */
final class FunctionRecords {
    private FunctionRecords() {}

    /** @throws IllegalStateException when it is not an object with a list {@code records} */
    static JsonNode answer(Bytes returned) {
        JsonNode answer;
        try {
            answer = Json.MAPPER.readTree(returned.asStream());
        } catch (IOException malformed) {
            throw new IllegalStateException("the function returned no JSON: " + malformed.getMessage(), malformed);
        }
        if (!answer.path("records").isArray()) {
            throw new IllegalStateException(
                    "the function must return {\"records\": [{\"recordId\": ..., \"result\": ...}, ...]}");
        }
        return answer;
    }
}
