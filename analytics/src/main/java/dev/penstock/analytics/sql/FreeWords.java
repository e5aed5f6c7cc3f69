package dev.penstock.analytics.sql;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Words that Calcite reserves and the service, whose grammar is older, does not: there they are names without double
 * quotes. Calcite reads a stand-in of the same length for each.
 *
 * <p>Source: Kinesis Data Analytics SQL Reference, Reserved Words and Keywords.
 */
public final class FreeWords {
    /** A letter to Calcite; to our lexer, and to Unicode, a blank. */
    private static final char MARK = '\u1680';

    private static final Map<String, String> WORDS = Stream.of(
                    "ASOF",
                    "CLASSIFIER",
                    "DATETIME",
                    "DEFINE",
                    "EMPTY",
                    "EXTEND",
                    "FRIDAY",
                    "GROUPS",
                    "INITIAL",
                    "LAG",
                    "LEAD",
                    "MATCHES",
                    "MEASURE",
                    "MEASURES",
                    "MONDAY",
                    "NEXT",
                    "NTILE",
                    "OFFSET",
                    "OMIT",
                    "ONE",
                    "ORDINAL",
                    "PATTERN",
                    "PER",
                    "PERCENT",
                    "PERIOD",
                    "PERMUTE",
                    "PORTION",
                    "PREV",
                    "RESET",
                    "RUNNING",
                    "SATURDAY",
                    "SEEK",
                    "SHOW",
                    "SKIP",
                    "SUBSET",
                    "SUNDAY",
                    "SYSTEM_TIME",
                    "THURSDAY",
                    "TUESDAY",
                    "UNSIGNED",
                    "UPSERT",
                    "UUID",
                    "VARIANT",
                    "VERSIONING",
                    "WEDNESDAY")
            .collect(Collectors.toUnmodifiableMap(FreeWords::standIn, Function.identity()));

    private FreeWords() {}

    /** Whether an upper-case word may be a name. */
    public static boolean isFree(String word) {
        return !word.isEmpty() && word.equals(WORDS.get(standIn(word)));
    }

    /** The word that a name stands for, or the name itself. */
    public static String named(String name) {
        return WORDS.getOrDefault(name, name);
    }

    /** As many characters as the word, and no name that a user can write. */
    static String standIn(String word) {
        return MARK + word.substring(1).toUpperCase(Locale.ROOT);
    }

    /** Whether a token is one of these words and stands where a name does. */
    static boolean isName(List<Token> tokens, int i) {
        Token token = tokens.get(i);
        if (token.kind() != Token.Kind.WORD || !isFree(token.text().toUpperCase(Locale.ROOT))) {
            return false;
        }
        boolean isCall = i + 1 < tokens.size() && tokens.get(i + 1).isSymbol("(");
        boolean isNumbered = token.isWord("OFFSET")
                && i + 1 < tokens.size()
                && tokens.get(i + 1).kind() == Token.Kind.NUMBER;
        boolean isFetched = i > 0 && tokens.get(i - 1).isWord("FETCH");
        return !isCall && !isNumbered && !isFetched;
    }
}
