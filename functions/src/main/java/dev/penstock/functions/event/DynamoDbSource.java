package dev.penstock.functions.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.functions.TableStreams;
import dev.penstock.platform.aws.Arn;
import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.data.Json;
import dev.penstock.platform.time.Time;
import dev.penstock.stream.StartingPosition;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * The stream of a table: polled four times a second per shard by the pipeline's clock. Positions live as long as the
 * subscription: a new one begins anew.
 */
public final class DynamoDbSource implements EventSource {
    static final String SERVICE = "aws:dynamodb";

    private static final Duration RETENTION = Duration.ofHours(24);
    private static final int RESOURCE_PARTS = 4;
    private static final long ANSWER_SECONDS = 10;
    private static final String NOT_FOUND = "ResourceNotFoundException";

    private final String arn;
    private final String realArn;
    private final TableStreams streams;
    private final String region;
    private final Time time;

    private DynamoDbSource(String arn, String realArn, TableStreams streams, String region, Time time) {
        this.arn = arn;
        this.realArn = realArn;
        this.streams = streams;
        this.region = region;
        this.time = time;
    }

    /**
     * Opens the streams of tables by ARN.
     *
     * @param region what records say
     */
    public static EventSources of(TableStreams streams, String region, Time time) {
        return (arn, roleArn) -> arn.service().equals("dynamodb")
                ? Optional.of(open(arn.toString(), streams, region, time))
                : Optional.empty();
    }

    /**
     * @param arn {@code arn:aws:dynamodb:region:account:table/T/stream/LABEL}; region and account may differ from those
     *     that DynamoDB Local gives
     * @param region what records say
     * @throws AwsException InvalidParameterValueException when there is no such stream
     */
    static DynamoDbSource open(String arn, TableStreams streams, String region, Time time) {
        return new DynamoDbSource(arn, realArn(arn, streams), streams, region, time);
    }

    /** The ARN under which DynamoDB knows the stream: that of the same table with the same label. */
    private static String realArn(String arn, TableStreams streams) {
        String[] parts = Arn.parse(arn).resource().split("/", RESOURCE_PARTS);
        if (parts.length != RESOURCE_PARTS) {
            throw SourceErrors.streamMissing(arn);
        }
        ObjectNode input = Json.MAPPER.createObjectNode().put("TableName", parts[1]);
        try {
            for (JsonNode stream : now(streams.ask("ListStreams", input)).path("Streams")) {
                if (stream.path("StreamLabel").asText().equals(parts[RESOURCE_PARTS - 1])) {
                    return stream.path("StreamArn").asText();
                }
            }
        } catch (AwsException failure) {
            if (!failure.code().equals(NOT_FOUND)) {
                throw failure;
            }
        }
        throw SourceErrors.streamMissing(arn);
    }

    @Override
    public String arn() {
        return arn;
    }

    @Override
    public String streamArn() {
        return arn;
    }

    @Override
    public String service() {
        return SERVICE;
    }

    /** @throws AwsException InvalidParameterValueException when there is no such stream, or no such position in it */
    @Override
    public Subscription subscribe(String consumer, StartingPosition from, Consumer<SourceReader> opened) {
        if (from instanceof StartingPosition.AtTimestamp) {
            throw SourceErrors.unsupportedPosition(arn);
        }
        StreamCalls calls = new StreamCalls(streams, realArn);
        List<TableShard> shards = now(calls.shards());
        DynamoDbSubscription subscription =
                new DynamoDbSubscription(calls, time, new DynamoDbRecord.Origin(arn, region), consumer, opened);
        if (from instanceof StartingPosition.Latest) {
            now(subscription.beginAtTip(shards));
        } else {
            subscription.begin(shards);
        }
        return subscription;
    }

    /** Whether it may still be read: not when the table or its stream is gone. */
    @Override
    public boolean exists() {
        try {
            now(new StreamCalls(streams, realArn).shards());
            return true;
        } catch (AwsException failure) {
            return !failure.code().equals(NOT_FOUND);
        }
    }

    /** How long records stay. */
    @Override
    public Duration retention() {
        return RETENTION;
    }

    /** Waits: a mapping has its positions when it is created. */
    private static <T> T now(CompletionStage<T> call) {
        try {
            return call.toCompletableFuture().get(ANSWER_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw SourceErrors.noAnswer(interrupted);
        } catch (ExecutionException | CompletionException failure) {
            if (failure.getCause() instanceof AwsException refusal) {
                throw refusal;
            }
            throw SourceErrors.noAnswer(failure);
        } catch (TimeoutException late) {
            throw SourceErrors.noAnswer(late);
        }
    }
}
