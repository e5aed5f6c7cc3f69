package dev.penstock.analytics.wire;

import dev.penstock.platform.aws.AwsException;
import java.util.ArrayList;
import java.util.List;

/** Collects what a request violates of the API model, in the words of AWS's services. */
final class Violations {
    private static final int MOST_SHOWN = 10;

    private final List<String> sentences = new ArrayList<>();

    void missing(String path) {
        add("Value null at '%s' failed to satisfy constraint: Member must not be null".formatted(path));
    }

    void failed(String value, String path, String constraint) {
        add("Value '%s' at '%s' failed to satisfy constraint: %s".formatted(value, path, constraint));
    }

    void count(int count, String path, int min, int max) {
        if (count < min) {
            failed("[]", path, "Member must have length greater than or equal to " + min);
        }
        if (count > max) {
            add("Value at '%s' failed to satisfy constraint: Member must have length less than or equal to %d"
                    .formatted(path, max));
        }
    }

    private void add(String sentence) {
        if (sentences.size() < MOST_SHOWN) {
            sentences.add(sentence);
        }
    }

    /** @throws AwsException ValidationException when there is any */
    void refuse() {
        if (!sentences.isEmpty()) {
            int count = sentences.size();
            throw AwsException.validation("%d validation error%s detected: %s"
                    .formatted(count, count == 1 ? "" : "s", String.join("; ", sentences)));
        }
    }
}
