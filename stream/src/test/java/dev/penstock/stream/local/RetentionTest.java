package dev.penstock.stream.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.time.TestTime;
import dev.penstock.stream.StreamSettings;
import dev.penstock.stream.StreamSpec;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RetentionTest {
    private final TestTime time = TestTime.at("2026-01-01T00:00:00Z");
    private final InMemoryStreams streams = new InMemoryStreams(AwsIdentity.DEFAULT, time, StreamSettings.defaults());

    RetentionTest() {
        streams.create(new StreamSpec("events", 1, Duration.ofHours(24)));
    }

    private void put(String data) {
        assertThat(streams.put("events", "k", Bytes.utf8(data))).isCompleted();
    }

    @Test
    void recordOlderThanRetentionIsTrimmedWithoutBeingRead() {
        put("old");

        time.advance(Duration.ofHours(24).plusSeconds(2));

        assertThat(streams.describe("events").heldBytes()).isZero();
        assertThat(streams.stream("events").budget().held()).isZero();
    }

    @Test
    void recordAsOldAsRetentionIsStillThere() {
        put("just");

        time.advance(Duration.ofHours(24));

        assertThat(Consumer.fromTrimHorizon(streams, "events").texts()).containsExactly("just");
    }

    @Test
    void onlyWhatIsTooOldLeaves() {
        put("old");
        time.advance(Duration.ofHours(23));
        put("young");
        time.advance(Duration.ofHours(1).plusSeconds(5));

        assertThat(Consumer.fromTrimHorizon(streams, "events").texts()).containsExactly("young");
        time.advance(Duration.ofHours(24));
        assertThat(streams.describe("events").heldBytes()).isZero();
    }

    @Test
    void slowConsumerGoesOnWithWhatIsLeft() {
        Consumer consumer = Consumer.fromTrimHorizon(streams, "events");
        put("lost");
        time.advance(Duration.ofHours(25));
        put("kept");

        assertThat(consumer.texts()).containsExactly("kept");
    }

    @Test
    void shorterRetentionTakesEffectAtOnce() {
        StreamState stream = streams.stream("events");
        stream.retention(Duration.ofDays(2));
        put("old");
        time.advance(Duration.ofHours(30));
        assertThat(streams.describe("events").heldBytes()).isEqualTo(4);

        stream.retention(Duration.ofHours(24));

        assertThat(streams.describe("events").heldBytes()).isZero();
    }

    @Test
    void longerRetentionKeepsWhatIsThere() {
        put("kept");
        streams.stream("events").retention(Duration.ofDays(2));

        time.advance(Duration.ofHours(47));

        assertThat(Consumer.fromTrimHorizon(streams, "events").texts()).containsExactly("kept");
    }
}
