package dev.penstock.broker.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A job as it was created. What becomes of it is a {@link JobRecord}.
 *
 * @param documentText the document as it was given
 * @param timeoutMinutes how long an execution may be in progress; null for ever
 */
record Job(
        String id,
        List<String> targetArns,
        List<String> things,
        String documentText,
        JsonNode document,
        String description,
        @Nullable Long timeoutMinutes) {
    Job {
        targetArns = List.copyOf(targetArns);
        things = List.copyOf(things);
    }
}
