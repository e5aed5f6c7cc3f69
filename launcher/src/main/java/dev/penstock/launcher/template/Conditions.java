package dev.penstock.launcher.template;

import dev.penstock.launcher.yaml.Findings;
import dev.penstock.launcher.yaml.Position;
import dev.penstock.launcher.yaml.Suggestion;
import dev.penstock.launcher.yaml.YamlNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The section Conditions: each is computed when it is asked for first. Source: CloudFormation User Guide, condition
 * functions.
 */
final class Conditions {
    private static final int MAX_OPERANDS = 10;
    private static final List<String> FUNCTIONS = List.of("Condition", "Fn::And", "Fn::Equals", "Fn::Not", "Fn::Or");

    private final Map<String, YamlNode.Entry> section;
    private final Findings errors;
    private final Map<String, Optional<Boolean>> known = new HashMap<>();
    private final Deque<String> open = new ArrayDeque<>();

    Conditions(YamlNode.@Nullable Mapping section, Findings errors) {
        this.section = section == null ? Map.of() : section.entries();
        this.errors = errors;
    }

    /** Computes every condition, so that what is wrong is told even when nobody uses it. */
    void checkAll(Function<YamlNode, @Nullable YamlNode> resolver) {
        section.forEach((name, entry) -> holds(name, entry.keyAt(), resolver));
    }

    /** @return empty, and reported, when there is no such condition or it cannot be computed */
    Optional<Boolean> holds(String name, Position at, Function<YamlNode, @Nullable YamlNode> resolver) {
        Optional<Boolean> before = known.get(name);
        if (before != null) {
            return before;
        }
        YamlNode.Entry entry = section.get(name);
        if (entry == null) {
            return refuse(
                    at,
                    "'%s' is not a condition of this template%s"
                            .formatted(name, Suggestion.didYouMean(name, section.keySet())));
        }
        if (open.contains(name)) {
            return refuse(at, "condition '%s' refers to itself".formatted(name));
        }
        open.push(name);
        Optional<Boolean> value = evaluate(entry.value(), resolver);
        open.pop();
        known.put(name, value);
        return value;
    }

    private Optional<Boolean> evaluate(YamlNode node, Function<YamlNode, @Nullable YamlNode> resolver) {
        if (!(node instanceof YamlNode.Mapping map) || map.entries().size() != 1) {
            return refuse(node.at(), "a condition must be one of %s".formatted(String.join(", ", FUNCTIONS)));
        }
        String function = map.entries().keySet().iterator().next();
        YamlNode argument = map.entries().values().iterator().next().value();
        return switch (function) {
            case "Condition" ->
                argument instanceof YamlNode.Scalar name
                        ? holds(name.text(), name.at(), resolver)
                        : refuse(argument.at(), "Condition must name a condition");
            case "Fn::Equals" -> equals(argument, resolver);
            case "Fn::Not" -> operands(argument, 1, 1, resolver).map(all -> !all.get(0));
            case "Fn::And" ->
                operands(argument, 2, MAX_OPERANDS, resolver)
                        .map(all -> all.stream().allMatch(holds -> holds));
            case "Fn::Or" ->
                operands(argument, 2, MAX_OPERANDS, resolver)
                        .map(all -> all.stream().anyMatch(holds -> holds));
            default ->
                refuse(
                        node.at(),
                        "%s is not a condition function; supported: %s%s"
                                .formatted(
                                        function,
                                        String.join(", ", FUNCTIONS),
                                        Suggestion.didYouMean(function, FUNCTIONS)));
        };
    }

    private Optional<Boolean> equals(YamlNode argument, Function<YamlNode, @Nullable YamlNode> resolver) {
        if (!(argument instanceof YamlNode.Sequence sides) || sides.items().size() != 2) {
            return refuse(argument.at(), "Fn::Equals must be a list of two values");
        }
        YamlNode left = resolver.apply(sides.items().get(0));
        YamlNode right = resolver.apply(sides.items().get(1));
        if (isUnknown(left) || isUnknown(right)) {
            return Optional.empty();
        }
        return Optional.of(text(left).equals(text(right)));
    }

    private Optional<List<Boolean>> operands(
            YamlNode argument, int min, int max, Function<YamlNode, @Nullable YamlNode> resolver) {
        List<YamlNode> items = argument instanceof YamlNode.Sequence list ? list.items() : List.of(argument);
        if (items.size() < min || items.size() > max) {
            errors.add(argument.at(), "this needs %d to %d conditions, has %d".formatted(min, max, items.size()));
            return Optional.empty();
        }
        List<Optional<Boolean>> values =
                items.stream().map(item -> evaluate(item, resolver)).toList();
        return values.stream().allMatch(Optional::isPresent)
                ? Optional.of(values.stream().map(Optional::orElseThrow).toList())
                : Optional.empty();
    }

    private static String text(@Nullable YamlNode value) {
        return value instanceof YamlNode.Scalar scalar ? scalar.text() : String.valueOf(value);
    }

    private static boolean isUnknown(@Nullable YamlNode value) {
        return value instanceof YamlNode.Scalar scalar && scalar.kind() == YamlNode.Kind.UNKNOWN;
    }

    private Optional<Boolean> refuse(Position at, String text) {
        errors.add(at, text);
        return Optional.empty();
    }
}
