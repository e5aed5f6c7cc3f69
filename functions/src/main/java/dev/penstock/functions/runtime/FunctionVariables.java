package dev.penstock.functions.runtime;

import dev.penstock.functions.FunctionOptions;
import dev.penstock.functions.FunctionSpec;
import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.aws.AwsIdentity;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The environment variables of a function. From weak to strong: this machine's own (so that {@code PATH} and
 * {@code HOME} work) without any {@code AWS_*}, for a developer's real credentials must not reach a handler; AWS's
 * defaults; the pipeline's; the user's; and the reserved ones of AWS that tell the function who it is.
 */
public final class FunctionVariables {
    private static final int MAX_BYTES = 4 * 1024;

    /** DIFFERS: AWS asks for two characters or more. */
    private static final Pattern KEY = Pattern.compile("[a-zA-Z][a-zA-Z0-9_]*");

    private static final Set<String> RESERVED = Set.of(
            "_HANDLER",
            "_X_AMZN_TRACE_ID",
            "AWS_DEFAULT_REGION",
            "AWS_REGION",
            "AWS_EXECUTION_ENV",
            "AWS_LAMBDA_FUNCTION_NAME",
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
            "AWS_LAMBDA_FUNCTION_VERSION",
            "AWS_LAMBDA_INITIALIZATION_TYPE",
            "AWS_LAMBDA_LOG_GROUP_NAME",
            "AWS_LAMBDA_LOG_STREAM_NAME",
            "AWS_ACCESS_KEY",
            "AWS_ACCESS_KEY_ID",
            "AWS_SECRET_ACCESS_KEY",
            "AWS_SESSION_TOKEN",
            "AWS_LAMBDA_RUNTIME_API",
            "LAMBDA_TASK_ROOT",
            "LAMBDA_RUNTIME_DIR");

    private FunctionVariables() {}

    /** @throws AwsException InvalidParameterValueException when AWS would refuse the user's variables */
    public static void check(FunctionSpec function) {
        Set<String> reserved = new TreeSet<>(function.environment().keySet());
        reserved.retainAll(RESERVED);
        if (!reserved.isEmpty()) {
            throw invalid("the environment variables you have provided contains reserved keys that are currently not"
                    + " supported for modification. Reserved keys used in this request: "
                    + String.join(", ", reserved));
        }
        int bytes = 0;
        for (Map.Entry<String, String> variable : function.environment().entrySet()) {
            if (!KEY.matcher(variable.getKey()).matches()) {
                throw AwsException.validation(
                        "1 validation error detected: Value '%s' at 'environment.variables' failed"
                                        .formatted(variable.getKey())
                                + " to satisfy constraint: Map keys must satisfy constraint: [Member must satisfy regular"
                                + " expression pattern: [a-zA-Z]([a-zA-Z0-9_])+]");
            }
            bytes += variable.getKey().getBytes(StandardCharsets.UTF_8).length
                    + variable.getValue().getBytes(StandardCharsets.UTF_8).length;
        }
        if (bytes > MAX_BYTES) {
            throw invalid("the environment variables you have provided exceeded the 4KB limit. They take %d bytes"
                    .formatted(bytes));
        }
    }

    private static AwsException invalid(String problem) {
        return new AwsException(
                "InvalidParameterValueException",
                400,
                "Lambda was unable to configure your environment variables because " + problem);
    }

    /**
     * All variables but those that only the runtime knows.
     *
     * @param shared what every function of the pipeline gets
     */
    public static Map<String, String> of(
            FunctionSpec function, String version, AwsIdentity identity, Map<String, String> shared, Path taskRoot) {
        Map<String, String> all = ofMachine(System.getenv());
        addDefaults(all, taskRoot);
        all.putAll(shared);
        all.putAll(function.environment());
        addReserved(all, function, version);
        all.put("AWS_REGION", identity.region());
        all.put("AWS_DEFAULT_REGION", identity.region());
        all.put("LAMBDA_TASK_ROOT", taskRoot.toString());
        return all;
    }

    /** Without the developer's own credentials, profile, region and endpoints. */
    static Map<String, String> ofMachine(Map<String, String> variables) {
        Map<String, String> kept = new TreeMap<>(variables);
        kept.keySet().removeIf(key -> key.startsWith("AWS_") || RESERVED.contains(key));
        return kept;
    }

    private static void addDefaults(Map<String, String> all, Path taskRoot) {
        all.put("LANG", "en_US.UTF-8");
        all.put("TZ", ":UTC");
        all.put("PWD", taskRoot.toString());
        all.put("AWS_XRAY_CONTEXT_MISSING", "LOG_ERROR");
        all.put("AWS_XRAY_DAEMON_ADDRESS", "127.0.0.1:2000"); // nobody listens there: traces end on this machine
        all.put("AWS_EC2_METADATA_DISABLED", "true"); // no instance metadata here: spares the SDKs a slow look-up
        String libraries = taskRoot + File.pathSeparator + taskRoot.resolve("lib");
        all.merge("LD_LIBRARY_PATH", libraries, (machine, own) -> own + File.pathSeparator + machine);
        String programs = taskRoot.resolve("bin").toString();
        all.merge("PATH", programs, (machine, own) -> own + File.pathSeparator + machine);
    }

    private static void addReserved(Map<String, String> all, FunctionSpec function, String version) {
        all.put("_HANDLER", function.handler());
        if (!function.runtime().startsWith("provided")) {
            all.put("AWS_EXECUTION_ENV", "AWS_Lambda_" + function.runtime());
        }
        all.put("AWS_LAMBDA_FUNCTION_NAME", function.name());
        all.put("AWS_LAMBDA_FUNCTION_VERSION", version);
        all.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", Integer.toString(function.memoryMb()));
        all.put("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand");
        all.put("AWS_LAMBDA_LOG_GROUP_NAME", EnvironmentSpec.logGroup(function));
        FunctionOptions.Logging logging = function.options().logging();
        if (logging.json()) {
            all.put("AWS_LAMBDA_LOG_FORMAT", "JSON");
            if (!logging.applicationLevel().isEmpty()) {
                all.put("AWS_LAMBDA_LOG_LEVEL", logging.applicationLevel());
            }
        }
    }
}
