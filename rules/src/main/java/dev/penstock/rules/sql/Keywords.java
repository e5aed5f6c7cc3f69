package dev.penstock.rules.sql;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The words that cannot be names of payload members where an expression begins. */
final class Keywords {
    private static final Set<String> RESERVED = Set.of(
            "SELECT", "FROM", "WHERE", "AS", "AND", "OR", "NOT", "IN", "CASE", "WHEN", "THEN", "ELSE", "END", "NULL",
            "TRUE", "FALSE", "EXISTS");

    private static final String NO_AGGREGATES = "a rule sees one message at a time, so there are no aggregates";

    /** Words of other SQL dialects that may follow a complete clause, with what to write instead. */
    private static final List<String[]> FOREIGN = List.of(
            new String[] {"GROUP", "GROUP BY is not in AWS IoT SQL: a rule sees one message at a time"},
            new String[] {"ORDER", "ORDER BY is not in AWS IoT SQL: a rule sees one message at a time"},
            new String[] {"HAVING", "HAVING is not in AWS IoT SQL: put the condition into WHERE"},
            new String[] {"LIMIT", "LIMIT is not in AWS IoT SQL: a rule sees one message at a time"},
            new String[] {"JOIN", "JOIN is not in AWS IoT SQL: a rule sees one message at a time"},
            new String[] {"UNION", "UNION is not in AWS IoT SQL: create two rules"},
            new String[] {"LIKE", "LIKE is not in AWS IoT SQL: use startswith(), endswith() or regexp_matches()"},
            new String[] {"BETWEEN", "BETWEEN is not in AWS IoT SQL: write a >= x AND a <= y"},
            new String[] {"DISTINCT", "DISTINCT is not in AWS IoT SQL: a rule sees one message at a time"},
            new String[] {"IS", "IS is not in AWS IoT SQL: use isNull(x) or isUndefined(x)"});

    /** Functions of other SQL dialects, with what to do instead. */
    private static final Map<String, String> FOREIGN_FUNCTIONS = Map.ofEntries(
            Map.entry("coalesce", "write get_or_default(value, default)"),
            Map.entry("ifnull", "write get_or_default(value, default)"),
            Map.entry("nvl", "write get_or_default(value, default)"),
            Map.entry("iif", "write CASE (condition) WHEN true THEN .. ELSE .. END"),
            Map.entry("if", "write CASE (condition) WHEN true THEN .. ELSE .. END"),
            Map.entry("now", "write timestamp()"),
            Map.entry("current_timestamp", "write timestamp()"),
            Map.entry("len", "write length(text)"),
            Map.entry("char_length", "write length(text)"),
            Map.entry("substr", "write substring(text, from, to), which counts from 0"),
            Map.entry("contains", "write indexof(text, part) >= 0"),
            Map.entry("uuid", "write newuuid()"),
            Map.entry("pow", "write power(base, exponent)"),
            Map.entry("ceiling", "write ceil(number)"),
            Map.entry("truncate", "write trunc(number, places)"),
            Map.entry("to_char", "write parse_time(pattern, milliseconds)"),
            Map.entry("convert", "write cast(value AS type)"),
            Map.entry("count", NO_AGGREGATES),
            Map.entry("sum", NO_AGGREGATES),
            Map.entry("avg", NO_AGGREGATES),
            Map.entry("min", NO_AGGREGATES),
            Map.entry("max", NO_AGGREGATES));

    private Keywords() {}

    static boolean isReserved(String word) {
        return RESERVED.contains(word.toUpperCase(Locale.ROOT));
    }

    /** What to do instead of calling a function of another dialect; empty when it is not one. */
    static Optional<String> foreignFunctionHint(String name) {
        return Optional.ofNullable(FOREIGN_FUNCTIONS.get(name.toLowerCase(Locale.ROOT)));
    }

    /** What to do about a word of another dialect; empty when it is not one. */
    static String foreignHint(String word) {
        for (String[] entry : FOREIGN) {
            if (entry[0].equalsIgnoreCase(word)) {
                return entry[1];
            }
        }
        return "";
    }
}
