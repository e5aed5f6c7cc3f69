package dev.penstock.functions.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.platform.data.Bytes;
import org.junit.jupiter.api.Test;

class EventJsonTest {
    private final EventJson json = new EventJson(0);

    @Test
    void recordsArePartedByCommas() {
        json.add(new PlainRecord("1", "k", 0, "a"));
        json.add(new PlainRecord("2", "k", 0, "b"));

        assertThat(json.finish(null).utf8())
                .isEqualTo("{\"Records\":[{\"id\":\"1\",\"key\":\"k\",\"data\":\"a\"},"
                        + "{\"id\":\"2\",\"key\":\"k\",\"data\":\"b\"}]}");
    }

    @Test
    void recordThatDoesNotFitLeavesTheEventAsItWas() {
        json.add(new PlainRecord("1", "k", 0, "x".repeat(5 * 1024 * 1024)));
        int before = json.bytesLeft();

        boolean added = json.add(new PlainRecord("2", "k", 0, "x".repeat(1024 * 1024)));
        boolean after = json.add(new PlainRecord("3", "k", 0, "x"));

        assertThat(before).isPositive();
        assertThat(added).isFalse();
        assertThat(after).isFalse();
        assertThat(json.finish(null).utf8()).endsWith("xx\"}]}").doesNotContain("\"id\":\"2\"");
    }

    @Test
    void eventIsSixMegabytesToTheByte() {
        int frame = "{\"Records\":[{\"id\":\"1\",\"key\":\"k\",\"data\":\"\"}]}".length();

        boolean added = json.add(new PlainRecord("1", "k", 0, "x".repeat(EventJson.MAX_BYTES - frame)));
        boolean oneMore =
                new EventJson(0).add(new PlainRecord("1", "k", 0, "x".repeat(EventJson.MAX_BYTES - frame + 1)));

        Bytes event = json.finish(null);
        assertThat(added).isTrue();
        assertThat(oneMore).isFalse();
        assertThat(event.length()).isEqualTo(6 * 1024 * 1024);
    }

    @Test
    void windowStandsBehindTheRecords() {
        WindowTail tail = new WindowTail(
                1_714_557_600_000L, 1_714_557_630_000L, "{\"a\":\"1\"}", "shardId-000000000000", "arn:s", true, false);

        assertThat(json.finish(tail).utf8())
                .isEqualTo(
                        "{\"Records\":[],\"window\":{\"start\":\"2024-05-01T10:00:00Z\",\"end\":\"2024-05-01T10:00:30Z\"},"
                                + "\"state\":{\"a\":\"1\"},\"shardId\":\"shardId-000000000000\",\"eventSourceARN\":\"arn:s\","
                                + "\"isFinalInvokeForWindow\":true,\"isWindowTerminatedEarly\":false}");
    }
}
