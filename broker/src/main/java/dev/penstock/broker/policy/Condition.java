package dev.penstock.broker.policy;

import java.util.List;
import java.util.Optional;

/**
 * One key of a statement's conditions, with the values that it is compared with.
 *
 * @param set how several values of the request are taken
 * @param comparison null for the operator {@code Null}, which asks whether the key has a value
 * @param negated whether it holds when no value of the document is met
 * @param ifExists whether it holds when the key has no value
 */
record Condition(
        Quantifier set,
        Optional<Comparison> comparison,
        boolean negated,
        boolean ifExists,
        String key,
        List<TextPattern> wanted) {
    private static final String IF_EXISTS = "IfExists";

    Condition {
        wanted = List.copyOf(wanted);
    }

    /** How several values of the request are taken. */
    enum Quantifier {
        /** Nothing is said: one value must meet; of a negated operator all. */
        PLAIN,
        /** {@code ForAllValues:}: every value must; none at all is fine. */
        ALL,
        /** {@code ForAnyValue:}: one must; none at all is not enough. */
        ANY
    }

    /** An operator of the document, read. */
    record Operator(Quantifier set, Optional<Comparison> comparison, boolean negated, boolean ifExists) {

        /** Empty when there is no such operator. */
        static Optional<Operator> of(String name) {
            Quantifier set = name.startsWith("ForAllValues:")
                    ? Quantifier.ALL
                    : name.startsWith("ForAnyValue:") ? Quantifier.ANY : Quantifier.PLAIN;
            String base = name.substring(set == Quantifier.PLAIN ? 0 : name.indexOf(':') + 1);
            boolean ifExists = base.endsWith(IF_EXISTS);
            String operator = ifExists ? base.substring(0, base.length() - IF_EXISTS.length()) : base;
            if (operator.equals("Null")) {
                return ifExists || set != Quantifier.PLAIN
                        ? Optional.empty()
                        : Optional.of(new Operator(set, Optional.empty(), false, false));
            }
            Optional<Comparison> positive = Comparison.of(operator);
            if (positive.isPresent()) {
                return Optional.of(new Operator(set, positive, false, ifExists));
            }
            return Comparison.ofOpposite(operator)
                    .map(comparison -> new Operator(set, Optional.of(comparison), true, ifExists));
        }
    }

    boolean holds(PolicyRequest request) {
        List<String> given = request.values(key);
        if (comparison.isEmpty()) {
            String absent = Boolean.toString(given.isEmpty());
            return wanted.stream().anyMatch(value -> value.matchesIgnoringCase(absent, request));
        }
        if (given.isEmpty()) {
            return ifExists || set == Quantifier.ALL || (set == Quantifier.PLAIN && negated);
        }
        boolean all = set == Quantifier.ALL || (set == Quantifier.PLAIN && negated);
        return all
                ? given.stream().allMatch(value -> meets(comparison.get(), value, request))
                : given.stream().anyMatch(value -> meets(comparison.get(), value, request));
    }

    private boolean meets(Comparison how, String value, PolicyRequest request) {
        return negated != wanted.stream().anyMatch(pattern -> how.test(value, pattern, request));
    }
}
