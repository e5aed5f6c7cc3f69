package dev.penstock.stream.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.stream.StreamFaults;
import dev.penstock.stream.StreamSettings;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What {@code stream.throttling: aws} and faults make of enhanced fan-out. */
class PushRateWireTest {
    private static final int HALF_MIB = 512 * 1024;
    private static final String LARGE = "x".repeat(HALF_MIB);

    private final FanOut fanOut = new FanOut(StreamSettings.defaults().withThrottling(true));

    /** Two records in a second are all that the shard takes. */
    private void putMebibytes(int mebibytes) {
        for (int i = 0; i < mebibytes; i++) {
            fanOut.time.advance(Duration.ofSeconds(1));
            fanOut.put(LARGE.substring(1));
            fanOut.put(LARGE.substring(1));
        }
        fanOut.time.advance(Duration.ofSeconds(1));
    }

    @Test
    void consumerGetsTwoMebibytesASecondOfAShard() {
        putMebibytes(7);

        Subscriber subscriber = fanOut.trimHorizon();
        int atOnce = subscriber.data().size();
        fanOut.time.advance(Duration.ofMillis(999));
        int stillInTheFirstSecond = subscriber.data().size();
        fanOut.time.advance(Duration.ofMillis(1));
        int inTheSecond = subscriber.data().size();
        fanOut.time.advance(Duration.ofSeconds(1));

        assertThat(atOnce)
                .as("two mebibytes but for some bytes, and an event on credit")
                .isEqualTo(6);
        assertThat(stillInTheFirstSecond).isEqualTo(6);
        assertThat(inTheSecond).isEqualTo(10);
        assertThat(subscriber.data().size()).isEqualTo(14);
    }

    @Test
    void newerSubscriptionHasNoRateOfItsOwnButAnotherConsumerHas() {
        putMebibytes(4);
        fanOut.trimHorizon();

        Subscriber again = fanOut.trimHorizon();
        Subscriber other =
                new Subscriber(fanOut.subscribe(fanOut.register("other"), FanOut.SHARD, "'Type':'TRIM_HORIZON'"));

        assertThat(again.data().size()).isZero();
        assertThat(other.data().size()).isEqualTo(6);
    }

    @Test
    void consumerThatMustWaitStillSeesThatItsSubscriptionLives() {
        FanOut quick = new FanOut(StreamSettings.defaults()
                .withThrottling(true)
                .withFanOut(new StreamSettings.FanOut(false, Duration.ofMinutes(5), Duration.ofMillis(400))));
        for (int i = 0; i < 4; i++) {
            quick.time.advance(Duration.ofSeconds(1));
            quick.put("x".repeat(1024 * 1024 - 1));
        }
        quick.time.advance(Duration.ofSeconds(1));
        Subscriber subscriber = quick.trimHorizon();
        String continuation = subscriber.last().continuation();

        quick.time.advance(Duration.ofMillis(500));

        assertThat(subscriber.last().data()).isEmpty();
        assertThat(subscriber.last().continuation()).isEqualTo(continuation);
        assertThat(subscriber.last().body().path("MillisBehindLatest").asInt()).isEqualTo(1_400);
    }

    @Test
    void shardThatEndsIsPushedAtTheSameRateAndLosesNothing() {
        putMebibytes(4);
        Subscriber subscriber = fanOut.trimHorizon();

        fanOut.api.call(
                "SplitShard",
                "{'StreamName':'events','ShardToSplit':'%s','NewStartingHashKey':'%d'}".formatted(FanOut.SHARD, 1000));
        boolean endedBefore = subscriber.isEnded();
        fanOut.time.advance(Duration.ofSeconds(2));

        assertThat(endedBefore).isFalse();
        assertThat(subscriber.data().size()).isEqualTo(8);
        assertThat(subscriber.last().body().path("ChildShards")).hasSize(2);
        assertThat(subscriber.isEnded()).isTrue();
    }

    @Test
    void faultThatThrottlesAShardRefusesToSubscribe() {
        FanOut other = new FanOut();
        other.local.streams().faults().add(StreamFaults.Fault.of(Map.of("fault", "throttleShard", "times", 1)));

        Api.Answer refused = other.subscribe("'Type':'LATEST'");
        Api.Answer next = other.subscribe("'Type':'LATEST'");

        assertThat(refused.summary())
                .isEqualTo("LimitExceededException: Rate exceeded for shard shardId-000000000000 in stream events"
                        + " under account 000000000000.");
        assertThat(next.status()).isEqualTo(200);
    }

    @Test
    void smallRecordsAreNotHeldUp() {
        Subscriber subscriber = fanOut.latest();

        IntStream.range(0, 100).forEach(i -> fanOut.put("r" + i));

        assertThat(subscriber.data()).hasSize(100);
    }
}
