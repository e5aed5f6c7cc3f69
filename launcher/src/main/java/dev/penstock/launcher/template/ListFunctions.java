package dev.penstock.launcher.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.launcher.yaml.YamlNode;
import dev.penstock.platform.data.Json;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The intrinsic functions that only work on lists and texts. Source: CloudFormation User Guide, intrinsic function
 * reference.
 */
final class ListFunctions {
    /** By name. */
    static final Map<String, Function> ALL = new TreeMap<>(Map.of(
            "Fn::Join", ListFunctions::join,
            "Fn::Split", ListFunctions::split,
            "Fn::Select", ListFunctions::select,
            "Fn::GetAZs", ListFunctions::zones,
            "Fn::Base64", ListFunctions::base64,
            "Fn::Length", ListFunctions::length,
            "Fn::ToJsonString", ListFunctions::toJson));

    private static final int MAX_DIGITS = 9;

    private ListFunctions() {}

    private static YamlNode join(Intrinsics context, YamlNode call, YamlNode argument) {
        if (!(argument instanceof YamlNode.Sequence parts)
                || parts.items().size() != 2
                || !(parts.items().get(0) instanceof YamlNode.Scalar delimiter)) {
            return context.refuse(call, "Fn::Join must be [delimiter, list]");
        }
        YamlNode list = context.resolve(parts.items().get(1));
        if (isUnknown(list)) {
            return YamlNode.unknown(call.at());
        }
        if (!(list instanceof YamlNode.Sequence items)) {
            return context.refuse(call, "Fn::Join needs a list as its second argument");
        }
        Optional<List<String>> texts = texts(context, items, "an item of Fn::Join");
        return texts.<YamlNode>map(all -> YamlNode.text(String.join(delimiter.text(), all), call.at()))
                .orElseGet(() -> YamlNode.unknown(call.at()));
    }

    private static YamlNode split(Intrinsics context, YamlNode call, YamlNode argument) {
        if (!(argument instanceof YamlNode.Sequence parts)
                || parts.items().size() != 2
                || !(parts.items().get(0) instanceof YamlNode.Scalar delimiter)
                || delimiter.text().isEmpty()) {
            return context.refuse(call, "Fn::Split must be [delimiter, text]");
        }
        Optional<String> text = context.text(parts.items().get(1), "the text of Fn::Split");
        return text.<YamlNode>map(whole -> new YamlNode.Sequence(
                        Arrays.stream(whole.split(Pattern.quote(delimiter.text()), -1))
                                .<YamlNode>map(piece -> YamlNode.text(piece, call.at()))
                                .toList(),
                        call.at()))
                .orElseGet(() -> YamlNode.unknown(call.at()));
    }

    private static @Nullable YamlNode select(Intrinsics context, YamlNode call, YamlNode argument) {
        if (!(argument instanceof YamlNode.Sequence parts) || parts.items().size() != 2) {
            return context.refuse(call, "Fn::Select must be [index, list]");
        }
        Optional<String> index = context.text(parts.items().get(0), "the index of Fn::Select");
        YamlNode list = context.resolve(parts.items().get(1));
        if (index.isEmpty() || isUnknown(list)) {
            return YamlNode.unknown(call.at());
        }
        if (!(list instanceof YamlNode.Sequence items)) {
            return context.refuse(call, "Fn::Select needs a list as its second argument");
        }
        String number = index.get();
        if (!number.matches("\\d{1,%d}".formatted(MAX_DIGITS))) {
            return context.refuse(call, "the index of Fn::Select must be a whole number, was '%s'".formatted(number));
        }
        if (Integer.parseInt(number) >= items.items().size()) {
            return context.refuse(
                    call,
                    "Fn::Select: there is no item %s, the list has %d"
                            .formatted(number, items.items().size()));
        }
        return context.resolve(items.items().get(Integer.parseInt(number)));
    }

    private static YamlNode zones(Intrinsics context, YamlNode call, YamlNode argument) {
        return context.text(argument, "the region of Fn::GetAZs")
                .map(text -> text.isBlank() ? context.region() : text)
                .<YamlNode>map(region -> new YamlNode.Sequence(
                        List.of(
                                YamlNode.text(region + "a", call.at()),
                                YamlNode.text(region + "b", call.at()),
                                YamlNode.text(region + "c", call.at())),
                        call.at()))
                .orElseGet(() -> YamlNode.unknown(call.at()));
    }

    private static YamlNode base64(Intrinsics context, YamlNode call, YamlNode argument) {
        return context.text(argument, "the argument of Fn::Base64")
                .<YamlNode>map(text -> YamlNode.text(
                        Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)), call.at()))
                .orElseGet(() -> YamlNode.unknown(call.at()));
    }

    private static YamlNode length(Intrinsics context, YamlNode call, YamlNode argument) {
        YamlNode list = context.resolve(argument);
        if (list instanceof YamlNode.Sequence items) {
            return new YamlNode.Scalar(Integer.toString(items.items().size()), YamlNode.Kind.NUMBER, call.at());
        }
        return isUnknown(list) ? YamlNode.unknown(call.at()) : context.refuse(call, "Fn::Length needs a list");
    }

    private static YamlNode toJson(Intrinsics context, YamlNode call, YamlNode argument) {
        JsonNode value = json(context, argument);
        return value == null ? YamlNode.unknown(call.at()) : YamlNode.text(value.toString(), call.at());
    }

    /** A value with everything in it computed; null when it is not there or cannot be computed. */
    private static @Nullable JsonNode json(Intrinsics context, YamlNode node) {
        YamlNode value = context.resolve(node);
        if (value instanceof YamlNode.Mapping map) {
            ObjectNode object = Json.MAPPER.createObjectNode();
            map.entries().forEach((name, entry) -> {
                JsonNode member = json(context, entry.value());
                if (member != null) {
                    object.set(name, member);
                }
            });
            return object;
        }
        if (value instanceof YamlNode.Sequence list) {
            ArrayNode array = Json.MAPPER.createArrayNode();
            list.items().forEach(item -> {
                JsonNode element = json(context, item);
                if (element != null) {
                    array.add(element);
                }
            });
            return array;
        }
        return value instanceof YamlNode.Scalar scalar ? scalar(scalar) : null;
    }

    private static @Nullable JsonNode scalar(YamlNode.Scalar scalar) {
        return switch (scalar.kind()) {
            case UNKNOWN -> null;
            case NULL -> Json.MAPPER.getNodeFactory().nullNode();
            case BOOLEAN ->
                Json.MAPPER.getNodeFactory().booleanNode(scalar.text().matches("(?i)true|yes|on"));
            case NUMBER -> number(scalar.text());
            case TEXT -> Json.MAPPER.getNodeFactory().textNode(scalar.text());
        };
    }

    private static JsonNode number(String text) {
        try {
            return Json.MAPPER.getNodeFactory().numberNode(new BigDecimal(text));
        } catch (NumberFormatException yamlOnly) {
            return Json.MAPPER.getNodeFactory().textNode(text);
        }
    }

    private static Optional<List<String>> texts(Intrinsics context, YamlNode.Sequence list, String what) {
        List<String> texts = new ArrayList<>();
        for (YamlNode item : list.items()) {
            YamlNode value = context.resolve(item);
            if (value != null) {
                Optional<String> text = context.text(value, what);
                if (text.isEmpty()) {
                    return Optional.empty();
                }
                texts.add(text.get());
            }
        }
        return Optional.of(texts);
    }

    private static boolean isUnknown(@Nullable YamlNode value) {
        return value instanceof YamlNode.Scalar scalar && scalar.kind() == YamlNode.Kind.UNKNOWN;
    }

    /** One intrinsic function. */
    @FunctionalInterface
    interface Function {
        /** @return null when the value is to be left out */
        @Nullable
        YamlNode apply(Intrinsics context, YamlNode call, YamlNode argument);
    }
}
