package dev.penstock.rules.function;

import dev.penstock.rules.eval.LimitExceeded;
import org.jspecify.annotations.Nullable;

/**
 * Bounds what a regular expression does between two looks at a character: trying empty matches, of which no text can be
 * blamed and which nobody could count while it is matched. {@code (?:^{9999}){9999}} and {@code (((^*)*)*)*x} never end,
 * with no text at all. Understands as much of the syntax as that takes; what is no regular expression may get any cost.
 */
final class RegexpCost {
    /** So deep groups may be in each other. */
    private static final int MAX_NESTING = 50;

    /** Steps without a character, and calls in each other, that a group takes. */
    private static final int GROUP = 6;

    private static final String ANCHORS = "bBAzZG";
    private static final String BRACED = "pPxNk";

    private final String regex;
    private int at;
    private int nesting;

    /**
     * Of a piece.
     *
     * @param ways how many ways lead through it without a character
     * @param steps how many steps these take
     * @param waysOn how many lead to its end from behind a character in it
     * @param stepsOn how many steps these take
     * @param stepsIn how many steps lead from behind a character in it to the next one in it
     * @param length characters it matches at most
     */
    private record Piece(double ways, double steps, double waysOn, double stepsOn, double stepsIn, double length) {
        static final Piece NOTHING = new Piece(1, 0, 0, 0, 0, 0);
        static final Piece CHARACTER = new Piece(0, 1, 1, 0, 0, 1);
        static final Piece ANCHOR = new Piece(1, 1, 0, 0, 0, 0);
        static final Piece REFERENCE = new Piece(1, 1, 1, 0, 0, Double.POSITIVE_INFINITY);

        Piece then(Piece next) {
            double across = stepsOn + times(waysOn, next.steps);
            boolean ends = next.ways == 0;
            return new Piece(
                    times(ways, next.ways),
                    steps + times(ways, next.steps),
                    Math.max(next.waysOn, times(waysOn, next.ways)),
                    ends ? next.stepsOn : Math.max(next.stepsOn, across),
                    Math.max(Math.max(stepsIn, next.stepsIn), ends ? across : 0),
                    length + next.length);
        }

        Piece or(Piece other) {
            return new Piece(
                    ways + other.ways,
                    steps + other.steps + 1,
                    Math.max(waysOn, other.waysOn),
                    Math.max(stepsOn, other.stepsOn),
                    Math.max(stepsIn, other.stepsIn),
                    Math.max(length, other.length));
        }

        Piece group() {
            return new Piece(ways, steps + GROUP, waysOn, stepsOn + GROUP, stepsIn, length);
        }

        /** Looks ahead or behind; what it finds is found once. */
        Piece look(boolean behind) {
            double tries = behind ? length + 1 : 1;
            double all = times(tries, steps) + GROUP;
            return new Piece(1, all, 1, stepsOn + all, stepsIn, 0);
        }

        /** @param max infinite for no limit; then an empty match ends the repetition */
        Piece repeated(double min, double max) {
            double most = Double.isInfinite(max) ? min + 1 : max;
            double tries = sum(0, most - 1);
            return new Piece(
                    sum(min, most),
                    times(tries, steps) + 1,
                    times(waysOn, sum(0, most)),
                    stepsOn + times(waysOn, times(tries, steps)) + 1,
                    stepsIn,
                    times(length, max));
        }

        double most() {
            double most = Math.max(Math.max(steps, stepsOn), stepsIn);
            return Double.isNaN(most) ? Double.POSITIVE_INFINITY : most;
        }

        /** The sum of ways to the power of {@code from} up to {@code to}. */
        private double sum(double from, double to) {
            if (to < from) {
                return 0;
            }
            if (ways == 0) {
                return from == 0 ? 1 : 0;
            }
            return ways == 1 ? to - from + 1 : (Math.pow(ways, to + 1) - Math.pow(ways, from)) / (ways - 1);
        }

        private static double times(double a, double b) {
            return a == 0 || b == 0 ? 0 : a * b;
        }
    }

    private RegexpCost(String regex) {
        this.regex = regex;
    }

    /**
     * The most steps between two looks at a character.
     *
     * @throws LimitExceeded when groups are nested too deep
     */
    static double of(String regex) {
        RegexpCost cost = new RegexpCost(regex);
        Piece whole = cost.alternatives();
        while (cost.at < regex.length()) {
            cost.at++;
            whole = whole.then(cost.alternatives());
        }
        return whole.most();
    }

    private Piece alternatives() {
        Piece result = sequence();
        while (peek() == '|') {
            at++;
            result = result.or(sequence());
        }
        return result;
    }

    private Piece sequence() {
        Piece result = Piece.NOTHING;
        while (at < regex.length() && peek() != '|' && peek() != ')') {
            result = result.then(quantified(atom()));
        }
        return result;
    }

    private Piece atom() {
        char c = regex.charAt(at++);
        return switch (c) {
            case '(' -> group();
            case '[' -> characters();
            case '\\' -> escape();
            case '^', '$' -> Piece.ANCHOR;
            default -> Piece.CHARACTER;
        };
    }

    private Piece group() {
        if (++nesting > MAX_NESTING) {
            throw new LimitExceeded(
                    "a regular expression has groups nested deeper than %d levels".formatted(MAX_NESTING));
        }
        boolean behind = regex.startsWith("?<=", at) || regex.startsWith("?<!", at);
        boolean ahead = regex.startsWith("?=", at) || regex.startsWith("?!", at);
        Piece flags = peek() == '?' ? prefix() : null;
        Piece inside = flags != null ? flags : alternatives();
        if (peek() == ')') {
            at++;
        }
        nesting--;
        return behind || ahead ? inside.look(behind) : inside.group();
    }

    /** What follows {@code (?} up to where the inside of the group begins; nothing more when these are only flags. */
    private @Nullable Piece prefix() {
        at++;
        if (peek() == '<' && at + 1 < regex.length() && "=!".indexOf(regex.charAt(at + 1)) >= 0) {
            at += 2;
            return null;
        }
        if (peek() == '<') {
            at = after('>');
            return null;
        }
        while (at < regex.length() && "idmsuxU-".indexOf(peek()) >= 0) {
            if (peek() == 'x') {
                throw new LimitExceeded("a regular expression with the flag x (comments) is not supported");
            }
            at++;
        }
        if (peek() == ')') {
            return Piece.NOTHING;
        }
        at++;
        return null;
    }

    private Piece characters() {
        int open = 1;
        boolean first = true;
        while (at < regex.length() && open > 0) {
            char c = regex.charAt(at++);
            if (c == '\\') {
                at = regex.startsWith("Q", at) ? afterQuote() : at + 1;
            } else if (c == '[') {
                open++;
                first = true;
                continue;
            } else if (c == ']' && !first) {
                open--;
            } else if (c == '^' && first) {
                continue;
            }
            first = false;
        }
        return Piece.CHARACTER;
    }

    private Piece escape() {
        char c = at < regex.length() ? regex.charAt(at++) : 0;
        if (c == 'Q') {
            int from = at;
            at = afterQuote();
            return at == from + 2 ? Piece.NOTHING : Piece.CHARACTER;
        }
        if (BRACED.indexOf(c) >= 0 && (peek() == '{' || peek() == '<')) {
            at = after(peek() == '{' ? '}' : '>');
        }
        boolean isReference = c == 'k' || (c >= '1' && c <= '9');
        return isReference ? Piece.REFERENCE : ANCHORS.indexOf(c) >= 0 ? Piece.ANCHOR : Piece.CHARACTER;
    }

    private int afterQuote() {
        int end = regex.indexOf("\\E", at);
        return end < 0 ? regex.length() : end + 2;
    }

    private int after(char c) {
        int end = regex.indexOf(c, at);
        return end < 0 ? regex.length() : end + 1;
    }

    private Piece quantified(Piece piece) {
        Piece result = piece;
        while (at < regex.length()) {
            char c = peek();
            if (c == '*' || c == '+') {
                result = result.repeated(c == '+' ? 1 : 0, Double.POSITIVE_INFINITY);
                at++;
            } else if (c == '?') {
                result = result.repeated(0, 1);
                at++;
            } else if (c == '{') {
                result = counted(result);
            } else {
                return result;
            }
            if (peek() == '?' || peek() == '+') {
                at++;
            }
        }
        return result;
    }

    private Piece counted(Piece piece) {
        at++;
        double min = number();
        double max = min;
        if (peek() == ',') {
            at++;
            max = peek() == '}' ? Double.POSITIVE_INFINITY : number();
        }
        at = after('}');
        return piece.repeated(min, Math.max(min, max));
    }

    private double number() {
        double value = 0;
        while (peek() >= '0' && peek() <= '9') {
            value = value * 10 + regex.charAt(at++) - '0';
        }
        return value;
    }

    private char peek() {
        return at < regex.length() ? regex.charAt(at) : 0;
    }
}
