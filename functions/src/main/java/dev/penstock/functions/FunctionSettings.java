package dev.penstock.functions;

import java.util.Map;

/**
 * What all functions of a pipeline share.
 *
 * @param environment variables every function gets, for example {@code AWS_ENDPOINT_URL} and dummy credentials; the
 *     user's own variables win over them
 * @param maxConcurrency execution environments of one function at most, 1 or more; each runs one invocation at a time
 * @param asyncRetryScale by what the pauses between attempts of asynchronous invocations are multiplied, 0 to 1; 1 is
 *     AWS's one and two minutes
 * @param reload whether code that changed on disk is taken by the next invocation
 * @param mappings what event source mappings share
 */
public record FunctionSettings(
        Map<String, String> environment,
        int maxConcurrency,
        double asyncRetryScale,
        boolean reload,
        MappingSettings mappings) {
    private static final int DEFAULT_CONCURRENCY = 10;

    public FunctionSettings {
        environment = Map.copyOf(environment);
        if (maxConcurrency < 1) {
            throw new IllegalArgumentException("maxConcurrency %d must be 1 or more".formatted(maxConcurrency));
        }
        if (!(asyncRetryScale >= 0 && asyncRetryScale <= 1)) {
            throw new IllegalArgumentException("asyncRetryScale %s must be 0 to 1".formatted(asyncRetryScale));
        }
    }

    /** These variables, ten environments for each function, AWS's pauses, and code reloaded. */
    public static FunctionSettings of(Map<String, String> environment) {
        return new FunctionSettings(environment, DEFAULT_CONCURRENCY, 1, true, MappingSettings.DEFAULT);
    }

    /** The same with so many environments for each function. */
    public FunctionSettings withMaxConcurrency(int environments) {
        return new FunctionSettings(environment, environments, asyncRetryScale, reload, mappings);
    }

    /** The same with other pauses between attempts of asynchronous invocations. */
    public FunctionSettings withAsyncRetryScale(double scale) {
        return new FunctionSettings(environment, maxConcurrency, scale, reload, mappings);
    }

    /** The same with code reloaded or not. */
    public FunctionSettings withReload(boolean on) {
        return new FunctionSettings(environment, maxConcurrency, asyncRetryScale, on, mappings);
    }

    /** The same with these settings of event source mappings. */
    public FunctionSettings withMappings(MappingSettings others) {
        return new FunctionSettings(environment, maxConcurrency, asyncRetryScale, reload, others);
    }
}
