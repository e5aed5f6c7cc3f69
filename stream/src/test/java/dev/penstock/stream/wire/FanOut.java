package dev.penstock.stream.wire;

import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.time.TestTime;
import dev.penstock.stream.LocalStreams;
import dev.penstock.stream.StreamFactory;
import dev.penstock.stream.StreamSettings;
import dev.penstock.stream.StreamSpec;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** A stream {@code events} of one shard and a consumer {@code app}, on a clock that stands. */
final class FanOut {
    static final String STREAM_ARN = "arn:aws:kinesis:us-east-1:000000000000:stream/events";
    static final String SHARD = "shardId-000000000000";

    final TestTime time = TestTime.at("2026-01-01T00:00:00Z");
    final LocalStreams local;
    final Api api;
    final String consumerArn;

    FanOut() {
        this(StreamSettings.defaults());
    }

    FanOut(StreamSettings settings) {
        local = StreamFactory.local(AwsIdentity.DEFAULT, time, settings);
        api = new Api(local.api());
        local.streams().create(new StreamSpec("events", 1, StreamSpec.DEFAULT_RETENTION));
        consumerArn = register("app");
    }

    /** Registers a consumer; its ARN. */
    String register(String name) {
        Api.Answer answer = api.call(
                "RegisterStreamConsumer", "{'StreamARN':'%s','ConsumerName':'%s'}".formatted(STREAM_ARN, name));
        if (answer.status() != 200) {
            throw new AssertionError(answer.summary());
        }
        return answer.body().path("Consumer").path("ConsumerARN").asText();
    }

    /** Puts a record; its sequence number. */
    String put(String data) {
        String base64 = Base64.getEncoder().encodeToString(data.getBytes(StandardCharsets.UTF_8));
        return api.text(
                "PutRecord",
                "{'StreamName':'events','PartitionKey':'k','Data':'%s'}".formatted(base64),
                "SequenceNumber");
    }

    Api.Answer subscribe(String position) {
        return subscribe(consumerArn, SHARD, position);
    }

    /** @param position the members of StartingPosition */
    Api.Answer subscribe(String consumer, String shard, String position) {
        return api.call(
                "SubscribeToShard",
                "{'ConsumerARN':'%s','ShardId':'%s','StartingPosition':{%s}}".formatted(consumer, shard, position));
    }

    Subscriber latest() {
        return new Subscriber(subscribe("'Type':'LATEST'"));
    }

    Subscriber trimHorizon() {
        return new Subscriber(subscribe("'Type':'TRIM_HORIZON'"));
    }
}
