package dev.penstock.rules.function;

import dev.penstock.platform.time.Time;
import dev.penstock.rules.ExternalServices.ObjectReader;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Descriptor sets from S3, read once in 15 minutes; the ones used last are kept. Guarded by {@code lock}. */
final class ProtoSchemas {
    private static final Duration KEPT_FOR = Duration.ofMinutes(15);
    private static final int KEPT = 64;

    private final ObjectReader objects;
    private final Time time;
    private final Object lock = new Object();
    private final Map<Location, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);

    private record Location(String bucket, String key) {}

    private record Entry(Instant readAt, CompletableFuture<ProtoSchema> schema) {}

    ProtoSchemas(ObjectReader objects, Time time) {
        this.objects = objects;
        this.time = time;
    }

    /** A failure is not kept: the next message asks again. */
    CompletionStage<ProtoSchema> schema(String bucket, String key) {
        Location location = new Location(bucket, key);
        Instant now = time.now();
        CompletableFuture<ProtoSchema> reading = new CompletableFuture<>();
        synchronized (lock) {
            Entry known = entries.get(location);
            if (known != null && isUsable(known, now)) {
                return known.schema();
            }
            entries.put(location, new Entry(now, reading));
            if (entries.size() > KEPT) {
                entries.remove(entries.keySet().iterator().next());
            }
        }
        read(location, reading);
        return reading;
    }

    private static boolean isUsable(Entry entry, Instant now) {
        return !entry.schema().isCompletedExceptionally()
                && now.isBefore(entry.readAt().plus(KEPT_FOR));
    }

    private void read(Location location, CompletableFuture<ProtoSchema> reading) {
        try {
            objects.object(location.bucket(), location.key())
                    .thenApply(ProtoSchema::read)
                    .whenComplete((schema, failure) -> {
                        if (failure == null) {
                            reading.complete(schema);
                        } else {
                            reading.completeExceptionally(failure);
                        }
                    });
        } catch (RuntimeException refused) {
            reading.completeExceptionally(refused);
        }
    }
}
