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
 * @param layers folders with the content of its layers, in order
 * @param version {@code $LATEST} or a number
 * @param variables the environment variables of the function, complete but for those only the runtime knows
 * @param functionArn without qualifier
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

    /** The function's log group. */
    public String logGroup() {
        return logGroup(function);
    }

    /** The log group of a function: as its configuration says, else the one that AWS makes for it. */
    public static String logGroup(FunctionSpec function) {
        String chosen = function.options().logging().group();
        return chosen.isEmpty() ? "/aws/lambda/" + function.name() : chosen;
    }
}
