package dev.penstock.functions;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.platform.aws.AwsException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** DynamoDB Streams, in its own words, for event source mappings that read the changes of tables. */
@FunctionalInterface
public interface TableStreams {
    /** Where there are no tables. */
    TableStreams NONE = (operation, input) -> CompletableFuture.failedFuture(new AwsException(
            "ResourceNotFoundException", 400, "Requested resource not found: this pipeline has no tables"));

    /**
     * Asks; never blocks.
     *
     * @param operation {@code ListStreams}, {@code DescribeStream}, {@code GetShardIterator} or {@code GetRecords}
     * @param input the operation's input; bytes in Base64
     * @return its output; fails with {@code AwsException}: ResourceNotFoundException, ExpiredIteratorException,
     *     TrimmedDataAccessException, LimitExceededException
     */
    CompletionStage<JsonNode> ask(String operation, JsonNode input);
}
