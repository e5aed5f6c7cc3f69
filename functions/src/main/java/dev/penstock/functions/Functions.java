package dev.penstock.functions;

import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.lifecycle.Component;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Lambda as the rest of the pipeline sees it. */
public interface Functions extends Component {

    /** The functions there are. */
    FunctionCatalog catalog();

    /**
     * Initialises one environment of a function now, so that a missing handler or interpreter is known. Blocks.
     *
     * @param function its name or ARN, see {@link FunctionReference}
     * @throws dev.penstock.platform.lifecycle.StartException when it cannot run here; says what to do
     * @throws dev.penstock.platform.aws.AwsException ResourceNotFoundException
     */
    void warmUp(String function);

    /**
     * Runs a function once and completes with its result; a handler that throws, hangs or exits is a result too.
     *
     * @param request its event is at most 6 MiB
     * @return fails with {@code AwsException} when the handler was not run: ResourceNotFoundException,
     *     TooManyRequestsException, RequestTooLargeException, ServiceException
     */
    CompletionStage<InvocationResult> invoke(InvocationRequest request);

    /** As {@link #invoke(InvocationRequest)}, with just an event. */
    default CompletionStage<InvocationResult> invoke(String function, Bytes event) {
        return invoke(InvocationRequest.of(function, event));
    }

    /**
     * Accepts an event for an asynchronous invocation. The function gets it at least once, and while it fails twice more,
     * after one and two minutes, unless {@link FunctionOptions.Events} say otherwise; how it ends is told to its
     * destinations and its dead-letter target, else only to the log.
     *
     * @param request its event is at most 1 MiB
     * @return the request id, when the event is in the bounded queue of its function; fails with {@code AwsException}
     *     when it is not: ResourceNotFoundException, RequestTooLargeException, TooManyRequestsException when the queue
     *     is full
     */
    CompletionStage<String> invokeEvent(InvocationRequest request);

    /** As {@link #invokeEvent(InvocationRequest)}, with just an event. */
    default CompletionStage<String> invokeEvent(String function, Bytes event) {
        return invokeEvent(InvocationRequest.of(function, event));
    }

    /** What feeds streams to functions. */
    EventSourceMappings mappings();

    /** The newest log lines of a function, oldest first, at most {@code limit}. */
    List<String> logs(String function, int limit);
}
