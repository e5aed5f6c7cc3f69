package dev.penstock.functions.runtime;

import dev.penstock.functions.FunctionSpec;
import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.lifecycle.StartException;
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
    private static final Pattern KEY = Pattern.compile("[a-zA-Z][a-zA-Z0-9_]+");
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

    /** @throws StartException when AWS would refuse the user's variables */
    public static void check(FunctionSpec function) {
        Set<String> reserved = new TreeSet<>(function.environment().keySet());
        reserved.retainAll(RESERVED);
        if (!reserved.isEmpty()) {
            throw new StartException(
                    ("function '%s': the environment variables contain reserved keys that are currently"
                                    + " not supported for modification: %s; remove them")
                            .formatted(function.name(), String.join(", ", reserved)));
        }
        int bytes = 0;
        for (Map.Entry<String, String> variable : function.environment().entrySet()) {
            if (!KEY.matcher(variable.getKey()).matches()) {
                throw new StartException(
                        "function '%s': environment variable '%s' must start with a letter and have two or more letters, digits or _"
                                .formatted(function.name(), variable.getKey()));
            }
            bytes += variable.getKey().getBytes(StandardCharsets.UTF_8).length
                    + variable.getValue().getBytes(StandardCharsets.UTF_8).length;
        }
        if (bytes > MAX_BYTES) {
            throw new StartException("function '%s': its environment variables take %d bytes; AWS allows %d"
                    .formatted(function.name(), bytes, MAX_BYTES));
        }
    }

    /** All variables but those that only the runtime knows. */
    public static Map<String, String> of(
            FunctionSpec function, AwsIdentity identity, Map<String, String> shared, Path taskRoot, String logStream) {
        Map<String, String> all = new TreeMap<>();
        System.getenv().forEach((key, value) -> {
            if (!key.startsWith("AWS_") && !RESERVED.contains(key)) {
                all.put(key, value);
            }
        });
        all.put("LANG", "en_US.UTF-8");
        all.put("TZ", ":UTC");
        all.put("AWS_XRAY_CONTEXT_MISSING", "LOG_ERROR");
        all.put("AWS_EC2_METADATA_DISABLED", "true"); // no instance metadata here: spares the SDKs a slow look-up
        all.putAll(shared);
        all.putAll(function.environment());
        all.put("_HANDLER", function.handler());
        all.put("AWS_REGION", identity.region());
        all.put("AWS_DEFAULT_REGION", identity.region());
        all.put("AWS_EXECUTION_ENV", "AWS_Lambda_" + function.runtime());
        all.put("AWS_LAMBDA_FUNCTION_NAME", function.name());
        all.put("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST");
        all.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", Integer.toString(function.memoryMb()));
        all.put("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand");
        all.put("AWS_LAMBDA_LOG_GROUP_NAME", EnvironmentSpec.logGroup(function.name()));
        all.put("AWS_LAMBDA_LOG_STREAM_NAME", logStream);
        all.put("LAMBDA_TASK_ROOT", taskRoot.toString());
        return all;
    }
}
