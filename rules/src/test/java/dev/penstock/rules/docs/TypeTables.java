package dev.penstock.rules.docs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.platform.data.Bytes;
import dev.penstock.rules.Rules;
import dev.penstock.rules.sql.CastType;
import dev.penstock.rules.sql.CastTypes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What operators and casts give for each pair of types: found by evaluating them. */
final class TypeTables {
    private static final String LEFT = "\"i\":7,\"d\":2.7,\"n\":\"1.7\"";
    /** Such that no result of two numbers happens to be whole, unless both are Ints. */
    private static final String RIGHT = "\"i\":4,\"d\":0.4,\"n\":\"0.8\"";

    private static final String REST = "\"s\":\"abc\",\"t\":\"true\",\"b\":true,\"l\":[7],\"o\":{\"k\":1},\"z\":null";
    private static final String PAYLOAD = "{\"left\":{%s,%s},\"right\":{%s,%s}}".formatted(LEFT, REST, RIGHT, REST);
    private static final List<String> OPERATORS =
            List.of("+", "-", "*", "/", "%", "=", "<>", "<", "<=", ">", ">=", "AND", "OR", "IN");
    private static final Map<String, String> OPERANDS = operands();

    private TypeTables() {}

    private static Map<String, String> operands() {
        Map<String, String> operands = new LinkedHashMap<>();
        operands.put("i", "Int");
        operands.put("d", "Decimal");
        operands.put("n", "`'1.7'`");
        operands.put("t", "`'true'`");
        operands.put("s", "other String");
        operands.put("b", "Boolean");
        operands.put("l", "Array");
        operands.put("o", "Object");
        operands.put("z", "Null");
        operands.put("u", "Undefined");
        return operands;
    }

    /** One table for all operators that give the same types everywhere. */
    static String operators() {
        Map<String, String> byTable = new LinkedHashMap<>();
        for (String operator : OPERATORS) {
            byTable.merge(table(operator), "`%s`".formatted(operator), (some, more) -> some + ", " + more);
        }
        return byTable.entrySet().stream()
                .map(group -> group.getValue() + "\n\n" + group.getKey())
                .collect(Collectors.joining("\n"));
    }

    /** Operands that behave the same share a row or a column; those that give nothing have none. */
    private static String table(String operator) {
        Map<List<String>, List<String>> rows = groups(left -> types(left, operator));
        Map<List<String>, List<String>> columns = groups(right -> OPERANDS.keySet().stream()
                .map(left -> type(left, operator, right))
                .toList());
        StringBuilder table = new StringBuilder("| left, right |");
        columns.values()
                .forEach(column -> table.append(' ').append(names(column)).append(" |"));
        table.append("\n|---|").append("---|".repeat(columns.size())).append('\n');
        for (List<String> row : rows.values()) {
            table.append("| ").append(names(row)).append(" |");
            columns.values()
                    .forEach(column -> table.append(' ')
                            .append(type(row.get(0), operator, column.get(0)))
                            .append(" |"));
            table.append('\n');
        }
        return table.toString();
    }

    private static Map<List<String>, List<String>> groups(Function<String, List<String>> types) {
        Map<List<String>, List<String>> groups = new LinkedHashMap<>();
        for (String operand : OPERANDS.keySet()) {
            List<String> key = types.apply(operand);
            if (!key.stream().allMatch(String::isEmpty)) {
                groups.computeIfAbsent(key, first -> new ArrayList<>()).add(operand);
            }
        }
        return groups;
    }

    private static String names(List<String> operands) {
        return operands.stream().map(OPERANDS::get).collect(Collectors.joining(", "));
    }

    private static List<String> types(String left, String operator) {
        return OPERANDS.keySet().stream()
                .map(right -> type(left, operator, right))
                .toList();
    }

    /** The types of CAST, what they are called, and what they make of values. */
    static String casts() {
        List<String> values = List.of("7", "2.5", "-1.5", "'7.5'", "'abc'", "'TRUE'", "true", "[7]", "null", "u");
        String head = values.stream().map("`%s`"::formatted).collect(Collectors.joining(" | "));
        StringBuilder table = new StringBuilder("| as | since | %s |\n|---|---%s|\n"
                .formatted(head.replace("`u`", "Undefined"), "|---".repeat(values.size())));
        for (Map.Entry<CastType, List<String>> type : CastTypes.all().entrySet()) {
            String names = type.getValue().stream().map("`%s`"::formatted).collect(Collectors.joining(", "));
            String cells = values.stream()
                    .map(value -> shown(
                            "cast(%s AS %s)".formatted(value, type.getValue().get(0))))
                    .collect(Collectors.joining(" | "));
            table.append("| %s | %s | %s |\n".formatted(names, CastTypes.since(type.getKey()), cells));
        }
        return table.toString();
    }

    private static String type(String left, String operator, String right) {
        String type = explained("left.%s %s right.%s".formatted(left, operator, right))
                .path("type")
                .asText();
        return type.equals("Undefined") ? "" : type;
    }

    private static String shown(String expression) {
        JsonNode value = explained(expression).path("value");
        return value.isMissingNode() ? "" : "`%s`".formatted(value);
    }

    private static JsonNode explained(String expression) {
        String sql = "SELECT %s AS r FROM 't'".formatted(expression);
        return Rules.explain(sql, "2016-03-23", "t", Bytes.utf8(PAYLOAD), "c", Present.TIME)
                .document()
                .path("rules")
                .path(0)
                .path("select")
                .path(0);
    }
}
