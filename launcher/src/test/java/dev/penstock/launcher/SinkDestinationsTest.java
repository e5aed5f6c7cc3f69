package dev.penstock.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.functions.Destinations;
import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.time.TestTime;
import dev.penstock.rules.Sinks;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SinkDestinationsTest {
    private static final String BUCKET = "arn:aws:s3:::b";

    private final TestTime time = TestTime.at("2026-01-01T00:00:00Z");
    private final Sinks sinks = Sinks.inMemory(10_000, 3);
    private final Destinations destinations = new SinkDestinations(AwsIdentity.DEFAULT, sinks, time);

    @ParameterizedTest(name = "{0} -> {1} {2}")
    @CsvSource({
        "arn:aws:sqs:us-east-1:123456789012:q, sqs, https://sqs.us-east-1.amazonaws.com/123456789012/q",
        "arn:aws:sns:us-east-1:123456789012:t, sns, arn:aws:sns:us-east-1:123456789012:t",
        "arn:aws:s3:::b, s3, b",
        "arn:aws:events:us-east-1:123456789012:event-bus/default, events, default"
    })
    void deliveryGoesToTheSinkThatRuleActionsUse(String arn, String kind, String target) {
        destinations.check(arn);
        destinations.send(arn, delivery("k", "body")).toCompletableFuture().join();

        assertThat(sinks.entries(kind, target))
                .containsExactly(new Sinks.Entry(time.now(), "f", "request-1", Map.of("key", "k"), Bytes.utf8("body")));
    }

    @Test
    void resourcesOfAnEventAreAList() {
        Destinations.Delivery event =
                new Destinations.Delivery("f", "request-1", Bytes.utf8("{}"), Map.of("resources", "arn:a,arn:b"));

        destinations.send("arn:aws:events:us-east-1:123456789012:event-bus/bus", event);

        assertThat(sinks.entries("events", "bus").get(0).fields()).containsEntry("resources", "[\"arn:a\",\"arn:b\"]");
    }

    @Test
    void sameKeyOverwritesTheObject() {
        destinations.send(BUCKET, delivery("k", "old"));
        destinations.send(BUCKET, delivery("k", "new"));
        destinations.send(BUCKET, delivery("other", "more"));

        assertThat(sinks.entries("s3", "b"))
                .extracting(entry -> entry.body().utf8())
                .containsExactly("new", "more");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "q",
                "arn:aws:sqs:us-east-1:123456789012:q.fifo",
                "arn:aws:sns:us-east-1:123456789012:t.fifo",
                "arn:aws:kinesis:us-east-1:123456789012:stream/s",
                "arn:aws:events:us-east-1:123456789012:rule/r"
            })
    void whatCannotBeADestinationIsRefused(String arn) {
        assertThatThrownBy(() -> destinations.check(arn))
                .isInstanceOfSatisfying(
                        AwsException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo("InvalidParameterValueException"))
                .hasMessageContaining(arn);
    }

    @Test
    void fullSinksFailTheDelivery() {
        for (int i = 0; i < 3; i++) {
            destinations.send(BUCKET, delivery("k" + i, "body"));
        }

        assertThat(destinations.send(BUCKET, delivery("k3", "body")).toCompletableFuture())
                .isCompletedExceptionally();
    }

    private static Destinations.Delivery delivery(String key, String body) {
        return new Destinations.Delivery("f", "request-1", Bytes.utf8(body), Map.of("key", key));
    }
}
