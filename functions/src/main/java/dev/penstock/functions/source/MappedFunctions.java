package dev.penstock.functions.source;

import dev.penstock.functions.InvocationResult;
import dev.penstock.platform.data.Bytes;
import java.util.concurrent.CompletionStage;

/** The functions, as far as event source mappings need them. A function is named as by {@code FunctionReference}. */
public interface MappedFunctions {

    boolean exists(String function);

    /** ARN of the execution role of a function that exists. */
    String roleArn(String function);

    /** As {@code Functions.invoke}: fails with {@code AwsException} when the handler was not run. */
    CompletionStage<InvocationResult> invoke(String function, Bytes event);
}
