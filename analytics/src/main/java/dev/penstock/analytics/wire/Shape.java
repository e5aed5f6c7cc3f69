package dev.penstock.analytics.wire;

import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.wire.WireInput;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What a member of a request may be.
 *
 * <p>Source: the API models of the service.
 */
sealed interface Shape {

    /** Adds what is wrong with a member to {@code violations}; a member of another type is refused at once. */
    void check(WireInput in, String member, String path, Violations violations);

    static Text text(int min, int max) {
        return new Text(min, max, null, List.of());
    }

    static Text text(int min, int max, String pattern) {
        return new Text(min, max, pattern, List.of());
    }

    static Text oneOf(String... values) {
        return new Text(0, Integer.MAX_VALUE, null, List.of(values));
    }

    static Structure structure() {
        return new Structure(new LinkedHashMap<>());
    }

    /** A text; an empty list of values stands for any. */
    record Text(
            int min,
            int max,
            @org.jspecify.annotations.Nullable String pattern,
            List<String> values) implements Shape {
        @Override
        public void check(WireInput in, String member, String path, Violations violations) {
            in.text(member).ifPresent(value -> checkText(value, path, violations));
        }

        void checkText(String value, String path, Violations violations) {
            String form = pattern;
            if (form != null && !Pattern.matches(form, value)) {
                violations.failed(value, path, "Member must satisfy regular expression pattern: " + form);
            }
            if (value.length() < min) {
                violations.failed(value, path, "Member must have length greater than or equal to " + min);
            }
            if (value.length() > max) {
                violations.failed(value, path, "Member must have length less than or equal to " + max);
            }
            if (!values.isEmpty() && !values.contains(value)) {
                violations.failed(value, path, "Member must satisfy enum value set: " + values);
            }
        }
    }

    /** A whole number. */
    record Whole(long min, long max) implements Shape {
        @Override
        public void check(WireInput in, String member, String path, Violations violations) {
            in.number(member).ifPresent(value -> {
                if (value < min) {
                    violations.failed(value.toString(), path, "Member must have value greater than or equal to " + min);
                }
                if (value > max) {
                    violations.failed(value.toString(), path, "Member must have value less than or equal to " + max);
                }
            });
        }
    }

    /** A timestamp. */
    record Stamp() implements Shape {
        @Override
        public void check(WireInput in, String member, String path, Violations violations) {
            in.timestamp(member);
        }
    }

    /** A list of structures. */
    record Items(Structure item, int min, int max) implements Shape {
        @Override
        public void check(WireInput in, String member, String path, Violations violations) {
            in.structures(member).ifPresent(items -> {
                violations.count(items.size(), path, min, max);
                for (int i = 0; i < items.size(); i++) {
                    item.checkMembers(items.get(i), "%s.%d.member.".formatted(path, i + 1), violations);
                }
            });
        }
    }

    /** A list of texts. */
    record Texts(Text item, int min, int max) implements Shape {
        @Override
        public void check(WireInput in, String member, String path, Violations violations) {
            in.texts(member).ifPresent(items -> {
                violations.count(items.size(), path, min, max);
                for (int i = 0; i < items.size(); i++) {
                    item.checkText(items.get(i), "%s.%d.member".formatted(path, i + 1), violations);
                }
            });
        }
    }

    /** A structure; members that are not named in it have no effect, as with AWS. */
    record Structure(Map<String, Member> members) implements Shape {

        record Member(Shape shape, boolean isRequired) {}

        /** Adds a member that must be there. */
        Structure need(String member, Shape shape) {
            members.put(member, new Member(shape, true));
            return this;
        }

        /** Adds a member that may be there. */
        Structure may(String member, Shape shape) {
            members.put(member, new Member(shape, false));
            return this;
        }

        @Override
        public void check(WireInput in, String member, String path, Violations violations) {
            in.structure(member).ifPresent(inner -> checkMembers(inner, path + ".", violations));
        }

        void checkMembers(WireInput in, String prefix, Violations violations) {
            members.forEach((name, member) -> {
                String path = prefix + name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
                if (!in.tree().hasNonNull(name)) {
                    if (member.isRequired()) {
                        violations.missing(path);
                    }
                } else {
                    member.shape().check(in, name, path, violations);
                }
            });
        }

        /** @throws AwsException ValidationException, SerializationException */
        void check(WireInput in) {
            Violations violations = new Violations();
            checkMembers(in, "", violations);
            violations.refuse();
        }
    }
}
