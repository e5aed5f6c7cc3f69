package dev.penstock.store;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.platform.lifecycle.Component;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** DynamoDB as the rest of the pipeline sees it. Errors are {@code AwsException} with AWS's codes. */
public interface Tables extends Component {

    /** Where DynamoDB's own HTTP endpoint is; only after {@link #start}. */
    URI endpoint();

    /**
     * Creates a table and returns when it is ACTIVE; a table that exists already is left as it is.
     *
     * @throws dev.penstock.platform.aws.AwsException ResourceInUseException when it exists with another key, or without
     *     the stream that is asked for
     */
    void create(TableSpec spec);

    /**
     * The ARN of a table's stream, as DynamoDB itself gives it; empty when the table has none now. DynamoDB Local's has
     * region {@code ddblocal} and account {@code 000000000000}.
     *
     * @throws dev.penstock.platform.aws.AwsException ResourceNotFoundException
     */
    Optional<String> streamArn(String table);

    /**
     * Asks DynamoDB Streams, in its own words.
     *
     * @param operation {@code ListStreams}, {@code DescribeStream}, {@code GetShardIterator} or {@code GetRecords}
     * @param input the operation's input; bytes in Base64
     * @return its output; fails with {@code AwsException}: ResourceNotFoundException, ExpiredIteratorException,
     *     TrimmedDataAccessException, LimitExceededException
     */
    CompletionStage<JsonNode> askStreams(String operation, JsonNode input);

    /** Names of all tables, sorted. */
    List<String> names();

    /** How many items a table holds, by a full scan. */
    long count(String table);

    /**
     * All items of a small table, by a full scan. Values are plain: {@code String}, {@code BigDecimal}, {@code Boolean},
     * {@code Bytes}, null for DynamoDB's NULL, {@code Set} of the first, second or fourth, {@code List} and {@code Map}.
     */
    List<Map<String, @Nullable Object>> items(String table);

    /**
     * Writes an item; one that has its key is replaced.
     *
     * @param item plain values, as {@link #items} gives them; numbers keep every digit
     * @return fails with {@code AwsException}: ResourceNotFoundException, ValidationException for what DynamoDB refuses in
     *     the item, ProvisionedThroughputExceededException when it has enough to do
     */
    CompletionStage<Void> put(String table, Map<String, ? extends @Nullable Object> item);

    /**
     * Sets attributes of the item that has a key and leaves its others alone; the item is made when there is none.
     *
     * @param attributes one or more, plain values
     * @return fails as {@link #put}
     */
    CompletionStage<Void> update(
            String table,
            Map<String, ? extends @Nullable Object> key,
            Map<String, ? extends @Nullable Object> attributes);

    /** Removes the item that has a key; nothing happens when there is none. Fails as {@link #put}. */
    CompletionStage<Void> delete(String table, Map<String, ? extends @Nullable Object> key);

    /** The item that has a key, in plain values, by a consistent read. Fails as {@link #put}. */
    CompletionStage<Optional<Map<String, @Nullable Object>>> item(
            String table, Map<String, ? extends @Nullable Object> key);
}
