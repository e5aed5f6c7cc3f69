package dev.penstock.functions;

import java.util.Map;

/**
 * What all functions of a pipeline share.
 *
 * @param environment variables every function gets, for example {@code AWS_ENDPOINT_URL} and dummy credentials; the
 *     user's own variables win over them
 * @param maxConcurrency execution environments of one function at most, 1 or more; each runs one invocation at a time
 */
public record FunctionSettings(Map<String, String> environment, int maxConcurrency) {
    private static final int DEFAULT_CONCURRENCY = 10;

    public FunctionSettings {
        environment = Map.copyOf(environment);
        if (maxConcurrency < 1) {
            throw new IllegalArgumentException("maxConcurrency %d must be 1 or more".formatted(maxConcurrency));
        }
    }

    /** These variables, and ten environments for each function. */
    public static FunctionSettings of(Map<String, String> environment) {
        return new FunctionSettings(environment, DEFAULT_CONCURRENCY);
    }
}
