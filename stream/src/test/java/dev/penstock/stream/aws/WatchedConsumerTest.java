package dev.penstock.stream.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.platform.time.TestTime;
import dev.penstock.stream.AwsStreamSettings;
import dev.penstock.stream.RegisteredConsumer;
import dev.penstock.stream.StreamFactory;
import dev.penstock.stream.StreamSettings;
import dev.penstock.stream.StreamSpec;
import dev.penstock.stream.Streams;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.Consumer;

/** Consumers that other clients of the service register and delete. */
class WatchedConsumerTest {
    private final Served service = new Served(StreamSettings.defaults());
    private final AwsStreamSettings settings = new AwsStreamSettings(service.uri(), service.uri(), "us-east-1", "test");
    private final TestTime time = TestTime.at("2026-01-01T00:00:00Z");
    private final Streams streams = StreamFactory.aws(settings, time);
    private final AwsClients clients = AwsClients.of(settings);
    private final KinesisAsyncClient kinesis = clients.kinesis();

    @BeforeEach
    void start() {
        streams.start();
        service.local.streams().create(new StreamSpec("s", 1, StreamSpec.DEFAULT_RETENTION));
    }

    @AfterEach
    void stop() {
        streams.close();
        clients.close();
        service.close();
    }

    private String register(String name) {
        String stream = streams.describe("s").arn();
        Consumer registered = kinesis.registerStreamConsumer(
                        r -> r.streamARN(stream).consumerName(name))
                .join()
                .consumer();
        return registered.consumerARN();
    }

    @Test
    void consumerIsFoundByItsWholeArn() {
        String arn = register("c");

        assertThat(streams.consumer(arn))
                .hasValueSatisfying(found -> assertThat(found.isRegistered()).isTrue());
        assertThat(streams.consumer(arn + "1")).isEmpty();
        assertThat(streams.consumer(arn.replace("/c:", "/d:"))).isEmpty();
    }

    @Test
    void deletionIsSeenSomeSecondsLater() {
        String arn = register("c");
        RegisteredConsumer consumer = streams.consumer(arn).orElseThrow();

        kinesis.deregisterStreamConsumer(r -> r.consumerARN(arn)).join();
        boolean atOnce = consumer.isRegistered();
        time.advance(Duration.ofSeconds(11));

        assertThat(atOnce).isTrue();
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> !consumer.isRegistered());
    }
}
