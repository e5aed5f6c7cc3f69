package dev.penstock.broker.identity;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A type of things.
 *
 * @param id a UUID
 * @param description empty when there is none
 * @param deprecated since when no thing may get it; null while things may
 */
public record ThingType(
        String name,
        String id,
        String description,
        List<String> searchableAttributes,
        Instant createdAt,
        @Nullable Instant deprecated) {
    public ThingType {
        searchableAttributes = List.copyOf(searchableAttributes);
    }

    public Optional<Instant> deprecatedAt() {
        return Optional.ofNullable(deprecated);
    }
}
