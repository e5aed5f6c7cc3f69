package dev.penstock.functions;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * What is seldom said of a function. Source: Lambda API Reference, CreateFunction.
 *
 * @param description at most 256 characters; empty when there is none
 * @param role ARN of the execution role; kept and shown, not checked; empty when there is none
 * @param layers folders or zips with the content of layers, in order; at most 5
 * @param reservedConcurrency invocations at once at most; 0 refuses all
 * @param deadLetterTarget ARN of the SQS queue or SNS topic that gets events which were given up
 * @param ephemeralStorageMb 512 to 10,240; reported, not enforced
 * @param architecture {@code x86_64} or {@code arm64}; reported
 * @param logging how and where it logs
 * @param tags by key
 * @param fork Java only: run the handler in a JVM of its own instead of this one
 * @param interpreter child processes only: this {@code python}, {@code node} or {@code java} instead of the one found on this
 *     machine
 * @param debugPort a debugger can attach to child processes there; timeouts wait then
 * @param sharedLoader Java only: the handler is a class of the program that starts Penstock, for example of a JUnit test,
 *     and is loaded by the context class loader of the thread that made {@link Functions}, so that they share classes and
 *     static state. Nothing is isolated then: environment variables, exit and standard output are the program's
 */
public record FunctionOptions(
        String description,
        String role,
        List<Path> layers,
        OptionalInt reservedConcurrency,
        Optional<String> deadLetterTarget,
        int ephemeralStorageMb,
        String architecture,
        Logging logging,
        Map<String, String> tags,
        boolean fork,
        Optional<Path> interpreter,
        OptionalInt debugPort,
        boolean sharedLoader) {
    private static final int DEFAULT_STORAGE_MB = 512;

    /** What a function has when nothing is said. */
    public static final FunctionOptions DEFAULT = new FunctionOptions(
            "",
            "",
            List.of(),
            OptionalInt.empty(),
            Optional.empty(),
            DEFAULT_STORAGE_MB,
            "x86_64",
            Logging.TEXT,
            Map.of(),
            false,
            Optional.empty(),
            OptionalInt.empty(),
            false);

    public FunctionOptions {
        layers = List.copyOf(layers);
        tags = Map.copyOf(tags);
    }

    /** A function with a class loader of its own. */
    public FunctionOptions(
            String description,
            String role,
            List<Path> layers,
            OptionalInt reservedConcurrency,
            Optional<String> deadLetterTarget,
            int ephemeralStorageMb,
            String architecture,
            Logging logging,
            Map<String, String> tags,
            boolean fork,
            Optional<Path> interpreter,
            OptionalInt debugPort) {
        this(
                description,
                role,
                layers,
                reservedConcurrency,
                deadLetterTarget,
                ephemeralStorageMb,
                architecture,
                logging,
                tags,
                fork,
                interpreter,
                debugPort,
                false);
    }

    /** The same, with {@link #sharedLoader}. */
    public FunctionOptions withSharedLoader() {
        return changed(draft -> draft.sharedLoader = true);
    }

    /** The same with another description. */
    public FunctionOptions withDescription(String text) {
        return changed(draft -> draft.description = text);
    }

    /** The same with so many invocations at once at most. */
    public FunctionOptions withReservedConcurrency(OptionalInt limit) {
        return changed(draft -> draft.reservedConcurrency = limit);
    }

    /** The same with these tags. */
    public FunctionOptions withTags(Map<String, String> others) {
        return changed(draft -> draft.tags = others);
    }

    /** The same with this dead-letter target. */
    public FunctionOptions withDeadLetterTarget(Optional<String> arn) {
        return changed(draft -> draft.deadLetterTarget = arn);
    }

    /** The same with this way of logging. */
    public FunctionOptions withLogging(Logging other) {
        return changed(draft -> draft.logging = other);
    }

    private FunctionOptions changed(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.finished();
    }

    /** All of it, open to changes: the one place that knows the order of the components. */
    private static final class Draft {
        private String description;
        private String role;
        private List<Path> layers;
        private OptionalInt reservedConcurrency;
        private Optional<String> deadLetterTarget;
        private int ephemeralStorageMb;
        private String architecture;
        private Logging logging;
        private Map<String, String> tags;
        private boolean fork;
        private Optional<Path> interpreter;
        private OptionalInt debugPort;
        private boolean sharedLoader;

        Draft(FunctionOptions given) {
            description = given.description;
            role = given.role;
            layers = given.layers;
            reservedConcurrency = given.reservedConcurrency;
            deadLetterTarget = given.deadLetterTarget;
            ephemeralStorageMb = given.ephemeralStorageMb;
            architecture = given.architecture;
            logging = given.logging;
            tags = given.tags;
            fork = given.fork;
            interpreter = given.interpreter;
            debugPort = given.debugPort;
            sharedLoader = given.sharedLoader;
        }

        FunctionOptions finished() {
            return new FunctionOptions(
                    description,
                    role,
                    layers,
                    reservedConcurrency,
                    deadLetterTarget,
                    ephemeralStorageMb,
                    architecture,
                    logging,
                    tags,
                    fork,
                    interpreter,
                    debugPort,
                    sharedLoader);
        }
    }

    /**
     * @param json whether log lines are JSON objects
     * @param applicationLevel of the handler's lines with {@code json}, for example {@code INFO}; empty for all
     * @param systemLevel of Lambda's own lines with {@code json}; empty for all
     * @param group log group; empty for {@code /aws/lambda/<name>}
     */
    public record Logging(boolean json, String applicationLevel, String systemLevel, String group) {
        /** Plain text to the function's own group. */
        public static final Logging TEXT = new Logging(false, "", "", "");
    }

    /**
     * How asynchronous invocations of a function, version or alias are tried. Source: Lambda API Reference,
     * PutFunctionEventInvokeConfig.
     *
     * @param retries 0 to 2 after the first attempt; empty for 2
     * @param maxAgeSeconds 60 to 21,600; empty for six hours
     * @param onSuccess ARN of what gets a record of each success: SQS queue, SNS topic, function, event bus
     * @param onFailure the same for each failure; an S3 bucket too
     */
    public record Events(
            OptionalInt retries, OptionalLong maxAgeSeconds, Optional<String> onSuccess, Optional<String> onFailure) {
        /** Two retries, six hours, nobody is told. */
        public static final Events DEFAULT =
                new Events(OptionalInt.empty(), OptionalLong.empty(), Optional.empty(), Optional.empty());
    }
}
