package dev.penstock.analytics.input;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.penstock.platform.aws.AwsException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A path of an input schema: {@code $.a.b}, {@code $.list[0:]} or {@code $.list[0:].x}. Names match in case.
 *
 * <p>Source: Kinesis Data Analytics Developer Guide, Working with JSONPath.
 *
 * @param toArray names before {@code [0:]}, or all names
 * @param isArray whether the path has {@code [0:]}
 * @param inElement names after {@code [0:]}
 */
public record JsonPath(List<String> toArray, boolean isArray, List<String> inElement) {
    private static final Pattern FORM =
            Pattern.compile("\\$(?<first>(?:\\.[^.*\\[\\]]+)*)(?<array>\\[0:])?(?<rest>(?:\\.[^.*\\[\\]]+)*)");

    /** @throws AwsException InvalidArgumentException when it has another form */
    public static JsonPath parse(String text) {
        Matcher match = FORM.matcher(text);
        boolean isPath = match.matches()
                && (match.group("array") != null || match.group("rest").isEmpty());
        if (!isPath) {
            throw new AwsException(
                    "InvalidArgumentException",
                    400,
                    "the JSON path '%s' is not supported; use $.a.b, $.list[0:] or $.list[0:].x".formatted(text));
        }
        return new JsonPath(names(match.group("first")), match.group("array") != null, names(match.group("rest")));
    }

    /** The node before {@code [0:]}, or at the end of the path; a missing node when there is none. */
    JsonNode find(JsonNode root) {
        return walk(root, toArray);
    }

    /** The node after {@code [0:]}. */
    JsonNode findInElement(JsonNode element) {
        return walk(element, inElement);
    }

    /** Whether each element of the array gives a row. */
    public boolean isFlattening() {
        return isArray && !inElement.isEmpty();
    }

    private static JsonNode walk(JsonNode root, List<String> names) {
        JsonNode node = root;
        for (String name : names) {
            node = node.isObject() ? node.path(name) : MissingNode.getInstance();
        }
        return node;
    }

    private static List<String> names(String dotted) {
        return Stream.of(dotted.split("\\.")).filter(name -> !name.isEmpty()).toList();
    }
}
