package dev.penstock.rules.eval;

import dev.penstock.rules.sql.SqlVersion;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a function is called.
 *
 * @param since the first SQL version that has it
 * @param rest the rule of any number of further arguments; null when there are none
 */
public record Signature(
        String name,
        SqlVersion since,
        List<ArgumentRule> required,
        List<ArgumentRule> optional,
        @Nullable ArgumentRule rest,
        boolean takesStar) {

    public Signature {
        required = List.copyOf(required);
        optional = List.copyOf(optional);
    }

    /** A function with a fixed number of arguments. */
    public static Signature of(String name, SqlVersion since, ArgumentRule... required) {
        return new Signature(name, since, List.of(required), List.of(), null, false);
    }

    /** The same with arguments that may be left out. */
    public Signature optionally(ArgumentRule... rules) {
        return new Signature(name, since, required, List.of(rules), rest, takesStar);
    }

    /** The same with any number of further arguments. */
    public Signature andMore(ArgumentRule rule) {
        return new Signature(name, since, required, optional, rule, takesStar);
    }

    /** The same with {@code *} allowed as an argument. */
    public Signature orStar() {
        return new Signature(name, since, required, optional, rest, true);
    }

    public boolean takes(int arguments) {
        return arguments >= required.size() && (rest != null || arguments <= required.size() + optional.size());
    }

    /** The rule of an argument, counted from 0. */
    public ArgumentRule rule(int index) {
        if (index < required.size()) {
            return required.get(index);
        }
        int further = index - required.size();
        return further < optional.size() || rest == null ? optional.get(further) : rest;
    }

    /** In words, for example {@code 1 or 2 arguments}. */
    public String arity() {
        int min = required.size();
        int max = min + optional.size();
        if (rest != null) {
            return min == 0 ? "any number of arguments" : "%s or more".formatted(count(min));
        }
        return min == max
                ? count(min)
                : max == min + 1 ? "%d or %s".formatted(min, count(max)) : "%d to %s".formatted(min, count(max));
    }

    private static String count(int arguments) {
        return arguments == 0 ? "no arguments" : arguments == 1 ? "1 argument" : arguments + " arguments";
    }
}
