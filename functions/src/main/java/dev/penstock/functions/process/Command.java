package dev.penstock.functions.process;

import java.util.List;
import java.util.Map;

/**
 * What is run for one environment.
 *
 * @param arguments program and its arguments
 * @param variables all environment variables but the address of the Runtime API
 * @param lifeline whether the program ends itself when its standard input ends, which is ours to hold; others get none
 * @param marks whether the program prints a mark after the output of each invocation, see {@link ChildOutput}
 * @param limitedMb memory in MB beyond which the program is killed; 0 when it limits itself
 */
record Command(List<String> arguments, Map<String, String> variables, boolean lifeline, boolean marks, int limitedMb) {

    Command {
        arguments = List.copyOf(arguments);
        variables = Map.copyOf(variables);
    }
}
