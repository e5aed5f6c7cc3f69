package dev.penstock.broker.shadow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.broker.DeviceShadows;
import dev.penstock.broker.ShadowSettings;
import dev.penstock.broker.service.ServicePublisher;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.time.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * All shadows. Whoever changes one, over MQTT or HTTP, the same is published, in the order of the versions. Each entry is
 * guarded by itself.
 */
public final class Shadows implements DeviceShadows {
    /** How long the version of a deleted shadow is remembered. Source: AWS IoT Core developer guide, Deleting a shadow. */
    private static final Duration REMEMBERED = Duration.ofDays(2);

    private static final long MAX_BYTES = 256L * 1024 * 1024;
    /** What a shadow takes beside its state: names and metadata. */
    private static final int OVERHEAD_BYTES = 512;

    private final Time time;
    private final ShadowSettings limits;
    private final ServicePublisher publisher;
    private final ConcurrentNavigableMap<ShadowId, Entry> entries = new ConcurrentSkipListMap<>();
    private final AtomicLong bytes = new AtomicLong();

    public Shadows(Time time, ShadowSettings limits, ServicePublisher publisher) {
        this.time = time;
        this.limits = limits;
        this.publisher = publisher;
    }

    /**
     * Changes a shadow and publishes {@code update/delta}, {@code update/documents}, {@code update/accepted}.
     *
     * @return the document of {@code update/accepted}, when all is published; fails with {@link ShadowError} when nothing
     *     is changed
     */
    public CompletionStage<Bytes> update(ShadowId id, Bytes payload) {
        ShadowRequest request;
        try {
            request = ShadowRequest.read(payload, limits);
        } catch (ShadowError refusal) {
            return CompletableFuture.failedStage(refusal);
        }
        while (true) {
            Entry entry = entries.computeIfAbsent(id, key -> new Entry());
            synchronized (entry) {
                if (entries.get(id) == entry) { // else it was forgotten a moment ago
                    return update(id, entry, request);
                }
            }
        }
    }

    /** In the entry's lock. */
    private CompletionStage<Bytes> update(ShadowId id, Entry entry, ShadowRequest request) {
        ShadowState before = entry.state;
        try {
            checkVersion(request, before);
            entry.become(next(entry, request));
        } catch (ShadowError refusal) {
            forgetIfEmpty(id, entry);
            return CompletableFuture.failedStage(refusal);
        }
        return publishUpdate(id, entry, request, before);
    }

    private static void checkVersion(ShadowRequest request, @Nullable ShadowState before) {
        Long expected = request.version();
        if (expected == null) {
            return;
        }
        if (before == null && expected != 1) {
            throw ShadowError.badRequest("Invalid version");
        }
        if (before != null && expected != before.version()) {
            throw ShadowError.conflict();
        }
    }

    private ShadowState next(Entry entry, ShadowRequest request) {
        ShadowState before = entry.state == null ? ShadowState.before(entry.lastVersion()) : entry.state;
        ShadowState next = before.updated(request.state(), epochSecond(), limits.maxBytes());
        if (bytes.get() + next.bytes() + OVERHEAD_BYTES > MAX_BYTES) {
            throw ShadowError.full(MAX_BYTES);
        }
        return next;
    }

    private CompletionStage<Bytes> publishUpdate(
            ShadowId id, Entry entry, ShadowRequest request, @Nullable ShadowState before) {
        ShadowState now = entry.existing(id);
        ShadowDocuments documents = new ShadowDocuments(epochSecond(), request.clientToken());
        ObjectNode delta = now.delta();
        Bytes accepted = documents.accepted(request, now);
        String topic = id.topic() + "update/";
        List<Message> messages = new ArrayList<>(3);
        if (!delta.isEmpty()) {
            messages.add(new Message(topic + "delta", documents.delta(delta, now)));
        }
        messages.add(new Message(topic + "documents", documents.documents(before, now)));
        messages.add(new Message(topic + "accepted", accepted));
        return entry.publish(messages).thenApply(published -> accepted);
    }

    /** The document of {@code get/accepted}. @throws ShadowError 404 */
    Bytes get(ShadowId id, @Nullable String clientToken) {
        return new ShadowDocuments(epochSecond(), clientToken).get(existing(id));
    }

    /** As GetThingShadow. @throws ShadowError 404 */
    public Bytes get(ShadowId id) {
        return get(id, null);
    }

    private ShadowState existing(ShadowId id) {
        Entry entry = entries.get(id);
        if (entry == null) {
            throw ShadowError.notFound(id);
        }
        synchronized (entry) {
            return entry.existing(id);
        }
    }

    /** As DeleteThingShadow; publishes {@code delete/accepted}. Fails with {@link ShadowError} 404. */
    public CompletionStage<Bytes> delete(ShadowId id) {
        return delete(id, null);
    }

    CompletionStage<Bytes> delete(ShadowId id, @Nullable String clientToken) {
        Entry entry = entries.get(id);
        if (entry == null) {
            return CompletableFuture.failedStage(ShadowError.notFound(id));
        }
        synchronized (entry) {
            if (entry.state == null) {
                return CompletableFuture.failedStage(ShadowError.notFound(id));
            }
            long version = entry.existing(id).version();
            entry.delete(version);
            time.schedule(REMEMBERED, () -> forget(id, entry, version));
            Bytes accepted = new ShadowDocuments(epochSecond(), clientToken).deleted(version);
            return entry.publish(List.of(new Message(id.topic() + "delete/accepted", accepted)))
                    .thenApply(published -> accepted);
        }
    }

    private void forget(ShadowId id, Entry entry, long version) {
        synchronized (entry) {
            if (entry.state == null && entry.deletedVersion == version) {
                entry.deletedVersion = ShadowState.NO_VERSION;
                forgetIfEmpty(id, entry);
            }
        }
    }

    /** In the entry's lock. */
    private void forgetIfEmpty(ShadowId id, Entry entry) {
        if (entry.state == null && entry.deletedVersion == ShadowState.NO_VERSION) {
            entries.remove(id, entry);
        }
    }

    /** The names of a thing's named shadows after one, in order. */
    public List<String> names(String thing, String after, int most) {
        List<String> names = new ArrayList<>();
        for (var entry : entries.tailMap(new ShadowId(thing, after), false).entrySet()) {
            if (!entry.getKey().thing().equals(thing) || names.size() == most) {
                break;
            }
            if (entry.getValue().isThere()) {
                names.add(entry.getKey().name());
            }
        }
        return names;
    }

    @Override
    public JsonNode document(String thing, String shadowName) {
        try {
            return new ShadowDocuments(epochSecond(), null).document(existing(new ShadowId(thing, shadowName)));
        } catch (ShadowError refusal) {
            throw refusal.toAwsException();
        }
    }

    /** The document of {@code rejected}. */
    Bytes rejected(ShadowError error, @Nullable String clientToken) {
        return new ShadowDocuments(epochSecond(), clientToken).rejected(error);
    }

    /** Of now. */
    public long epochSecond() {
        return Math.floorDiv(time.millis(), 1000L);
    }

    private record Message(String topic, Bytes payload) {}

    /** A shadow, or the memory of one. */
    private final class Entry {
        private @Nullable ShadowState state;
        private long deletedVersion = ShadowState.NO_VERSION;
        private CompletionStage<?> published = ServicePublisher.nothing();

        synchronized boolean isThere() {
            return state != null;
        }

        ShadowState existing(ShadowId id) {
            if (state == null) {
                throw ShadowError.notFound(id);
            }
            return state;
        }

        long lastVersion() {
            return deletedVersion;
        }

        void become(ShadowState next) {
            bytes.addAndGet(weight(next) - weight(state));
            state = next;
            deletedVersion = ShadowState.NO_VERSION;
        }

        void delete(long version) {
            bytes.addAndGet(-weight(state));
            state = null;
            deletedVersion = version;
        }

        private long weight(@Nullable ShadowState one) {
            return one == null ? 0 : one.bytes() + OVERHEAD_BYTES;
        }

        /** One message after the other, behind those of earlier versions. */
        CompletionStage<?> publish(List<Message> messages) {
            CompletionStage<?> last = published.handle((done, failure) -> null);
            for (Message message : messages) {
                last = last.thenCompose(before -> publisher.publish(message.topic, message.payload));
            }
            published = last;
            return last;
        }
    }
}
