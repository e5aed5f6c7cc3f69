package dev.penstock.broker.policy;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * How a condition compares a value of the request with one of the document. The names with {@code Not} are in
 * {@link Condition}.
 */
enum Comparison {
    STRING_EQUALS("StringEquals", false, (given, wanted, request) -> wanted.matches(given, request)),
    STRING_EQUALS_IGNORE_CASE(
            "StringEqualsIgnoreCase", false, (given, wanted, request) -> wanted.matchesIgnoringCase(given, request)),
    STRING_LIKE("StringLike", true, (given, wanted, request) -> wanted.matches(given, request)),
    STRING_LIKE_IGNORE_CASE(
            "StringLikeIgnoreCase", true, (given, wanted, request) -> wanted.matchesIgnoringCase(given, request)),
    BOOL("Bool", false, (given, wanted, request) -> wanted.matchesIgnoringCase(given, request)),
    IP_ADDRESS(
            "IpAddress",
            false,
            (given, wanted, request) ->
                    wanted.texts(request).stream().anyMatch(range -> AddressRange.contains(range, given))),
    ARN_EQUALS("ArnEquals", true, Comparison::arn),
    ARN_LIKE("ArnLike", true, Comparison::arn),
    NUMERIC_EQUALS("NumericEquals", false, numeric(order -> order == 0)),
    NUMERIC_LESS_THAN("NumericLessThan", false, numeric(order -> order < 0)),
    NUMERIC_LESS_THAN_EQUALS("NumericLessThanEquals", false, numeric(order -> order <= 0)),
    NUMERIC_GREATER_THAN("NumericGreaterThan", false, numeric(order -> order > 0)),
    NUMERIC_GREATER_THAN_EQUALS("NumericGreaterThanEquals", false, numeric(order -> order >= 0)),
    DATE_EQUALS("DateEquals", false, date(order -> order == 0)),
    DATE_LESS_THAN("DateLessThan", false, date(order -> order < 0)),
    DATE_LESS_THAN_EQUALS("DateLessThanEquals", false, date(order -> order <= 0)),
    DATE_GREATER_THAN("DateGreaterThan", false, date(order -> order > 0)),
    DATE_GREATER_THAN_EQUALS("DateGreaterThanEquals", false, date(order -> order >= 0));

    private static final int ARN_PARTS = 6;

    private final String operator;
    private final boolean wildcards;

    @SuppressWarnings("ImmutableEnumChecker") // every one is a lambda without state
    private final Test test;

    Comparison(String operator, boolean wildcards, Test test) {
        this.operator = operator;
        this.wildcards = wildcards;
        this.test = test;
    }

    static Optional<Comparison> of(String operator) {
        return Arrays.stream(values())
                .filter(comparison -> comparison.operator.equals(operator))
                .findFirst();
    }

    /** As {@link #of}, by the name of the opposite, for example {@code StringNotLike}; orders have none. */
    static Optional<Comparison> ofOpposite(String operator) {
        return Arrays.stream(values())
                .filter(comparison -> comparison.opposite().equals(operator))
                .findFirst();
    }

    private String opposite() {
        return this == IP_ADDRESS
                ? "NotIpAddress"
                : operator.replaceFirst("^(String|Arn|Numeric|Date)(Equals|Like)", "$1Not$2");
    }

    /** Whether {@code *} and {@code ?} in the document's value mean something. */
    boolean hasWildcards() {
        return wildcards;
    }

    boolean test(String given, TextPattern wanted, PolicyRequest request) {
        return test.holds(given, wanted, request);
    }

    /** Whether a value without variables can be compared at all. */
    boolean takes(String value) {
        if (name().startsWith("NUMERIC")) {
            return number(value).isPresent();
        }
        if (name().startsWith("DATE")) {
            return instant(value).isPresent();
        }
        return switch (this) {
            case BOOL -> value.toLowerCase(Locale.ROOT).matches("true|false");
            case IP_ADDRESS -> AddressRange.isOne(value);
            default -> true;
        };
    }

    /** Part by part: a wildcard does not reach over a colon, but in the last part. */
    private static boolean arn(String given, TextPattern wanted, PolicyRequest request) {
        String[] parts = given.split(":", ARN_PARTS);
        return wanted.texts(request).stream()
                .map(text -> text.split(":", ARN_PARTS))
                .filter(patterns -> patterns.length == parts.length)
                .anyMatch(patterns -> {
                    for (int i = 0; i < parts.length; i++) {
                        if (!TextPattern.of(patterns[i], false, true).matches(parts[i], request)) {
                            return false;
                        }
                    }
                    return true;
                });
    }

    private static Test numeric(IntPredicate order) {
        return (given, wanted, request) -> number(given).stream()
                .anyMatch(left -> wanted.texts(request).stream()
                        .flatMap(text -> number(text).stream())
                        .anyMatch(right -> order.test(left.compareTo(right))));
    }

    private static Test date(IntPredicate order) {
        return (given, wanted, request) -> instant(given).stream()
                .anyMatch(left -> wanted.texts(request).stream()
                        .flatMap(text -> instant(text).stream())
                        .anyMatch(right -> order.test(left.compareTo(right))));
    }

    private static Optional<BigDecimal> number(String text) {
        try {
            return Optional.of(new BigDecimal(text.strip()));
        } catch (NumberFormatException notOne) {
            return Optional.empty();
        }
    }

    /** ISO 8601 with an offset, a date alone, or seconds since 1970. */
    private static Optional<Instant> instant(String text) {
        Optional<BigDecimal> seconds = number(text);
        if (seconds.isPresent()) {
            return Optional.of(
                    Instant.ofEpochMilli(seconds.get().movePointRight(3).longValue()));
        }
        try {
            return Optional.of(
                    text.contains("T")
                            ? OffsetDateTime.parse(text).toInstant()
                            : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant());
        } catch (DateTimeException notOne) {
            return Optional.empty();
        }
    }

    @FunctionalInterface
    private interface Test {
        boolean holds(String given, TextPattern wanted, PolicyRequest request);
    }
}
