package dev.penstock.rules.action;

import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.time.Time;
import dev.penstock.rules.eval.CompiledTemplate;
import dev.penstock.rules.eval.Evaluation;
import dev.penstock.stream.PutResult;
import dev.penstock.stream.Streams;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Puts the outgoing payload into a stream as one record, nothing appended. When the stream has no room the action waits,
 * and with it the publisher.
 * Source: AWS IoT Core developer guide, Kinesis Data Streams action. It does not say which partition key a rule without
 * one uses: here a new UUID for each record.
 */
final class KinesisAction implements Action {
    private static final String FRESH_KEY = "${newuuid()}";

    private final Streams streams;
    private final RetryPolicy retries;
    private final CompiledTemplate streamName;
    private final CompiledTemplate partitionKey;

    private KinesisAction(Streams streams, RetryPolicy retries, ActionParameters parameters) {
        this.streams = streams;
        this.retries = retries;
        streamName = parameters.template("streamName");
        partitionKey = parameters.template("partitionKey", FRESH_KEY);
        parameters.ignore("roleArn");
    }

    /** Makes actions that put into {@code streams}. */
    static ActionFactory factory(Streams streams, Time time) {
        RetryPolicy retries = new RetryPolicy(time);
        return new ActionFactory() {
            @Override
            public String kind() {
                return "kinesis";
            }

            @Override
            public Action create(ActionParameters parameters) {
                return new KinesisAction(streams, retries, parameters);
            }
        };
    }

    @Override
    public String kind() {
        return "kinesis";
    }

    @Override
    public String awsName() {
        return "KinesisAction";
    }

    @Override
    public List<Field> fields() {
        return List.of(new Field("streamName", streamName), new Field("partitionKey", partitionKey));
    }

    @Override
    public String resource(Evaluation evaluation) {
        return streamName.render(evaluation);
    }

    @Override
    public CompletionStage<List<Detail>> run(ActionInput input) {
        String stream = streamName.render(input.evaluation());
        String key = partitionKey.render(input.evaluation());
        if (key.isEmpty()) {
            return CompletableFuture.failedFuture(
                    AwsException.validation("the partition key '%s' came out empty; Kinesis wants 1 to 256 characters"
                            .formatted(partitionKey.text())));
        }
        return retries.run(() -> streams.put(stream, key, input.payload())).thenApply(KinesisAction::details);
    }

    private static List<Detail> details(PutResult put) {
        return List.of(
                new Detail("shardId", put.shardId()),
                new Detail("sequenceNumber", put.sequenceNumber().toString()));
    }
}
