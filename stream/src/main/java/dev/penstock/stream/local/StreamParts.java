package dev.penstock.stream.local;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.stream.RegisteredConsumer;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** What other packages know about streams and is kept with them, for example registered consumers. */
public final class StreamParts {
    private final Map<String, Part> parts = new ConcurrentHashMap<>();

    StreamParts() {}

    /** One package's part. */
    public interface Part {

        /** What is to be kept of a stream; called under its lock. */
        JsonNode image(StreamState stream);

        /** Takes back what was kept of a stream, before it serves. */
        void restore(StreamState stream, JsonNode image);

        /** A consumer that this package registered. */
        default Optional<RegisteredConsumer> consumer(String arn) {
            return Optional.empty();
        }
    }

    /** Adds a part, under a name that stays the same for ever. Called before streams are started. */
    public void add(String name, Part part) {
        if (parts.put(name, part) != null) {
            throw new IllegalArgumentException("part %s is there twice".formatted(name));
        }
    }

    Optional<RegisteredConsumer> consumer(String arn) {
        return parts.values().stream()
                .flatMap(part -> part.consumer(arn).stream())
                .findFirst();
    }

    Map<String, JsonNode> images(StreamState stream) {
        Map<String, JsonNode> images = new TreeMap<>();
        parts.forEach((name, part) -> images.put(name, part.image(stream)));
        return images;
    }

    void restore(StreamState stream, Map<String, JsonNode> images) {
        images.forEach((name, image) -> {
            Part part = parts.get(name);
            if (part != null) {
                part.restore(stream, image);
            }
        });
    }
}
