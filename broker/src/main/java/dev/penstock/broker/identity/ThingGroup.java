package dev.penstock.broker.identity;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A static group of things.
 *
 * @param id a UUID
 * @param parent the group that it is part of; null at the top
 * @param description empty when there is none
 * @param version 1 when it is new, one more with each change
 */
public record ThingGroup(
        String name,
        String id,
        @Nullable String parent,
        String description,
        Map<String, String> attributes,
        long version,
        Instant createdAt) {
    public ThingGroup {
        attributes = Map.copyOf(attributes);
    }

    public Optional<String> parentName() {
        return Optional.ofNullable(parent);
    }
}
