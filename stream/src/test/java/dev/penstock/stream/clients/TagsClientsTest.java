package dev.penstock.stream.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Map;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.ListTagsForStreamResponse;
import software.amazon.awssdk.services.kinesis.model.Tag;

/** Tags, and the two settings that have been there from the start: retention and tags of streams. */
class TagsClientsTest {
    @RegisterExtension
    static final SdkClients CLIENTS = new SdkClients();

    @EveryClient
    void tagsOfAStreamAreListedByKey(SdkClient kind) {
        KinesisClient client = CLIENTS.of(kind);
        String stream = CLIENTS.create(kind, "tags", 1);

        client.addTagsToStream(r -> r.streamName(stream).tags(Map.of("b", "2", "a", "1", "c", "")));
        client.removeTagsFromStream(r -> r.streamName(stream).tagKeys("b", "missing"));
        ListTagsForStreamResponse first =
                client.listTagsForStream(r -> r.streamName(stream).limit(1));
        ListTagsForStreamResponse second =
                client.listTagsForStream(r -> r.streamName(stream).exclusiveStartTagKey("a"));

        assertThat(first.tags())
                .containsExactly(Tag.builder().key("a").value("1").build());
        assertThat(first.hasMoreTags()).isTrue();
        assertThat(second.tags())
                .containsExactly(Tag.builder().key("c").value("").build());
        assertThat(second.hasMoreTags()).isFalse();
    }

    @EveryClient
    void tagWithABadCharacterIsRefused(SdkClient kind) {
        String stream = CLIENTS.create(kind, "bad-tags", 1);

        assertThatExceptionOfType(InvalidArgumentException.class)
                .isThrownBy(() -> CLIENTS.of(kind)
                        .addTagsToStream(r -> r.streamName(stream).tags(Map.of("a;b", "1"))))
                .withMessageContaining("Some tags contain invalid characters.");
    }

    @EveryClient
    void retentionIsLengthenedAndShortened(SdkClient kind) {
        KinesisClient client = CLIENTS.of(kind);
        String stream = CLIENTS.create(kind, "retention", 1);

        client.increaseStreamRetentionPeriod(r -> r.streamName(stream).retentionPeriodHours(48));
        int longer = CLIENTS.awaitActive(kind, stream).retentionPeriodHours();
        client.decreaseStreamRetentionPeriod(r -> r.streamName(stream).retentionPeriodHours(24));
        int shorter = CLIENTS.awaitActive(kind, stream).retentionPeriodHours();

        assertThat(longer).isEqualTo(48);
        assertThat(shorter).isEqualTo(24);
    }
}
