package dev.penstock.stream.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.stream.local.Resharding;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How subscriptions end: by time, with their shard, stream or consumer. */
class SubscriptionEndWireTest {
    private final FanOut fanOut = new FanOut();

    @Test
    void subscriptionEndsCleanlyAfterFiveMinutes() {
        Subscriber subscriber = fanOut.latest();

        fanOut.time.advance(Duration.ofMinutes(5).minusMillis(1));
        assertThat(subscriber.isEnded()).isFalse();
        fanOut.time.advance(Duration.ofMillis(1));

        assertThat(subscriber.isEnded()).isTrue();
        assertThat(subscriber.last().kind()).isEqualTo("SubscribeToShardEvent");
        fanOut.put("later");
        assertThat(subscriber.data()).isEmpty();
    }

    @Test
    void lastEventOfAShardHasItsLastRecordsAndItsChildren() {
        fanOut.put("last");
        Subscriber subscriber = fanOut.trimHorizon().pause();
        fanOut.put("very last");
        Resharding.split(fanOut.local.streams(), "events");

        subscriber.resume();

        assertThat(subscriber.data()).containsExactly("last", "very last");
        assertThat(subscriber.last().body().has("ContinuationSequenceNumber")).isFalse();
        assertThat(subscriber.last().body().path("MillisBehindLatest").asInt()).isZero();
        assertThat(subscriber.last().body().path("ChildShards").get(0)).hasToString("""
                {"ShardId":"shardId-000000000001","ParentShards":["shardId-000000000000"],"HashKeyRange":\
                {"StartingHashKey":"0","EndingHashKey":"170141183460469231731687303715884105727"}}""");
        assertThat(subscriber.last().body().path("ChildShards")).hasSize(2);
        assertThat(subscriber.isEnded()).isTrue();
    }

    @Test
    void childOfAMergeNamesBothParents() {
        Resharding.split(fanOut.local.streams(), "events");
        Subscriber subscriber =
                new Subscriber(fanOut.subscribe(fanOut.consumerArn, "shardId-000000000001", "'Type':'LATEST'"));

        fanOut.api.call(
                "MergeShards",
                "{'StreamName':'events','ShardToMerge':'shardId-000000000001',"
                        + "'AdjacentShardToMerge':'shardId-000000000002'}");

        assertThat(subscriber.last().body().path("ChildShards")).hasSize(1);
        assertThat(subscriber.last().body().path("ChildShards").get(0).path("ParentShards"))
                .hasToString("[\"shardId-000000000001\",\"shardId-000000000002\"]");
        assertThat(subscriber.isEnded()).isTrue();
    }

    @Test
    void splitTellsASubscriptionAtTheTip() {
        Subscriber subscriber = fanOut.latest();

        Resharding.split(fanOut.local.streams(), "events");

        assertThat(subscriber.last().data()).isEmpty();
        assertThat(subscriber.last().body().path("ChildShards")).hasSize(2);
        assertThat(subscriber.isEnded()).isTrue();
    }

    @Test
    void deletedStreamEndsASubscriptionWithNotFound() {
        Subscriber subscriber = fanOut.latest();

        fanOut.api.call("DeleteStream", "{'StreamName':'events','EnforceConsumerDeletion':true}");

        assertThat(subscriber.last().error()).startsWith("ResourceNotFoundException: ");
        assertThat(subscriber.isEnded()).isTrue();
    }

    @Test
    void deregisteredConsumerEndsItsSubscriptionWithNotFound() {
        Subscriber subscriber = fanOut.latest();
        String other = fanOut.register("other");
        Subscriber spared = new Subscriber(fanOut.subscribe(other, FanOut.SHARD, "'Type':'LATEST'"));

        fanOut.api.call("DeregisterStreamConsumer", "{'ConsumerARN':'%s'}".formatted(fanOut.consumerArn));
        fanOut.put("record");

        assertThat(subscriber.last().error())
                .isEqualTo("ResourceNotFoundException: Consumer app, account 000000000000 not found.");
        assertThat(subscriber.isEnded()).isTrue();
        assertThat(spared.data()).containsExactly("record");
    }

    @Test
    void clientThatDoesNotTakeTheEndIsCutOff() {
        Subscriber subscriber = fanOut.latest().pause();

        fanOut.time.advance(Duration.ofMinutes(5).plusSeconds(9));
        assertThat(subscriber.isAborted()).isFalse();
        fanOut.time.advance(Duration.ofSeconds(1));

        assertThat(subscriber.isAborted()).isTrue();
    }
}
