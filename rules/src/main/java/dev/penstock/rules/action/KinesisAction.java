package dev.penstock.rules.action;

import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.time.Time;
import dev.penstock.rules.spi.Action;
import dev.penstock.rules.spi.ActionInput;
import dev.penstock.rules.spi.ActionParameters;
import dev.penstock.rules.spi.ActionProvider;
import dev.penstock.rules.spi.Detail;
import dev.penstock.rules.spi.Field;
import dev.penstock.stream.PutResult;
import dev.penstock.stream.Streams;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Puts the outgoing payload into a stream as one record, nothing appended. When the stream has no room the action waits,
 * its queue fills, and then the publisher waits.
 * Source: AWS IoT Core developer guide, Kinesis Data Streams action. It does not say which partition key a rule without
 * one uses: here a new UUID for each record.
 */
final class KinesisAction implements Action {
    private static final String FRESH_KEY = "${newuuid()}";

    private final Streams streams;
    private final RetryPolicy retries;
    private final Field streamName;
    private final Field partitionKey;

    private KinesisAction(Streams streams, RetryPolicy retries, ActionParameters parameters) {
        this.streams = streams;
        this.retries = retries;
        streamName = parameters.template("streamName");
        partitionKey = parameters.template("partitionKey", FRESH_KEY);
        parameters.ignore("roleArn");
    }

    /** Makes actions that put into {@code streams}. */
    static ActionProvider provider(Streams streams, Time time) {
        RetryPolicy retries = new RetryPolicy(time);
        return BuiltIn.of("kinesis", parameters -> new KinesisAction(streams, retries, parameters));
    }

    @Override
    public String awsName() {
        return "KinesisAction";
    }

    @Override
    public String resource(ActionInput input) {
        return input.value(streamName);
    }

    @Override
    public CompletionStage<List<Detail>> run(ActionInput input) {
        String key = input.value(partitionKey);
        if (key.isEmpty()) {
            return CompletableFuture.failedFuture(
                    AwsException.validation("the partition key '%s' came out empty; Kinesis wants 1 to 256 characters"
                            .formatted(partitionKey.template())));
        }
        return retries.run(() -> streams.put(input.value(streamName), key, input.payload()))
                .thenApply(KinesisAction::details);
    }

    private static List<Detail> details(PutResult put) {
        return List.of(
                new Detail("shardId", put.shardId()),
                new Detail("sequenceNumber", put.sequenceNumber().toString()));
    }
}
