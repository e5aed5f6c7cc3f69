package dev.penstock.rules.cases;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.data.Json;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a case asks of the answer. */
sealed interface Expectation {

    boolean meets(Answer answer);

    /** In words or as JSON, for people. */
    String wanted();

    /** The outgoing payload by value, or the text of a template. */
    record Same(JsonNode value) implements Expectation {
        @Override
        public boolean meets(Answer answer) {
            if (answer instanceof Answer.Rendered rendered && !value.isTextual()) {
                return parsed(rendered.text())
                        .filter(given -> Likeness.same(value, given))
                        .isPresent();
            }
            return answer.json().filter(given -> Likeness.same(value, given)).isPresent();
        }

        @Override
        public String wanted() {
            return value.toString();
        }
    }

    /** Any of these, where AWS's own text contradicts itself. */
    record AnyOf(List<Same> allowed) implements Expectation {
        @Override
        public boolean meets(Answer answer) {
            return allowed.stream().anyMatch(one -> one.meets(answer));
        }

        @Override
        public String wanted() {
            return allowed.stream().map(Same::wanted).collect(Collectors.joining(" or "));
        }
    }

    /** The outgoing payload or the text of a template to the letter, which tells 10 from 10.0. */
    record ExactText(String text) implements Expectation {
        @Override
        public boolean meets(Answer answer) {
            return answer instanceof Answer.Rendered rendered
                    ? rendered.text().equals(text)
                    : answer instanceof Answer.Output output && output.bytes().equals(Bytes.utf8(text));
        }

        @Override
        public String wanted() {
            return "exactly the text " + text;
        }
    }

    /** The outgoing payload to the byte. */
    record ExactBytes(Bytes bytes) implements Expectation {
        @Override
        public boolean meets(Answer answer) {
            return answer instanceof Answer.Output output && output.bytes().equals(bytes);
        }

        @Override
        public String wanted() {
            return "exactly the bytes (Base64) " + bytes.base64();
        }
    }

    /** The outgoing payload is an object that lacks a member, because its expression is Undefined. */
    record Without(String member) implements Expectation {
        @Override
        public boolean meets(Answer answer) {
            return answer instanceof Answer.Output
                    && answer.json()
                            .filter(given -> given.isObject() && !given.has(member))
                            .isPresent();
        }

        @Override
        public String wanted() {
            return "an object without the member '%s'".formatted(member);
        }
    }

    /** A number near another. */
    record Near(String path, BigDecimal value, BigDecimal relativeTolerance) implements Expectation {
        @Override
        public boolean meets(Answer answer) {
            return number(answer, path)
                    .filter(given ->
                            given.subtract(value).abs().compareTo(value.abs().multiply(relativeTolerance)) <= 0)
                    .isPresent();
        }

        @Override
        public String wanted() {
            return "%s is %s, give or take a share of %s".formatted(named(path), value, relativeTolerance);
        }
    }

    /** A number between two, both included. */
    record Between(String path, BigDecimal min, BigDecimal max) implements Expectation {
        @Override
        public boolean meets(Answer answer) {
            return number(answer, path)
                    .filter(given -> given.compareTo(min) >= 0 && given.compareTo(max) <= 0)
                    .isPresent();
        }

        @Override
        public String wanted() {
            return "%s is between %s and %s".formatted(named(path), min, max);
        }
    }

    /** A text in which a pattern is found; of other values the JSON text. */
    record Matching(String path, Pattern pattern) implements Expectation {
        @Override
        public boolean meets(Answer answer) {
            return answer.json()
                    .map(given -> Likeness.at(given, path))
                    .filter(part -> !part.isMissingNode())
                    .filter(part -> pattern.matcher(part.isTextual() ? part.textValue() : part.toString())
                            .find())
                    .isPresent();
        }

        @Override
        public String wanted() {
            return "%s matches %s".formatted(named(path), pattern);
        }
    }

    /** No action runs: the topic or WHERE does not match, or the rule failed. */
    record NoMatch() implements Expectation {
        @Override
        public boolean meets(Answer answer) {
            return answer instanceof Answer.NoMatch;
        }

        @Override
        public String wanted() {
            return "no action runs";
        }
    }

    /** @param part what the message must contain; may be empty */
    record Refusal(String part) implements Expectation {
        @Override
        public boolean meets(Answer answer) {
            return answer instanceof Answer.Refused refused
                    && String.valueOf(refused.reason().getMessage()).contains(part);
        }

        @Override
        public String wanted() {
            return "the rule is refused" + (part.isEmpty() ? "" : ", the message holding '%s'".formatted(part));
        }
    }

    private static Optional<BigDecimal> number(Answer answer, String path) {
        Optional<JsonNode> whole = answer instanceof Answer.Rendered rendered ? parsed(rendered.text()) : answer.json();
        return whole.map(given -> Likeness.at(given, path))
                .filter(JsonNode::isNumber)
                .map(JsonNode::decimalValue);
    }

    private static Optional<JsonNode> parsed(String text) {
        try {
            return Optional.ofNullable(Json.MAPPER.readTree(text)).filter(tree -> !tree.isMissingNode());
        } catch (JsonProcessingException notJson) {
            return Optional.empty();
        }
    }

    private static String named(String path) {
        return path.isEmpty() ? "the result" : path;
    }
}
