package dev.penstock.functions.wire;

import java.util.Map;

/** What AWS refuses as tags. Source: Lambda developer guide, Using tags on Lambda functions. */
final class TagRules {
    private static final int MOST = 50;
    private static final int MAX_KEY = 128;
    private static final int MAX_VALUE = 256;

    private TagRules() {}

    static void check(Map<String, String> tags) {
        if (tags.size() > MOST) {
            throw LambdaErrors.invalid("Number of tags exceeds resource tag limit.");
        }
        tags.forEach((key, value) -> {
            if (key.isEmpty() || key.length() > MAX_KEY || value.length() > MAX_VALUE) {
                throw LambdaErrors.invalid(
                        "A tag has a key of 1 to %d characters and a value of at most %d; '%s' has not"
                                .formatted(MAX_KEY, MAX_VALUE, key));
            }
            if (key.startsWith("aws:")) {
                throw LambdaErrors.invalid("System tags cannot be added/updated by requester: " + key);
            }
        });
    }
}
