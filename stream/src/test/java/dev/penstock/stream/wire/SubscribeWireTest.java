package dev.penstock.stream.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.platform.data.Bytes;
import dev.penstock.stream.StreamSettings;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubscribeWireTest {
    private static final String START_OF_SHARD = "49670424472017546014708914442613742440540493018770178050";

    /** What a second of arrival time is worth in a sequence number. */
    private static final BigInteger ARRIVAL_SECOND = BigInteger.ONE.shiftLeft(36);

    private final FanOut fanOut = new FanOut();

    @Test
    void recordsArePushedAsTheyArrive() {
        Subscriber subscriber = fanOut.latest();

        String first = fanOut.put("one");
        String second = fanOut.put("two");

        assertThat(subscriber.events)
                .extracting(Subscriber.Event::kind)
                .containsExactly("initial-response", "SubscribeToShardEvent", "SubscribeToShardEvent");
        assertThat(subscriber.events.get(1).body()).hasToString("""
                {"Records":[{"SequenceNumber":"%s","ApproximateArrivalTimestamp":1767225600.000,"Data":"b25l",\
                "PartitionKey":"k"}],"ContinuationSequenceNumber":"%s","MillisBehindLatest":0}""".formatted(first, first));
        assertThat(subscriber.events.get(2).data()).containsExactly("two");
        assertThat(subscriber.last().continuation()).isEqualTo(second);
    }

    @Test
    void recordsThatWaitComeInOneEvent() {
        for (int i = 0; i < 100; i++) {
            fanOut.put("r" + i);
        }

        Subscriber subscriber = fanOut.trimHorizon();

        assertThat(subscriber.events).hasSize(2);
        assertThat(subscriber.data())
                .containsExactlyElementsOf(
                        IntStream.range(0, 100).mapToObj(i -> "r" + i).toList());
    }

    @Test
    void eventsHaveAboutAMebibyteAtMost() {
        for (int i = 0; i < 40; i++) {
            fanOut.put("%02d".formatted(i) + "x".repeat(100_000));
        }

        Subscriber subscriber = fanOut.trimHorizon();

        assertThat(subscriber.data()).hasSize(40);
        assertThat(subscriber.events).hasSize(5);
        assertThat(subscriber.events.get(1).body().path("MillisBehindLatest").asInt())
                .isZero();
    }

    @ParameterizedTest(name = "{0}, {1} s later -> {2}")
    @CsvSource({
        "AT_SEQUENCE_NUMBER, 0, b c",
        "AFTER_SEQUENCE_NUMBER, 0, c",
        "AT_SEQUENCE_NUMBER, 1, c",
        "AFTER_SEQUENCE_NUMBER, -1, b c"
    })
    void numbersAreComparedByOrder(String type, int seconds, String expected) {
        fanOut.put("a");
        BigInteger b = new BigInteger(fanOut.put("b")).add(ARRIVAL_SECOND.multiply(BigInteger.valueOf(seconds)));
        fanOut.put("c");

        Subscriber subscriber =
                new Subscriber(fanOut.subscribe("'Type':'%s','SequenceNumber':'%d'".formatted(type, b)));

        assertThat(subscriber.data()).containsExactly(expected.split(" "));
    }

    @Test
    void subscriptionBeginsAtAnInstant() {
        fanOut.put("a");
        fanOut.time.advance(Duration.ofSeconds(10));
        fanOut.put("b");

        Subscriber subscriber = new Subscriber(fanOut.subscribe("'Type':'AT_TIMESTAMP','Timestamp':1767225605"));

        assertThat(subscriber.data()).containsExactly("b");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"LATEST", "TRIM_HORIZON"})
    void emptyShardContinuesFromItsStart(String type) {
        Subscriber subscriber = new Subscriber(fanOut.subscribe("'Type':'%s'".formatted(type)));

        fanOut.time.advance(Duration.ofSeconds(3));

        assertThat(subscriber.last().data()).isEmpty();
        assertThat(subscriber.last().continuation()).isEqualTo(START_OF_SHARD);
    }

    @Test
    void latestContinuesBehindWhatItLeftOut() {
        fanOut.put("before");
        Subscriber first = fanOut.latest();
        fanOut.time.advance(Duration.ofSeconds(3));
        first.close();
        fanOut.put("between");

        Subscriber second = new Subscriber(fanOut.subscribe("'Type':'AFTER_SEQUENCE_NUMBER','SequenceNumber':'%s'"
                .formatted(first.last().continuation())));

        assertThat(first.data()).isEmpty();
        assertThat(second.data()).containsExactly("between");
    }

    @Test
    void continuationAfterRecordsHaveExpiredRepeatsAndMissesNothing() {
        fanOut.put("expires");
        fanOut.time.advance(Duration.ofHours(25));
        Subscriber first = fanOut.latest();
        fanOut.time.advance(Duration.ofSeconds(3));
        first.close();
        fanOut.put("new");

        Subscriber second = new Subscriber(fanOut.subscribe("'Type':'AFTER_SEQUENCE_NUMBER','SequenceNumber':'%s'"
                .formatted(first.last().continuation())));

        assertThat(second.data()).containsExactly("new");
    }

    @Test
    void quietSubscriptionHasAHeartbeatEveryThreeSeconds() {
        Subscriber subscriber = fanOut.latest();

        fanOut.time.advance(Duration.ofMillis(2_999));
        assertThat(subscriber.events).hasSize(1);
        fanOut.time.advance(Duration.ofMillis(1));
        assertThat(subscriber.events).hasSize(2);
        fanOut.time.advance(Duration.ofSeconds(9));
        assertThat(subscriber.events).hasSize(5);
        assertThat(subscriber.data()).isEmpty();
    }

    @Test
    void recordsPutOffTheHeartbeat() {
        Subscriber subscriber = fanOut.latest();
        fanOut.time.advance(Duration.ofSeconds(2));

        String number = fanOut.put("record");
        fanOut.time.advance(Duration.ofMillis(2_999));
        assertThat(subscriber.events).hasSize(2);
        fanOut.time.advance(Duration.ofMillis(1));

        assertThat(subscriber.events).hasSize(3);
        assertThat(subscriber.last().data()).isEmpty();
        assertThat(subscriber.last().continuation()).isEqualTo(number);
    }

    @Test
    void secondSubscriptionTakesOverAtOnce() {
        Subscriber first = fanOut.latest();

        Subscriber second = fanOut.latest();
        fanOut.put("record");

        assertThat(first.last().error())
                .isEqualTo("ResourceInUseException: Another active subscription exists for this consumer:"
                        + " 000000000000:events:shardId-000000000000:app");
        assertThat(first.isEnded()).isTrue();
        assertThat(second.data()).containsExactly("record");
    }

    @Test
    void consumersReadAShardSideBySide() {
        Subscriber first = fanOut.latest();
        Subscriber second = new Subscriber(fanOut.subscribe(fanOut.register("other"), FanOut.SHARD, "'Type':'LATEST'"));

        fanOut.put("record");

        assertThat(first.data()).containsExactly("record");
        assertThat(second.data()).containsExactly("record");
    }

    @Test
    void strictModeRefusesASecondSubscriptionWithinFiveSeconds() {
        FanOut strict =
                new FanOut(StreamSettings.defaults().withFanOut(StreamSettings.FanOut.DEFAULT.withStrict(true)));
        Subscriber first = strict.latest();

        String tooOften = strict.subscribe("'Type':'LATEST'").summary();
        strict.time.advance(Duration.ofSeconds(4));
        String refused = strict.subscribe("'Type':'LATEST'").summary();
        strict.time.advance(Duration.ofSeconds(1));
        assertThat(first.isEnded()).isFalse();
        Subscriber second = strict.latest();

        assertThat(tooOften).startsWith("LimitExceededException: Rate exceeded");
        assertThat(refused).startsWith("ResourceInUseException: Another active subscription exists");
        assertThat(first.last().error()).startsWith("ResourceInUseException: Another active subscription exists");
        assertThat(second.isEnded()).isFalse();
    }

    @Test
    void consumerThatIsNotActiveCannotSubscribe() {
        FanOut slow = new FanOut(StreamSettings.defaults().withTransition(Duration.ofSeconds(1)));

        String refused = slow.subscribe("'Type':'LATEST'").summary();
        slow.time.advance(Duration.ofSeconds(1));

        assertThat(refused)
                .isEqualTo(
                        "ResourceInUseException: Consumer app with creation timestamp 1767225600 under stream: events ,"
                                + " account 000000000000 is not in ACTIVE status.");
        assertThat(slow.subscribe("'Type':'LATEST'").status()).isEqualTo(200);
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "`'Type':'AT_SEQUENCE_NUMBER'`, InvalidArgumentException: Must either specify (1)",
                "`'Type':'LATEST','SequenceNumber':'1'`, InvalidArgumentException: Must either specify (1)",
                "`'Type':'AT_TIMESTAMP'`, InvalidArgumentException: Must specify timestampInMillis parameter",
                "`'Type':'AT_TIMESTAMP','Timestamp':1999999999`, InvalidArgumentException: The timestampInMillis parameter",
                "`'Type':'AFTER_SEQUENCE_NUMBER','SequenceNumber':'7'`, InvalidArgumentException: Invalid StartingSequenceNumber. It encodes",
                "`'Type':'SOMEWHERE'`, ValidationException: 1 validation error detected: Value 'SOMEWHERE' at"
                        + " 'startingPosition.type' failed to satisfy constraint",
                "``, ValidationException: 1 validation error detected: Value null at 'startingPosition.type' failed"
            })
    void badPositionIsRefusedBeforeTheStream(String position, String refusal) {
        assertThat(fanOut.subscribe(position).summary()).startsWith(refusal);
    }

    @Test
    void unknownConsumerOrShardIsRefusedBeforeTheStream() {
        String unknown = FanOut.STREAM_ARN + "/consumer/app:1";

        assertThat(fanOut.subscribe(unknown, FanOut.SHARD, "'Type':'LATEST'").summary())
                .isEqualTo(
                        "ResourceNotFoundException: Consumer %s, account 000000000000 not found.".formatted(unknown));
        assertThat(fanOut.subscribe(fanOut.consumerArn, "shardId-000000000009", "'Type':'LATEST'")
                        .summary())
                .isEqualTo("ResourceNotFoundException: Shard shardId-000000000009 in stream events under account"
                        + " 000000000000 does not exist");
        assertThat(fanOut.api.call("SubscribeToShard", "{}").summary())
                .startsWith("ValidationException: 3 validation errors detected: Value null at 'consumerARN'");
    }

    @Test
    void requestInCborIsAServerErrorAsOnAws() {
        Subscriber subscriber = fanOut.latest();

        Api.Answer answer = fanOut.api.call("SubscribeToShard", Api.CBOR, Bytes.wrap(new byte[] {(byte) 0xA0}));

        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.summary()).startsWith("InternalFailure: ");
        assertThat(subscriber.isEnded()).isFalse();
    }

    @Test
    void nothingIsReadAheadForAClientThatDoesNotRead() {
        Subscriber subscriber = fanOut.latest().pause();

        fanOut.put("expires");
        fanOut.time.advance(Duration.ofMinutes(4));
        fanOut.put("stays");

        assertThat(subscriber.events).hasSize(1);
        assertThat(subscriber.resume().data()).containsExactly("expires", "stays");
    }

    @Test
    void recordsThatExpireBeforeTheyAreReadAreLeftOut() {
        FanOut longLived = new FanOut(
                StreamSettings.defaults().withFanOut(StreamSettings.FanOut.DEFAULT.withLifetime(Duration.ofHours(1))));
        longLived.put("old");
        longLived.time.advance(Duration.ofHours(23).plusMinutes(30));
        Subscriber subscriber = longLived.trimHorizon();
        assertThat(subscriber.data()).containsExactly("old");
        subscriber.close();
        Subscriber slow = new Subscriber(longLived.subscribe("'Type':'TRIM_HORIZON'")).pause();
        slow.events.clear();
        longLived.put("new");

        longLived.time.advance(Duration.ofMinutes(31));
        Subscriber late = longLived.trimHorizon();

        assertThat(slow.resume().last().error()).startsWith("ResourceInUseException");
        assertThat(late.data()).containsExactly("new");
    }

    @Test
    void eventSaysHowFarBehindItsReaderIs() {
        Subscriber subscriber = fanOut.latest().pause();
        for (int i = 0; i < 15; i++) {
            fanOut.put("x".repeat(100_000));
        }
        fanOut.time.advance(Duration.ofSeconds(42));

        subscriber.resume();

        List<Integer> behind = new ArrayList<>();
        subscriber
                .events
                .subList(1, 3)
                .forEach(event ->
                        behind.add(event.body().path("MillisBehindLatest").asInt()));
        assertThat(behind).containsExactly(42_000, 0);
    }

    @Test
    void clientThatGoesAwayLeavesNothingBehind() {
        Subscriber subscriber = fanOut.latest();
        subscriber.close();

        fanOut.put("record");
        fanOut.time.advance(Duration.ofMinutes(10));

        assertThat(subscriber.events).hasSize(1);
        assertThat(fanOut.time.inFlight().snapshot()).isEmpty();
    }
}
