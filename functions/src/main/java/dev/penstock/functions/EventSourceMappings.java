package dev.penstock.functions;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The event source mappings there are. Errors are {@code AwsException} with AWS's codes and texts:
 * InvalidParameterValueException, ValidationException, ResourceNotFoundException, ResourceConflictException,
 * ResourceInUseException. Source: Lambda API Reference.
 */
public interface EventSourceMappings {

    /** Adds a mapping; when it is enabled its position in every shard is taken before this returns. */
    EventSourceMapping create(EventSourceMappingSpec spec);

    /** @param id UUID */
    EventSourceMapping get(String id);

    /**
     * Changes everything but where and from when on it reads. An invocation that runs ends on what it began with; then
     * what is not dealt with yet is taken up anew, on the new settings and with all attempts before it.
     */
    EventSourceMapping update(String id, UnaryOperator<EventSourceMappingSpec> change);

    /** Stops a mapping for good: nothing is invoked after this returns. What it gives back is {@code Deleting}. */
    EventSourceMapping delete(String id);

    /** In order of creation. */
    List<EventSourceMapping> all();
}
