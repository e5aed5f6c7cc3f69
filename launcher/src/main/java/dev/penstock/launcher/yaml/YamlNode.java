package dev.penstock.launcher.yaml;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A node of a file, with its place. Scalars keep their source text: whether {@code 012345678901} is a number is for
 * whoever reads the property to say.
 */
public sealed interface YamlNode {

    Position at();

    /** What the node is, for messages, for example {@code a list}. */
    String describe();

    /** What YAML 1.1 takes an unquoted scalar for. Time stamps are text, {@code 1e3} is a number as in JSON. */
    enum Kind {
        NULL,
        BOOLEAN,
        NUMBER,
        TEXT,
        /** Stands for a value that could not be computed; the reason is reported already. */
        UNKNOWN
    }

    /** @param text as written, escapes and folding undone */
    record Scalar(String text, Kind kind, Position at) implements YamlNode {

        @Override
        public String describe() {
            return kind == Kind.NULL ? "empty" : "'%s'".formatted(text);
        }
    }

    /** A list. */
    record Sequence(List<YamlNode> items, Position at) implements YamlNode {

        public Sequence {
            items = List.copyOf(items);
        }

        @Override
        public String describe() {
            return "a list";
        }
    }

    /** @param entries in the order of the file */
    record Mapping(Map<String, Entry> entries, Position at) implements YamlNode {

        public Mapping {
            entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
        }

        /** The value under a key, or null. */
        public @Nullable YamlNode get(String key) {
            Entry entry = entries.get(key);
            return entry == null ? null : entry.value();
        }

        @Override
        public String describe() {
            return "a map";
        }
    }

    /** @param keyAt where the key stands */
    record Entry(Position keyAt, YamlNode value) {}

    /** A text that stands where {@code at} says. */
    static Scalar text(String text, Position at) {
        return new Scalar(text, Kind.TEXT, at);
    }

    /** A value that could not be computed. */
    static Scalar unknown(Position at) {
        return new Scalar("", Kind.UNKNOWN, at);
    }
}
