package dev.penstock.analytics.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.analytics.ApplicationSpec;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An application as the API sees it. Documents are never changed once they are here.
 *
 * @param code empty when there is none yet
 * @param role of the second version; null when the first made it
 * @param inputs each with the member {@code InputId}, in the form in which requests have them; the others likewise
 * @param version grows by one with each change of the configuration
 */
record StoredApplication(
        String name,
        @Nullable String description,
        @Nullable String role,
        String code,
        List<ObjectNode> inputs,
        List<ObjectNode> outputs,
        List<ObjectNode> references,
        List<ObjectNode> logging,
        Map<String, String> tags,
        long version,
        Instant created,
        Instant updated) {

    StoredApplication {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        references = List.copyOf(references);
        logging = List.copyOf(logging);
    }

    ApplicationSpec.Labels labels() {
        return new ApplicationSpec.Labels(description == null ? "" : description, role == null ? "" : role, tags);
    }

    /** Parts of one kind. */
    List<ObjectNode> parts(Part part) {
        return switch (part) {
            case INPUT -> inputs;
            case OUTPUT -> outputs;
            case REFERENCE -> references;
            case LOGGING -> logging;
        };
    }

    StoredApplication with(Part part, List<ObjectNode> parts) {
        return new StoredApplication(
                name,
                description,
                role,
                code,
                part == Part.INPUT ? parts : inputs,
                part == Part.OUTPUT ? parts : outputs,
                part == Part.REFERENCE ? parts : references,
                part == Part.LOGGING ? parts : logging,
                tags,
                version,
                created,
                updated);
    }

    StoredApplication withCode(String text) {
        return new StoredApplication(
                name, description, role, text, inputs, outputs, references, logging, tags, version, created, updated);
    }

    StoredApplication withRole(String other) {
        return new StoredApplication(
                name, description, other, code, inputs, outputs, references, logging, tags, version, created, updated);
    }

    StoredApplication withTags(Map<String, String> others) {
        return new StoredApplication(
                name,
                description,
                role,
                code,
                inputs,
                outputs,
                references,
                logging,
                Map.copyOf(others),
                version,
                created,
                updated);
    }

    /** The next version. */
    StoredApplication changed(Instant now) {
        return new StoredApplication(
                name, description, role, code, inputs, outputs, references, logging, tags, version + 1, created, now);
    }
}
