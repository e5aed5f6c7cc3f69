package dev.penstock.launcher.template;

import dev.penstock.launcher.yaml.Findings;
import dev.penstock.launcher.yaml.Position;
import dev.penstock.launcher.yaml.Suggestion;
import dev.penstock.launcher.yaml.YamlNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Computes intrinsic functions. A result stands where its call stands. A call that cannot be computed is reported and
 * becomes an unknown value, which nobody reports again.
 * Source: CloudFormation User Guide, intrinsic function reference.
 */
final class Intrinsics {
    private static final Map<String, Function> FUNCTIONS = new TreeMap<>(Map.of(
            "Ref", Intrinsics::ref,
            "Fn::GetAtt", Intrinsics::attribute,
            "Fn::Sub", Intrinsics::sub,
            "Fn::If", Intrinsics::choice,
            "Fn::FindInMap", Intrinsics::findInMap));
    private static final Set<String> NAMES = new TreeSet<>(FUNCTIONS.keySet());

    static {
        NAMES.addAll(ListFunctions.ALL.keySet());
    }

    private final Names names;
    private final Findings errors;

    Intrinsics(Names names, Findings errors) {
        this.names = names;
        this.errors = errors;
    }

    String region() {
        return names.region();
    }

    /** Whether a map is a call of a function, known or not, and not data. */
    static boolean isCall(YamlNode node) {
        return node instanceof YamlNode.Mapping map
                && map.entries().size() == 1
                && map.entries().keySet().stream().allMatch(key -> key.equals("Ref") || key.startsWith("Fn::"));
    }

    /**
     * The value of a node: of a call its result, anything else as it is, children untouched.
     *
     * @return null for {@code AWS::NoValue}: the property or list item is not there
     */
    @Nullable
    YamlNode resolve(YamlNode node) {
        if (!isCall(node) || !(node instanceof YamlNode.Mapping call)) {
            return node;
        }
        String name = call.entries().keySet().iterator().next();
        YamlNode argument = call.entries().values().iterator().next().value();
        Function function = FUNCTIONS.get(name);
        if (function != null) {
            return function.apply(this, call, argument);
        }
        ListFunctions.Function plain = ListFunctions.ALL.get(name);
        if (plain != null) {
            return plain.apply(this, call, argument);
        }
        return refuse(
                call,
                "%s is not supported; supported: %s%s"
                        .formatted(name, String.join(", ", NAMES), Suggestion.didYouMean(name, NAMES)));
    }

    private @Nullable YamlNode ref(YamlNode call, YamlNode argument) {
        if (!(argument instanceof YamlNode.Scalar name)) {
            return refuse(call, "Ref must name a parameter or resource, was " + argument.describe());
        }
        return names.ref(name.text(), call.at());
    }

    private @Nullable YamlNode attribute(YamlNode call, YamlNode argument) {
        YamlNode path = ShortTags.splitAtFirstDot(argument);
        if (path instanceof YamlNode.Sequence parts
                && parts.items().size() == 2
                && parts.items().get(0) instanceof YamlNode.Scalar resource) {
            Optional<String> attribute = text(parts.items().get(1), "the attribute of Fn::GetAtt");
            return attribute.isEmpty()
                    ? YamlNode.unknown(call.at())
                    : names.attribute(resource.text(), attribute.get(), call.at());
        }
        return refuse(call, "Fn::GetAtt must be Resource.Attribute");
    }

    private @Nullable YamlNode choice(YamlNode call, YamlNode argument) {
        if (!(argument instanceof YamlNode.Sequence parts)
                || parts.items().size() != 3
                || !(parts.items().get(0) instanceof YamlNode.Scalar condition)) {
            return refuse(call, "Fn::If must be [condition, value if true, value if false]");
        }
        Optional<Boolean> holds = names.condition(condition.text(), condition.at());
        if (holds.isEmpty()) {
            return YamlNode.unknown(call.at());
        }
        return resolve(parts.items().get(holds.get() ? 1 : 2));
    }

    private @Nullable YamlNode findInMap(YamlNode call, YamlNode argument) {
        if (!(argument instanceof YamlNode.Sequence parts) || parts.items().size() < 3) {
            return refuse(call, "Fn::FindInMap must be [map, first key, second key]");
        }
        List<String> path = new ArrayList<>();
        for (YamlNode part : parts.items().subList(0, 3)) {
            Optional<String> text = text(part, "a part of Fn::FindInMap");
            if (text.isEmpty()) {
                return YamlNode.unknown(call.at());
            }
            path.add(text.get());
        }
        Optional<YamlNode> found = names.mapped(path);
        if (found.isPresent()) {
            return found.get();
        }
        YamlNode fallback = parts.items().size() == 4 && parts.items().get(3) instanceof YamlNode.Mapping options
                ? options.get("DefaultValue")
                : null;
        if (fallback != null) {
            return resolve(fallback);
        }
        return refuse(call, "Mappings has no entry %s".formatted(String.join(" / ", path)));
    }

    private YamlNode sub(YamlNode call, YamlNode argument) {
        YamlNode pattern = argument;
        Map<String, YamlNode.Entry> own = Map.of();
        if (argument instanceof YamlNode.Sequence parts
                && parts.items().size() == 2
                && parts.items().get(1) instanceof YamlNode.Mapping map) {
            pattern = parts.items().get(0);
            own = map.entries();
        }
        if (!(pattern instanceof YamlNode.Scalar text)) {
            return refuse(call, "Fn::Sub must be a text or [text, map]");
        }
        StringBuilder result = new StringBuilder();
        boolean complete = true;
        for (SubText.Piece piece : SubText.parse(text.text())) {
            Optional<String> value = piece.isVariable()
                    ? variable(piece.text(), call, own.get(piece.text()))
                    : Optional.of(piece.text());
            value.ifPresent(result::append);
            complete &= value.isPresent();
        }
        return complete ? YamlNode.text(result.toString(), call.at()) : YamlNode.unknown(call.at());
    }

    private Optional<String> variable(String name, YamlNode call, YamlNode.@Nullable Entry own) {
        YamlNode value;
        if (own != null) {
            value = resolve(own.value());
        } else if (name.contains(".") && !name.startsWith("AWS::")) {
            int dot = name.indexOf('.');
            value = names.attribute(name.substring(0, dot), name.substring(dot + 1), call.at());
        } else {
            value = names.ref(name, call.at());
        }
        return value == null ? Optional.of("") : text(value, "${%s} of Fn::Sub".formatted(name));
    }

    /** The text of a value; empty, and reported, when it has none. */
    Optional<String> text(YamlNode node, String what) {
        YamlNode value = resolve(node);
        if (value instanceof YamlNode.Scalar scalar) {
            return scalar.kind() == YamlNode.Kind.UNKNOWN ? Optional.empty() : Optional.of(scalar.text());
        }
        errors.add(
                node.at(), "%s must be a text, was %s".formatted(what, value == null ? "nothing" : value.describe()));
        return Optional.empty();
    }

    YamlNode refuse(YamlNode call, String text) {
        errors.add(call.at(), text);
        return YamlNode.unknown(call.at());
    }

    /** One intrinsic function. */
    private interface Function {
        @Nullable
        YamlNode apply(Intrinsics context, YamlNode call, YamlNode argument);
    }

    /** What Ref and GetAtt can name. */
    interface Names {

        /** @return null for {@code AWS::NoValue}; unknown, and reported, when there is no such name */
        @Nullable
        YamlNode ref(String name, Position at);

        /** @return unknown, and reported, when there is no such resource or attribute */
        YamlNode attribute(String logicalId, String attribute, Position at);

        /** Whether a condition holds; empty, and reported, when there is no such condition or it cannot be computed. */
        Optional<Boolean> condition(String name, Position at);

        /** The entry of the section Mappings under map and two keys. */
        Optional<YamlNode> mapped(List<String> path);

        /** The region that names and zones are in. */
        String region();
    }
}
