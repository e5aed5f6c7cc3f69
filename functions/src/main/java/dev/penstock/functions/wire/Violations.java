package dev.penstock.functions.wire;

import dev.penstock.platform.aws.AwsException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Checks the constraints of the API model and tells all that are violated at once, as AWS does:
 * {@code 2 validation errors detected: Value '0' at 'timeout' failed to satisfy constraint: ...; ...}.
 */
final class Violations {
    private final List<String> found = new ArrayList<>();

    /** @param member as AWS writes it here, for example {@code functionName} */
    Violations required(String member, Optional<?> value) {
        if (value.isEmpty()) {
            found.add("Value null at '%s' failed to satisfy constraint: Member must not be null".formatted(member));
        }
        return this;
    }

    Violations length(String member, Optional<String> value, int min, int max) {
        value.filter(text -> text.length() > max)
                .ifPresent(text -> add(member, text, "Member must have length less than or equal to " + max));
        value.filter(text -> text.length() < min)
                .ifPresent(text -> add(member, text, "Member must have length greater than or equal to " + min));
        return this;
    }

    Violations pattern(String member, Optional<String> value, Pattern pattern) {
        value.filter(text -> !pattern.matcher(text).matches())
                .ifPresent(text ->
                        add(member, text, "Member must satisfy regular expression pattern: " + pattern.pattern()));
        return this;
    }

    Violations range(String member, Optional<? extends Number> value, long min, long max) {
        value.filter(number -> number.longValue() > max)
                .ifPresent(number ->
                        add(member, number.toString(), "Member must have value less than or equal to " + max));
        value.filter(number -> number.longValue() < min)
                .ifPresent(number ->
                        add(member, number.toString(), "Member must have value greater than or equal to " + min));
        return this;
    }

    /** @param allowed in the order in which AWS tells them */
    Violations oneOf(String member, Optional<String> value, Collection<String> allowed) {
        value.filter(text -> !allowed.contains(text))
                .ifPresent(text -> add(member, text, "Member must satisfy enum value set: " + allowed));
        return this;
    }

    /** Something that is none of the usual constraints. */
    Violations when(boolean violated, String text) {
        if (violated) {
            found.add(text);
        }
        return this;
    }

    private void add(String member, String value, String constraint) {
        found.add("Value '%s' at '%s' failed to satisfy constraint: %s".formatted(value, member, constraint));
    }

    /** @throws AwsException ValidationException when anything was violated */
    void refuse() {
        if (!found.isEmpty()) {
            throw AwsException.validation("%d validation error%s detected: %s"
                    .formatted(found.size(), found.size() == 1 ? "" : "s", String.join("; ", found)));
        }
    }
}
