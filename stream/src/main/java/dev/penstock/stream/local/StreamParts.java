package dev.penstock.stream.local;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** What other packages know about streams and want to be kept with them, for example registered consumers. */
public final class StreamParts {
    private final Map<String, Part> parts = new ConcurrentHashMap<>();

    StreamParts() {}

    /** One package's part. */
    public interface Part {

        /** What is to be kept of a stream; called under its lock. */
        JsonNode image(StreamState stream);

        /** Takes back what was kept of a stream, before it serves. */
        void restore(StreamState stream, JsonNode image);
    }

    /** Adds a part, under a name that stays the same for ever. Called before streams are started. */
    public void add(String name, Part part) {
        if (parts.put(name, part) != null) {
            throw new IllegalArgumentException("part %s is there twice".formatted(name));
        }
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
