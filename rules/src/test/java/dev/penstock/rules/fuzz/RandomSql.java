package dev.penstock.rules.fuzz;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/** Statements out of the conformance cases, changed a little, and tokens in any order. */
final class RandomSql {
    private static final String CASES = "/conformance/iot-sql.jsonl";
    private static final Pattern TOKEN = Pattern.compile("'[^']*'|\"[^\"]*\"|\\w+|\\s+|[^\\w\\s]");
    private static final String[] WORDS = {
        "SELECT ",
        "VALUE ",
        "FROM ",
        "'t'",
        " WHERE ",
        " AS ",
        "AND ",
        " OR ",
        "NOT ",
        "IN ",
        "EXISTS ",
        "CASE ",
        " WHEN ",
        " THEN ",
        " ELSE ",
        " END",
        "CAST(",
        " Int)",
        "SET ",
        "@v",
        "=",
        "<>",
        "<",
        "<=",
        "+",
        "-",
        "*",
        "/",
        "%",
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        ",",
        ".",
        ":",
        "'a'",
        "a",
        "b",
        "temperature",
        "NULL",
        "true",
        "0",
        "1",
        "1.50",
        "-7",
        "1e400",
        "9223372036854775808",
        "1e999999999",
        "0e9999999999",
        "\"",
        "'",
        "${",
        "}",
        "\uD800",
        "\0",
        "é",
        "'(a|b)*c'",
        "'$0'",
        "topic(",
        "regexp_matches(",
        "regexp_replace(",
        "regexp_substr(",
        "concat(",
        "lpad(",
        "replace(",
        "substring(",
        "get(",
        "get_or_default(",
        "transform('enrichArray',",
        "parse_time(",
        "time_to_epoch(",
        "trunc(",
        "power(",
        "mod(",
        "bitand(",
        "decode(",
        "encode(",
        "indexof(",
        "sha256(",
        "chr(",
        "round(",
        "exp(",
        "isUndefined(",
        "*,",
        ",'base64')"
    };

    private final List<String> cases;

    RandomSql() {
        cases = lines();
    }

    /** The cases, one JSON document each. */
    private static List<String> lines() {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(RandomSql.class.getResourceAsStream(CASES)), StandardCharsets.UTF_8))) {
            return reader.lines().toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** One case as it is. */
    String line(Chance chance) {
        return cases.get(chance.below(cases.size()));
    }

    String soup(Chance chance) {
        return (chance.oneIn(3) ? "" : "SELECT ") + chance.many(25, () -> chance.of(WORDS) + chance.of("", "", " "));
    }

    /** The same with a few tokens changed, lost, doubled, moved or taken from another one. */
    String mutated(String sql, String other, Chance chance) {
        List<String> tokens = tokens(sql);
        List<String> others = tokens(other);
        for (int i = chance.below(4); i >= 0 && !tokens.isEmpty(); i--) {
            int at = chance.below(tokens.size());
            switch (chance.below(6)) {
                case 0 -> tokens.remove(at);
                case 1 -> tokens.add(at, chance.of(WORDS));
                case 2 -> tokens.set(at, chance.of(WORDS));
                case 3 -> tokens.add(at, tokens.get(chance.below(tokens.size())));
                case 4 -> tokens.add(at, others.get(chance.below(others.size())));
                default -> tokens.addAll(at, new ArrayList<>(tokens.subList(at, tokens.size())));
            }
        }
        return String.join("", tokens);
    }

    private static List<String> tokens(String sql) {
        List<String> tokens = new ArrayList<>(List.of(" "));
        TOKEN.matcher(sql).results().forEach(found -> tokens.add(found.group()));
        return tokens;
    }
}
