package dev.penstock.rules.docs;

import dev.penstock.platform.aws.AwsException;
import dev.penstock.rules.spi.ActionParameters;
import dev.penstock.rules.spi.ActionProvider;
import dev.penstock.rules.spi.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Watches a provider read its parameters. What it reads may depend on what it got, so it is asked several times, with
 * everything and with as little as possible given; an attempt that it refuses counts as far as it went.
 */
final class ReadParameters {
    /** One for each attempt: checks want letters here and digits there. */
    private static final List<String> PLAUSIBLE = List.of("abc", "1", "a".repeat(50), "true");

    private final Map<String, String> read = new LinkedHashMap<>();
    private final boolean given;
    private final boolean flag;
    private final int word;

    private ReadParameters(boolean given, boolean flag, int word) {
        this.given = given;
        this.flag = flag;
        this.word = word;
    }

    /** For example {@code `streamName` (template, required), `roleArn` (no effect)}. */
    static String of(ActionProvider provider) {
        Map<String, String> all = new LinkedHashMap<>();
        for (boolean given : List.of(true, false)) {
            for (boolean flag : List.of(true, false)) {
                for (int word = 0; word < PLAUSIBLE.size(); word++) {
                    ReadParameters attempt = new ReadParameters(given, flag, word);
                    attempt.ask(provider);
                    attempt.read.forEach(all::putIfAbsent);
                }
            }
        }
        return all.entrySet().stream()
                .map(entry -> "`%s` (%s)".formatted(entry.getKey(), entry.getValue()))
                .collect(Collectors.joining(", "));
    }

    private void ask(ActionProvider provider) {
        try {
            provider.create(parameters(""));
        } catch (AwsException | UnsupportedOperationException refused) {
            // What was read until then is in the map.
        }
    }

    private ActionParameters parameters(String prefix) {
        return (ActionParameters) Proxy.newProxyInstance(
                ActionParameters.class.getClassLoader(),
                new Class<?>[] {ActionParameters.class},
                (proxy, method, arguments) -> answer(prefix, method, arguments == null ? new Object[0] : arguments));
    }

    private Object answer(String prefix, Method method, Object[] arguments) {
        if (method.getName().equals("invalid")) {
            return AwsException.validation(String.valueOf(arguments[1]));
        }
        if (arguments.length == 0 || !(arguments[0] instanceof String name)) {
            return List.of();
        }
        read.putIfAbsent(prefix + name, described(method, arguments));
        return value(prefix + name, method, arguments);
    }

    private static String described(Method method, Object[] arguments) {
        return switch (method.getName()) {
            case "template" ->
                arguments.length == 1 ? "template, required" : "template, else `%s`".formatted(arguments[1]);
            case "optionalTemplate" -> "template";
            case "text" -> "text, required";
            case "optionalText" -> "text";
            case "oneOf" -> String.join(" or ", strings(arguments[1]));
            case "number" -> "number" + bounds(arguments);
            case "flag" -> "Boolean";
            case "structure" -> "structure";
            case "structures" -> "list";
            case "templates" -> "map of templates";
            case "ignore" -> "no effect";
            case "refuse" -> "refused: " + arguments[1];
            default -> method.getName().replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT);
        };
    }

    private static String bounds(Object[] arguments) {
        boolean bounded =
                arguments.length == 4 && !Integer.valueOf(Integer.MAX_VALUE).equals(arguments[3]);
        return bounded ? " %s to %s".formatted(arguments[2], arguments[3]) : "";
    }

    private Object value(String name, Method method, Object[] arguments) {
        Class<?> type = method.getReturnType();
        if (type == Optional.class) {
            return given ? Optional.of(part(name, method)) : Optional.empty();
        }
        if (type == List.class) {
            return given ? List.of(parameters(name + "[].")) : List.of();
        }
        if (type == Map.class) {
            return given ? Map.of("key", field(name)) : Map.of();
        }
        if (type == int.class) {
            return arguments[1];
        }
        if (type == boolean.class) {
            return flag;
        }
        if (method.getName().equals("oneOf")) {
            List<String> words = strings(arguments[1]);
            return words.get(Math.min(word, words.size() - 1));
        }
        if (type == Field.class) {
            return arguments.length == 2 && !given ? new Field(0, name, (String) arguments[1]) : field(name);
        }
        return type == String.class ? plausible(name) : void.class;
    }

    private Object part(String name, Method method) {
        return switch (method.getName()) {
            case "structure" -> parameters(name + ".");
            case "optionalTemplate" -> field(name);
            default -> plausible(name);
        };
    }

    /** What it comes to is known for a message only, so that no check refuses it. */
    private static Field field(String name) {
        return new Field(0, name, "${topic()}");
    }

    /** A text that checks of the form let pass. */
    private String plausible(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.endsWith("functionarn")) {
            return "arn:aws:lambda:us-east-1:123456789012:function:f";
        }
        if (lower.endsWith("arn")) {
            return "arn:aws:sns:us-east-1:123456789012:t";
        }
        return lower.endsWith("url") || lower.endsWith("endpoint") ? "https://localhost:8443/a" : PLAUSIBLE.get(word);
    }

    private static List<String> strings(Object words) {
        return ((List<?>) words).stream().map(String::valueOf).toList();
    }
}
