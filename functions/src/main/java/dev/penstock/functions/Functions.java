package dev.penstock.functions;

import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.lifecycle.Component;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Lambda as the rest of the pipeline sees it. */
public interface Functions extends Component {

    /**
     * Creates a function and initialises one environment of it, so that a missing handler or interpreter is known now.
     *
     * @throws dev.penstock.platform.lifecycle.StartException when it cannot run here; says what to do
     */
    void create(FunctionSpec spec);

    /**
     * Runs a function once and completes with its result; a handler that throws, hangs or exits is a result too.
     *
     * @param function its name
     * @return fails with {@code AwsException}: ResourceNotFoundException, TooManyRequestsException
     */
    CompletionStage<InvocationResult> invoke(String function, Bytes event);

    /** Starts an event source mapping from a stream to a function. */
    EventSourceMapping map(EventSourceMappingSpec spec);

    /** All mappings, in order of creation. */
    List<EventSourceMapping> mappings();

    /** The newest log lines of a function, oldest first, at most {@code limit}. */
    List<String> logs(String function, int limit);
}
