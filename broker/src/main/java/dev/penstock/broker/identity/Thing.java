package dev.penstock.broker.identity;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A thing.
 *
 * @param id a UUID
 * @param type null when it has none; so is the next
 * @param attributes in the order of their names
 * @param version 1 when it is new, one more with each change
 */
public record Thing(
        String name,
        String id,
        @Nullable String type,
        @Nullable String billingGroup,
        Map<String, String> attributes,
        long version) {
    public Thing {
        attributes = Map.copyOf(attributes);
    }

    public Optional<String> typeName() {
        return Optional.ofNullable(type);
    }

    public Optional<String> billing() {
        return Optional.ofNullable(billingGroup);
    }

    boolean isLike(Thing other) {
        return typeName().equals(other.typeName())
                && billing().equals(other.billing())
                && attributes.equals(other.attributes);
    }

    /** What a change of a thing asks for. */
    public record Change(
            Optional<Map<String, String>> attributes,
            boolean merge,
            Optional<String> type,
            boolean removeType,
            Optional<Long> expectedVersion) {}
}
