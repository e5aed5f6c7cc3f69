package dev.penstock.launcher.settings;

import dev.penstock.launcher.yaml.Findings;
import dev.penstock.launcher.yaml.YamlNode;
import dev.penstock.platform.data.DurationText;
import dev.penstock.stream.StreamFaults;
import dev.penstock.stream.StreamSettings;
import dev.penstock.stream.StreamSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads what the section {@code stream} of a settings file says about local streams:
 *
 * <pre>{@code
 * stream:
 *   throttling: aws                   # or off
 *   transition: 100ms                 # CREATING, UPDATING, DELETING
 *   shardLimit: 10000
 *   maxBytesPerStream: 67108864
 *   maxBytes: 268435456               # of all streams
 *   whenFull: keep                    # or dropConsumed
 *   strictSubscriptions: false
 *   subscriptionLifetime: 5m
 *   heartbeat: 3s
 *   iteratorLifetime: 5m
 *   initialize: ['orders:2']          # name:shards
 *   faults: [{fault: failEntry, stream: orders, nth: 3}]
 * }</pre>
 *
 * <p>and {@link PersistenceReader}.
 */
final class StreamOptionsReader {
    static final List<String> KEYS = List.of(
            "throttling",
            "transition",
            "shardLimit",
            "maxBytesPerStream",
            "maxBytes",
            "whenFull",
            "strictSubscriptions",
            "subscriptionLifetime",
            "heartbeat",
            "iteratorLifetime",
            "initialize",
            "faults",
            PersistenceReader.KEY);
    private static final Map<String, Boolean> THROTTLING = Map.of("aws", true, "off", false);
    private static final Map<String, Boolean> FLAG = Map.of("true", true, "false", false);
    private static final Map<String, StreamSettings.WhenFull> WHEN_FULL =
            Map.of("keep", StreamSettings.WhenFull.KEEP, "dropConsumed", StreamSettings.WhenFull.DROP_CONSUMED);

    private final Findings errors;
    private final SettingsNodes nodes;
    private final PersistenceReader persistence;
    private StreamSettings settings;

    /**
     * @param folder what relative paths are relative to
     * @param base what holds where the section is silent
     */
    StreamOptionsReader(Path folder, Findings errors, StreamSettings base) {
        persistence = new PersistenceReader(folder, errors);
        this.errors = errors;
        nodes = new SettingsNodes(errors);
        settings = base;
    }

    /** The keys are checked by the caller: some of them are about the hop. */
    StreamSettings read(YamlNode.Mapping stream) {
        set(stream, "maxBytes", Long::parseLong, bytes -> settings = settings.withMaxBytesTotal(bytes));
        set(stream, "maxBytesPerStream", Long::parseLong, bytes -> settings = settings.withMaxBytesPerStream(bytes));
        set(stream, "whenFull", one(WHEN_FULL), policy -> settings = settings.withWhenFull(policy));
        set(stream, "throttling", one(THROTTLING), on -> settings = settings.withThrottling(on));
        set(stream, "shardLimit", Integer::parseInt, limit -> settings = settings.withShardLimit(limit));
        duration(stream, "transition", time -> settings = settings.withTransition(time));
        duration(stream, "iteratorLifetime", time -> settings = settings.withIteratorLifetime(time));
        set(stream, "strictSubscriptions", one(FLAG), strict -> fanOut(fanOut -> fanOut.withStrict(strict)));
        duration(stream, "subscriptionLifetime", time -> fanOut(fanOut -> fanOut.withLifetime(time)));
        duration(stream, "heartbeat", time -> fanOut(fanOut -> fanOut.withHeartbeat(time)));
        list(stream, "initialize", StreamOptionsReader::spec, specs -> settings = settings.withInitialize(specs));
        list(stream, "faults", StreamOptionsReader::fault, faults -> settings = settings.withFaults(faults));
        persistence.read(stream).ifPresent(kept -> settings = settings.withPersistence(kept));
        return settings;
    }

    private void fanOut(Function<StreamSettings.FanOut, StreamSettings.FanOut> change) {
        settings = settings.withFanOut(change.apply(settings.fanOut()));
    }

    private void duration(YamlNode.Mapping stream, String key, Consumer<Duration> setter) {
        set(stream, key, DurationText::parse, setter);
    }

    private <T> void set(YamlNode.Mapping stream, String key, Function<String, T> reader, Consumer<T> setter) {
        YamlNode node = stream.get(key);
        nodes.text(stream, key).ifPresent(text -> {
            try {
                setter.accept(reader.apply(text));
            } catch (NumberFormatException notANumber) {
                report(node, "'%s' must be a whole number, was '%s'".formatted(key, text));
            } catch (IllegalArgumentException wrong) {
                report(node, "'%s': %s".formatted(key, wrong.getMessage()));
            }
        });
    }

    private static <T> Function<String, T> one(Map<String, T> values) {
        return text -> {
            T value = values.get(text);
            if (value == null) {
                throw new IllegalArgumentException("must be one of %s, was '%s'"
                        .formatted(values.keySet().stream().sorted().toList(), text));
            }
            return value;
        };
    }

    private <T> void list(YamlNode.Mapping stream, String key, Function<YamlNode, T> reader, Consumer<List<T>> setter) {
        YamlNode node = stream.get(key);
        if (node == null) {
            return;
        }
        if (!(node instanceof YamlNode.Sequence sequence)) {
            errors.add(node.at(), "'%s' must be a list, was %s".formatted(key, node.describe()));
            return;
        }
        List<T> values = new ArrayList<>();
        for (YamlNode item : sequence.items()) {
            try {
                values.add(reader.apply(item));
            } catch (IllegalArgumentException wrong) {
                report(item, "'%s': %s".formatted(key, wrong.getMessage()));
            }
        }
        setter.accept(values);
    }

    private static StreamSpec spec(YamlNode node) {
        String text = node instanceof YamlNode.Scalar scalar ? scalar.text() : "";
        int colon = text.lastIndexOf(':');
        try {
            return new StreamSpec(
                    text.substring(0, Math.max(0, colon)),
                    Integer.parseInt(text.substring(colon + 1)),
                    StreamSpec.DEFAULT_RETENTION);
        } catch (NumberFormatException notANumber) {
            throw new IllegalArgumentException(
                    "a stream is given as name:shards, for example orders:2; was %s".formatted(node.describe()),
                    notANumber);
        }
    }

    private static StreamFaults.Fault fault(YamlNode node) {
        if (!(node instanceof YamlNode.Mapping mapping)) {
            throw new IllegalArgumentException("a fault is a map, was " + node.describe());
        }
        Map<String, String> fields = new LinkedHashMap<>();
        mapping.entries().forEach((name, entry) -> {
            if (!(entry.value() instanceof YamlNode.Scalar scalar)) {
                throw new IllegalArgumentException("'%s' must be a text, was %s"
                        .formatted(name, entry.value().describe()));
            }
            fields.put(name, scalar.text());
        });
        return StreamFaults.Fault.of(fields);
    }

    private void report(@Nullable YamlNode node, String text) {
        if (node != null) {
            errors.add(node.at(), text);
        }
    }
}
