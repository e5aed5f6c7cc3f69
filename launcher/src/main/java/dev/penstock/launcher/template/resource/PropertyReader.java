package dev.penstock.launcher.template.resource;

import dev.penstock.launcher.yaml.Findings;
import dev.penstock.launcher.yaml.Position;
import dev.penstock.launcher.yaml.Suggestion;
import dev.penstock.launcher.yaml.YamlNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the properties of one map, each converted to the type its reader asks for as CloudFormation does ({@code "10"} is
 * fine for a whole number). What is wrong is reported and replaced by a harmless value, so that reading goes on and
 * everything wrong is found at once. {@link #finish} refuses what nobody asked for.
 */
public final class PropertyReader {
    private static final Pattern WHOLE_NUMBER = Pattern.compile("-?(0|[1-9]\\d{0,17})");

    private final String owner;
    private final String path;
    private final YamlNode.Mapping properties;
    private final Resolver resolver;
    private final Report report;
    private final Set<String> supported = new TreeSet<>();
    private final Set<String> settled = new TreeSet<>();
    private final List<PropertyReader> parts = new ArrayList<>();
    private final AtomicBoolean flawed;

    /** @param owner who has the properties, for messages, for example {@code Events (AWS::Kinesis::Stream)} */
    public PropertyReader(String owner, YamlNode.Mapping properties, Resolver resolver, Report report) {
        this(owner, "", properties, resolver, report, new AtomicBoolean());
    }

    private PropertyReader(
            String owner,
            String path,
            YamlNode.Mapping properties,
            Resolver resolver,
            Report report,
            AtomicBoolean flawed) {
        this.flawed = flawed;
        this.owner = owner;
        this.path = path;
        this.properties = properties;
        this.resolver = resolver;
        this.report = report;
    }

    /** Where the properties begin. */
    public Position at() {
        return properties.at();
    }

    /** Where the value of a property stands; where the properties begin when it is not there. */
    public Position at(String name) {
        YamlNode value = properties.get(name);
        return value == null ? at() : value.at();
    }

    /** Where the name of a property stands. */
    Position keyAt(String name) {
        YamlNode.Entry entry = properties.entries().get(name);
        return entry == null ? at() : entry.keyAt();
    }

    /** Whether the property is there. */
    public boolean has(String name) {
        supported.add(name);
        return value(name) != null;
    }

    public Optional<String> text(String name) {
        YamlNode value = value(name);
        return value == null ? Optional.empty() : Optional.of(textOf(name, value));
    }

    /** A text that must be there and not be empty. */
    public String requiredText(String name) {
        Optional<String> text = text(name);
        if (text.isEmpty()) {
            missing(name);
        } else if (text.get().isBlank() && !isUnknown(name)) {
            error(at(name), "'%s%s' must not be empty".formatted(path, name));
        }
        return text.orElse("");
    }

    /** A text out of a few; the first is taken when there is none. */
    public String oneOf(String name, String... allowed) {
        return text(name).map(text -> checkedOneOf(name, text, allowed)).orElse(allowed[0]);
    }

    /** A text out of a few that must be there. */
    public String requiredOneOf(String name, String... allowed) {
        String text = requiredText(name);
        return text.isBlank() ? allowed[0] : checkedOneOf(name, text, allowed);
    }

    private String checkedOneOf(String name, String text, String... allowed) {
        if (List.of(allowed).contains(text) || isUnknown(name)) {
            return text;
        }
        error(
                at(name),
                "'%s%s' must be one of %s, was '%s'%s"
                        .formatted(
                                path,
                                name,
                                String.join(", ", allowed),
                                text,
                                Suggestion.didYouMean(text, List.of(allowed))));
        return allowed[0];
    }

    /** A whole number within limits; {@code fallback} when there is none. */
    public long integer(String name, long min, long max, long fallback) {
        YamlNode value = value(name);
        if (value == null || isUnknown(value)) {
            return fallback;
        }
        if (!(value instanceof YamlNode.Scalar scalar)
                || !WHOLE_NUMBER.matcher(scalar.text()).matches()) {
            error(value.at(), "'%s%s' must be a whole number, was %s".formatted(path, name, value.describe()));
            return fallback;
        }
        long number = Long.parseLong(scalar.text());
        if (number < min || number > max) {
            error(value.at(), "'%s%s' must be between %d and %d, was %d".formatted(path, name, min, max, number));
            return fallback;
        }
        return number;
    }

    /** True or false, quoted or not; {@code fallback} when there is none. */
    public boolean bool(String name, boolean fallback) {
        YamlNode value = value(name);
        if (value == null || isUnknown(value)) {
            return fallback;
        }
        if (value instanceof YamlNode.Scalar scalar && scalar.text().matches("(?i)true|false")) {
            return Boolean.parseBoolean(scalar.text());
        }
        error(value.at(), "'%s%s' must be true or false, was %s".formatted(path, name, value.describe()));
        return fallback;
    }

    /** The map under a property. */
    public Optional<PropertyReader> object(String name) {
        YamlNode value = value(name);
        if (value == null || isUnknown(value)) {
            return Optional.empty();
        }
        return part("%s%s.".formatted(path, name), "'%s%s'".formatted(path, name), value);
    }

    /** The map under a property that must be there; one without properties when it is not. */
    public PropertyReader requiredObject(String name) {
        if (value(name) == null) {
            missing(name);
        }
        return object(name)
                .orElseGet(() -> new PropertyReader(
                        owner,
                        "%s%s.".formatted(path, name),
                        new YamlNode.Mapping(Map.of(), at(name)),
                        resolver,
                        new Report(new Findings(), (at, text) -> {}),
                        flawed));
    }

    /** The maps in the list under a property; empty when there is none. */
    public List<PropertyReader> objects(String name) {
        YamlNode value = value(name);
        if (value == null || isUnknown(value)) {
            return List.of();
        }
        if (!(value instanceof YamlNode.Sequence list)) {
            error(value.at(), "'%s%s' must be a list, was %s".formatted(path, name, value.describe()));
            return List.of();
        }
        List<PropertyReader> items = new ArrayList<>();
        for (int i = 0; i < list.items().size(); i++) {
            YamlNode item = resolve(list.items().get(i));
            if (item != null) {
                String place = "%s%s[%d]".formatted(path, name, i);
                part(place + ".", "'%s'".formatted(place), item).ifPresent(items::add);
            }
        }
        return items;
    }

    /** The list under a property that must hold at least one map. */
    public List<PropertyReader> requiredObjects(String name) {
        List<PropertyReader> items = objects(name);
        if (value(name) == null) {
            missing(name);
        } else if (items.isEmpty() && value(name) instanceof YamlNode.Sequence) {
            error(at(name), "'%s%s' must not be empty".formatted(path, name));
        }
        return items;
    }

    /** The texts in the list under a property; one text alone is a list too; empty when there is none. */
    public List<String> textItems(String name) {
        YamlNode value = value(name);
        if (value == null || isUnknown(value)) {
            return List.of();
        }
        List<String> texts = new ArrayList<>();
        for (YamlNode given : value instanceof YamlNode.Sequence list ? list.items() : List.of(value)) {
            YamlNode item = resolve(given);
            if (item != null && !isUnknown(item)) {
                texts.add(textOf("%s[%d]".formatted(name, texts.size()), item));
            }
        }
        return texts;
    }

    /** Every entry of this map, whatever its name, as a map. */
    public Map<String, PropertyReader> entries() {
        Map<String, PropertyReader> entries = new LinkedHashMap<>();
        for (String name : properties.entries().keySet()) {
            object(name).ifPresent(entry -> entries.put(name, entry));
        }
        return entries;
    }

    /** Every entry of this map, whatever its name, as text. */
    public Map<String, String> texts() {
        Map<String, String> texts = new LinkedHashMap<>();
        for (String name : properties.entries().keySet()) {
            text(name).ifPresent(text -> texts.put(name, text));
        }
        return texts;
    }

    /** Takes note of properties that have no effect here, with a reason for the user. */
    public void ignore(String reason, String... names) {
        for (String name : names) {
            settled.add(name);
            YamlNode.Entry entry = properties.entries().get(name);
            if (entry != null) {
                report.ignored()
                        .accept(entry.keyAt(), "%s: '%s%s' has no effect: %s".formatted(owner, path, name, reason));
            }
        }
    }

    /** Takes note of something without effect. */
    void note(String text, Position at) {
        report.ignored().accept(at, owner + " " + text);
    }

    /** Takes note of all properties that nobody has asked for so far. */
    void ignoreRest(String reason) {
        ignore(
                reason,
                names().stream().filter(name -> !supported.contains(name)).toArray(String[]::new));
    }

    /** Refuses properties that AWS has and Penstock does not emulate yet. */
    public void notYet(String... names) {
        for (String name : names) {
            settled.add(name);
            YamlNode.Entry entry = properties.entries().get(name);
            if (entry != null) {
                error(entry.keyAt(), "'%s%s' is not supported yet; remove it".formatted(path, name));
            }
        }
    }

    /** Reports properties that were not asked for; after everything was read. */
    public void finish() {
        properties.entries().forEach((name, entry) -> {
            if (!supported.contains(name) && !settled.contains(name)) {
                Set<String> known = new TreeSet<>(supported);
                known.addAll(settled);
                error(
                        entry.keyAt(),
                        "'%s%s' is not a supported property; supported: %s%s"
                                .formatted(
                                        path, name, String.join(", ", supported), Suggestion.didYouMean(name, known)));
            }
        });
        parts.forEach(PropertyReader::finish);
    }

    /** Nothing under here is looked at; somebody took note of the whole. */
    public void skipAll() {
        settled.addAll(properties.entries().keySet());
    }

    /** {@link #finish} does not report it. */
    void settle(String name) {
        settled.add(name);
    }

    /** Reports something wrong in this resource. */
    public void error(Position at, String text) {
        flawed.set(true);
        report.errors().add(at, "%s: %s".formatted(owner, text));
    }

    /** Whether something wrong was found so far, in the whole resource. */
    boolean isFlawed() {
        return flawed.get();
    }

    /** Whether the value could not be computed, which is reported already. */
    boolean isUnknown(String name) {
        YamlNode value = value(name);
        return value != null && isUnknown(value);
    }

    /** The property as messages name it, with the way to it. */
    String label(String name) {
        return path + name;
    }

    /** The names of the properties that stand here. */
    Set<String> names() {
        return Collections.unmodifiableSet(properties.entries().keySet());
    }

    String owner() {
        return owner;
    }

    private void missing(String name) {
        error(at(), "'%s%s' is missing".formatted(path, name));
    }

    private Optional<PropertyReader> part(String partPath, String what, YamlNode value) {
        if (value instanceof YamlNode.Mapping map) {
            PropertyReader part = new PropertyReader(owner, partPath, map, resolver, report, flawed);
            parts.add(part);
            return Optional.of(part);
        }
        if (!isUnknown(value)) {
            error(value.at(), "%s must be a map, was %s".formatted(what, value.describe()));
        }
        return Optional.empty();
    }

    /** The resolved value of a property; null when it is not there. */
    @Nullable
    YamlNode value(String name) {
        supported.add(name);
        YamlNode value = properties.get(name);
        return value == null ? null : resolve(value);
    }

    private @Nullable YamlNode resolve(YamlNode node) {
        YamlNode value = resolver.resolve(node);
        if (value != null && isUnknown(value)) {
            flawed.set(true);
        }
        return value;
    }

    private String textOf(String name, YamlNode value) {
        return PropertyText.of(path + name, value, this::error);
    }

    private static boolean isUnknown(YamlNode value) {
        return value instanceof YamlNode.Scalar scalar && scalar.kind() == YamlNode.Kind.UNKNOWN;
    }

    /** Computes intrinsic functions. */
    @FunctionalInterface
    public interface Resolver {
        /** @return null when the value is to be left out */
        @Nullable
        YamlNode resolve(YamlNode node);
    }

    /** Where findings go. */
    public record Report(Findings errors, BiConsumer<Position, String> ignored) {}
}
