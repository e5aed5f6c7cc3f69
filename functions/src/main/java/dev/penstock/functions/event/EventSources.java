package dev.penstock.functions.event;

import dev.penstock.platform.aws.Arn;
import java.util.Optional;

/** Finds what event source mappings can read. One for each service. */
@FunctionalInterface
public interface EventSources {

    /**
     * @param arn of a stream, a consumer of it, or a table's stream
     * @param roleArn the function's execution role, which Kinesis shows as {@code invokeIdentityArn}
     * @return empty when it belongs to another service
     * @throws dev.penstock.platform.aws.AwsException InvalidParameterValueException when there is no such stream
     */
    Optional<EventSource> open(Arn arn, String roleArn);
}
