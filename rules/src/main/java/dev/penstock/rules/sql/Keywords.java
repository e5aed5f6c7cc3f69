package dev.penstock.rules.sql;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The words that cannot be names of payload members where an expression begins. */
final class Keywords {
    private static final Set<String> RESERVED = Set.of(
            "SELECT", "FROM", "WHERE", "AS", "AND", "OR", "NOT", "IN", "CASE", "WHEN", "THEN", "ELSE", "END", "NULL",
            "TRUE", "FALSE", "EXISTS");

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
            new String[] {"IS", "IS is not in AWS IoT SQL: use isNull(x) or isUndefined(x)"});

    private Keywords() {}

    static boolean isReserved(String word) {
        return RESERVED.contains(word.toUpperCase(Locale.ROOT));
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
