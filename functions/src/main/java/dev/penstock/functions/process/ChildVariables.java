package dev.penstock.functions.process;

import dev.penstock.functions.FunctionOptions.Logging;
import dev.penstock.functions.runtime.EnvironmentSpec;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The environment variables that every child gets; languages add theirs. */
final class ChildVariables {
    private ChildVariables() {}

    static Map<String, String> of(EnvironmentSpec spec, Path runtimeFolder) {
        Map<String, String> variables = new HashMap<>(spec.variables());
        variables.put("LAMBDA_RUNTIME_DIR", runtimeFolder.toString());
        Logging logging = spec.function().options().logging();
        if (logging.json()) {
            variables.putIfAbsent("AWS_LAMBDA_LOG_FORMAT", "JSON");
            if (!logging.applicationLevel().isEmpty()) {
                variables.putIfAbsent("AWS_LAMBDA_LOG_LEVEL", logging.applicationLevel());
            }
        }
        SearchPath.ofAnyRuntime(variables, spec.taskRoot(), spec.layers());
        return variables;
    }
}
