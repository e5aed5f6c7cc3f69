package dev.penstock.rules.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.data.Bytes;
import dev.penstock.rules.Sinks.Entry;
import dev.penstock.rules.Sinks.Target;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InMemorySinksTest {
    private final InMemorySinks sinks = new InMemorySinks(10_000, 3);

    @Test
    void entriesAreKeptByKindAndTargetInOrder() {
        sinks.add("sqs", "q", List.of(entry("1", "one")));
        sinks.add("sqs", "other", List.of(entry("2", "two")));
        sinks.add("sqs", "q", List.of(entry("3", "three")));

        assertThat(sinks.entries("sqs", "q"))
                .extracting(entry -> entry.body().utf8())
                .containsExactly("one", "three");
        assertThat(sinks.entries("sns", "q")).isEmpty();
        assertThat(sinks.targets()).extracting(Target::name, Target::entries).hasSize(2);
    }

    @Test
    void sameKeyOverwrites() {
        sinks.overwrite("s3", "b", "key", entry("k", "first"));
        sinks.overwrite("s3", "b", "key", entry("other", "x"));
        sinks.overwrite("s3", "b", "key", entry("k", "second"));

        assertThat(sinks.entries("s3", "b"))
                .extracting(entry -> entry.body().utf8())
                .containsExactly("x", "second");
    }

    @Test
    void fullSinksRefuseAndSayHowToMakeRoom() {
        sinks.add("sqs", "q", List.of(entry("1", "a"), entry("2", "b")));

        assertThatThrownBy(() -> sinks.add("firehose", "f", List.of(entry("3", "c"), entry("4", "d"))))
                .isInstanceOfSatisfying(
                        AwsException.class, full -> assertThat(full.code()).isEqualTo("LimitExceededException"))
                .hasMessageContaining("they hold 2 entries of 3")
                .hasMessageContaining("DELETE /_penstock/sinks")
                .hasMessageContaining("rules.sinks.maxEntries");
        assertThat(sinks.entries("firehose", "f")).isEmpty();
    }

    @Test
    void bytesAreBoundedToo() {
        assertThatThrownBy(() -> sinks.add("sqs", "q", List.of(entry("1", "x".repeat(10_000)))))
                .hasMessageContaining("bytes of 10000");
        assertThat(sinks.targets()).isEmpty();
    }

    @Test
    void clearingMakesRoom() {
        sinks.add("sqs", "q", List.of(entry("1", "a"), entry("2", "b"), entry("3", "c")));

        sinks.clear("sqs", "q");
        sinks.add("sqs", "r", List.of(entry("1", "a"), entry("2", "b"), entry("3", "c")));
        sinks.clear();
        sinks.overwrite("s3", "b", "key", entry("1", "a"));

        assertThat(sinks.targets()).extracting(Target::kind).containsExactly("s3");
    }

    private static Entry entry(String key, String body) {
        return new Entry(Instant.EPOCH, "r", "m", Map.of("key", key), Bytes.utf8(body));
    }
}
