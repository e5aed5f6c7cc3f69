package dev.penstock.broker.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.broker.PublishedMessage;
import dev.penstock.platform.data.Bytes;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RetainedStoreTest {
    private final RetainedStore store = new RetainedStore();

    @Test
    void fullStoreKeepsWhatItHasAndTakesReplacements() {
        Bytes large = Bytes.wrap(new byte[BrokerLimits.MAX_PAYLOAD_BYTES]);
        long fits = RetainedStore.MAX_BYTES / large.length();
        for (int i = 0; i < fits; i++) {
            store.update(message("t" + i, large));
        }

        store.update(message("more", Bytes.utf8("x")));
        store.update(message("t0", Bytes.utf8("small")));
        store.update(message("room", Bytes.utf8("x")));

        assertThat(store.find("more")).isEmpty();
        assertThat(store.find("t0")).map(PublishedMessage::payload).contains(Bytes.utf8("small"));
        assertThat(store.find("room")).isPresent();
    }

    @Test
    void numberOfTopicsIsBounded() {
        for (int i = 0; i <= RetainedStore.MAX_TOPICS; i++) {
            store.update(message("t" + i, Bytes.utf8("x")));
        }

        assertThat(store.find("t" + (RetainedStore.MAX_TOPICS - 1))).isPresent();
        assertThat(store.find("t" + RetainedStore.MAX_TOPICS)).isEmpty();
    }

    private static PublishedMessage message(String topic, Bytes payload) {
        return new PublishedMessage("00000001", topic, payload, 1, true, "device", Instant.EPOCH);
    }
}
