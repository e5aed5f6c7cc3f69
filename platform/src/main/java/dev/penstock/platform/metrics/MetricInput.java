package dev.penstock.platform.metrics;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.platform.aws.AwsException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The members of one request structure, the same for all protocols: numbers and times may be texts, as the Query protocol
 * sends them. Errors name a member by its path in that protocol, as CloudWatch does.
 *
 * @param path what stands before a member's name, for example {@code MetricData.member.1.}
 */
record MetricInput(JsonNode node, String path) {
    private static final DateTimeFormatter ISO = DateTimeFormatter.ISO_DATE_TIME.withZone(ZoneOffset.UTC);
    private static final double LARGEST = Math.scalb(1.0, 360);

    Optional<String> text(String member) {
        JsonNode value = node.path(member);
        if (absent(value)) {
            return Optional.empty();
        }
        if (!value.isTextual()) {
            throw unreadable(member, "a text");
        }
        return Optional.of(value.textValue());
    }

    /** A text of 1 to {@code longest} characters that must be there. */
    String name(String member, int longest) {
        String value = text(member).orElseThrow(() -> MetricErrors.missing(path + member));
        if (value.isBlank() || value.length() > longest) {
            throw MetricErrors.invalid(
                    "The parameter %s must have 1 to %d characters.".formatted(path + member, longest));
        }
        return value;
    }

    /** A number from -2^360 to 2^360. */
    Optional<Double> decimal(String member) {
        JsonNode value = node.path(member);
        return absent(value) ? Optional.empty() : Optional.of(decimal(value, member));
    }

    Optional<List<Double>> decimals(String member) {
        JsonNode values = node.path(member);
        if (absent(values)) {
            return Optional.empty();
        }
        List<Double> all = new ArrayList<>();
        for (JsonNode value : list(member)) {
            all.add(decimal(value, member));
        }
        return Optional.of(all);
    }

    private double decimal(JsonNode value, String member) {
        double number = number(value, member);
        if (!(Math.abs(number) <= LARGEST)) {
            throw MetricErrors.invalid(
                    "The value %s for parameter %s is invalid.".formatted(value.asText(), path + member));
        }
        return number;
    }

    private double number(JsonNode value, String member) {
        if (value.isNumber()) {
            return value.doubleValue();
        }
        try {
            return Double.parseDouble(value.asText());
        } catch (NumberFormatException none) {
            throw unreadable(member, "a number");
        }
    }

    Optional<Integer> integer(String member) {
        JsonNode value = node.path(member);
        if (absent(value)) {
            return Optional.empty();
        }
        double number = number(value, member);
        if (number != Math.rint(number) || Math.abs(number) > Integer.MAX_VALUE) {
            throw unreadable(member, "an integer");
        }
        return Optional.of((int) number);
    }

    boolean bool(String member, boolean otherwise) {
        JsonNode value = node.path(member);
        return absent(value) ? otherwise : value.asBoolean(otherwise);
    }

    /** Seconds since 1970, or ISO 8601. */
    Optional<Instant> timestamp(String member) {
        JsonNode value = node.path(member);
        if (absent(value)) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    value.isNumber()
                            ? Instant.ofEpochMilli(Math.round(value.doubleValue() * 1_000))
                            : ZonedDateTime.parse(value.asText(), ISO).toInstant());
        } catch (DateTimeException | ArithmeticException none) {
            throw unreadable(member, "a time");
        }
    }

    List<MetricInput> structures(String member) {
        List<MetricInput> all = new ArrayList<>();
        for (JsonNode item : list(member)) {
            if (!item.isObject()) {
                throw unreadable(member, "a list of structures");
            }
            all.add(new MetricInput(item, "%s%s.member.%d.".formatted(path, member, all.size() + 1)));
        }
        return all;
    }

    Optional<MetricInput> structure(String member) {
        JsonNode value = node.path(member);
        if (absent(value)) {
            return Optional.empty();
        }
        if (!value.isObject()) {
            throw unreadable(member, "a structure");
        }
        return Optional.of(new MetricInput(value, path + member + "."));
    }

    List<String> texts(String member) {
        List<String> all = new ArrayList<>();
        list(member).forEach(item -> all.add(item.asText()));
        return all;
    }

    /** Empty when absent; a Query client says that a list is empty by an empty text. */
    private Iterable<JsonNode> list(String member) {
        JsonNode value = node.path(member);
        if (absent(value) || (value.isTextual() && value.textValue().isEmpty())) {
            return List.of();
        }
        if (!value.isArray()) {
            throw unreadable(member, "a list");
        }
        return value;
    }

    private AwsException unreadable(String member, String what) {
        return MetricErrors.malformed("The parameter %s is not %s.".formatted(path + member, what));
    }

    private static boolean absent(JsonNode value) {
        return value.isMissingNode() || value.isNull();
    }
}
