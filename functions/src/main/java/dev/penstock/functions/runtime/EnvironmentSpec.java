package dev.penstock.functions.runtime;

import dev.penstock.functions.FunctionSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What an environment is made from.
 *
 * @param taskRoot folder with the unpacked code
 * @param variables the environment variables of the function, complete but for those only the runtime knows
 * Arn without qualifier
 * @param logStream name of its log stream
 * @param log takes one line, without line end, from any thread
 * @param number tells the environments of one function apart in thread names
 */
public record EnvironmentSpec(
        FunctionSpec function,
        Path taskRoot,
        List<Path> layers,
        String version,
        Map<String, String> variables,
        String functionArn,
        String logStream,
        Consumer<String> log,
        int number) {

    public EnvironmentSpec {
        layers = List.copyOf(layers);
        variables = Map.copyOf(variables);
    }

    /** The log group that AWS would use. */
    public String logGroup() {
        return logGroup(function.name());
    }

    /** The log group of a function. */
    static String logGroup(String function) {
        return "/aws/lambda/" + function;
    }
}
