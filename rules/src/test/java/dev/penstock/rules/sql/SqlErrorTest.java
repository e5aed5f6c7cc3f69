package dev.penstock.rules.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.penstock.platform.aws.AwsException;
import dev.penstock.rules.function.FunctionRegistry;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Bad input and the complete message for it. */
class SqlErrorTest {
    private final FunctionRegistry functions = new FunctionRegistry();

    static Stream<Arguments> badStatements() {
        return Stream.of(
                arguments("", "1:1: expected SELECT (or SET) at the beginning, found the end of the text"),
                arguments(
                        "SELEC * FROM 'a'",
                        "1:1: expected SELECT (or SET) at the beginning, found 'SELEC'. Did you mean SELECT?"),
                arguments("UPDATE x", "1:1: expected SELECT (or SET) at the beginning, found 'UPDATE'"),
                arguments("SELECT FROM 'a'", "1:8: expected an expression, found FROM"),
                arguments(
                        "SELECT * FORM 'a'",
                        "1:10: expected ',', AS or FROM after an item of the SELECT list (an alias needs AS), found 'FORM'. Did you mean FROM?"),
                arguments(
                        "SELECT a b FROM 'x'",
                        "1:10: expected ',', AS or FROM after an item of the SELECT list (an alias needs AS), found 'b'"),
                arguments(
                        "SELECT a AS 'b' FROM 'x'",
                        "1:13: expected a name without quotes as alias, found the string 'b'"),
                arguments("SELECT * FROM a", "1:15: expected a topic filter in single quotes after FROM, found 'a'"),
                arguments("SELECT * FROM 'a", "1:15: this string is not closed: ' is missing"),
                arguments("SELECT * FROM 'a/#/b'", "1:15: '#' must stand alone in the last level of a topic filter"),
                arguments("SELECT * FROM 'a+/b'", "1:15: '+' must stand alone in its level of a topic filter"),
                arguments(
                        "SELECT * FROM '$aws/rules/x/y'",
                        "1:15: $aws/rules/... is for publishing (Basic Ingest); a rule cannot select from it"),
                arguments("SELECT * FROM 'a' WHERE", "1:24: expected an expression, found the end of the text"),
                arguments(
                        "SELECT * FROM 'a' WERE x",
                        "1:19: expected WHERE or the end of the statement, found 'WERE'. Did you mean WHERE?"),
                arguments(
                        "SELECT * FROM 'a' GROUP BY x",
                        "1:19: expected WHERE or the end of the statement, found 'GROUP'; GROUP BY is not in AWS IoT SQL: a rule sees one message at a time"),
                arguments(
                        "SELECT * FROM 'a' WHERE x LIKE 'y'",
                        "1:27: expected an operator or the end of the statement, found 'LIKE'; LIKE is not in AWS IoT SQL: use startswith(), endswith() or regexp_matches()"),
                arguments(
                        "SELECT * FROM 'a' WHERE x IS NULL",
                        "1:27: expected an operator or the end of the statement, found 'IS'; IS is not in AWS IoT SQL: use isNull(x) or isUndefined(x)"),
                arguments(
                        "SELECT * FROM 'a' WHERE x NOT IN y",
                        "1:27: AWS IoT SQL has no NOT IN: write NOT (value IN array)"),
                arguments(
                        "SELECT * FROM 'a' WHERE x != 3",
                        "1:27: '!' is not in AWS IoT SQL: write <> for unequal and NOT for negation"),
                arguments("SELECT * FROM 'a' WHERE x == 3", "1:27: '==' is not in AWS IoT SQL: write ="),
                arguments(
                        "SELECT * FROM 'a' WHERE (x = 3", "1:31: expected ')' to close '(', found the end of the text"),
                arguments(
                        "SELECT * FROM 'a' WHERE a[0] = 1",
                        "1:26: AWS IoT SQL has no array index: write get(array, 0)"),
                arguments(
                        "SELECT * FROM 'a' WHERE a.0 = 1",
                        "1:27: expected a member name after '.' (for odd keys use get(object, 'key')), found the number 0"),
                arguments(
                        "SELECT 2nd FROM 'a'",
                        "1:8: '2nd' is not a number, and a name cannot begin with a digit; for such a member use get(object, '2nd')"),
                arguments("SELECT a FROM 'a' WHERE b > 1E1000", "1:29: numbers reach from 1E-999 to 9.99E999"),
                arguments(
                        "SELECT a FROM 'a' WHERE b \u2212 1 > 0",
                        "1:27: this is a typographic dash, not a minus sign; write -"),
                arguments(
                        "SELECT a FROM \u2018a\u2019",
                        "1:15: this is a typographic quotation mark, as word processors make them; write ' or \""),
                arguments(
                        "SELECT a FROM 'a' -- all",
                        "1:19: comments are not in AWS IoT SQL; the description of the rule can take them"),
                arguments(
                        "SELECT a // all",
                        "1:10: comments are not in AWS IoT SQL; the description of the rule can take them"),
                arguments(
                        "SELECT a # all",
                        "1:10: comments are not in AWS IoT SQL; the description of the rule can take them"),
                arguments("SELECT .5 AS a FROM 'a'", "1:8: a number begins with a digit: write 0.5"),
                arguments(
                        "SELECT * FROM 'a' WHERE x NOT LIKE 'y'",
                        "1:27: LIKE is not in AWS IoT SQL: use startswith(), endswith() or regexp_matches()"),
                arguments(
                        "SELECT coalesce(a, 1) AS b FROM 'a'",
                        "1:8: there is no function coalesce(): write get_or_default(value, default)"),
                arguments("SELECT a FROM 'a';", "1:18: a statement has no ';' at its end"),
                arguments("SELECT uper(a) AS b FROM 'a'", "1:8: there is no function uper(). Did you mean 'upper'?"),
                arguments(
                        "SELECT sum(a) AS b FROM 'a'",
                        "1:8: there is no function sum(): a rule sees one message at a time, so there are no aggregates"),
                arguments(
                        "SELECT aws_lambda('x', *) AS b FROM 'a'",
                        "1:8: aws_lambda() cannot be used here: no functions run behind these rules; start the pipeline with functions, or do the work in a lambda action"),
                arguments(
                        "SELECT decode(*, 'proto', 'b') AS b FROM 'a'",
                        "1:8: decode(.., 'proto', ..) cannot be used here: there are no S3 objects to read descriptors from; let the device publish JSON"),
                arguments("SELECT upper(*) AS b FROM 'a'", "1:14: upper() cannot take '*'"),
                arguments(
                        "SELECT cast(a AS txt) AS b FROM 'a'",
                        "1:18: there is no type 'txt' to cast to; the types are string, nvarchar, text, ntext, varchar, int, integer, double, decimal, bool, boolean. Did you mean 'text'?"),
                arguments(
                        "SELECT CASE WHEN a THEN 1 END AS b FROM 'a'",
                        "1:13: AWS IoT SQL has no CASE without a value: write CASE (condition) WHEN true THEN ..."),
                arguments(
                        "SELECT CASE a WHEN b THEN 1 END AS b FROM 'a'",
                        "1:20: the value of WHEN must be a constant; for conditions write CASE (condition) WHEN true"),
                arguments(
                        "SELECT CASE a WHEN 1 THEN 1 AS b FROM 'a'", "1:29: expected END at the end of CASE, found AS"),
                arguments("SELECT [1, 2 AS b FROM 'a'", "1:14: expected ']' to close '[', found AS"),
                arguments("SELECT {a: 1} AS b FROM 'a'", "1:9: expected a key in quotes, found 'a'"),
                arguments("SELECT @x AS b FROM 'a'", "1:8: no variable @x is assigned (there is no SET)"),
                arguments(
                        "SET @limit = 1 SELECT @limt AS b FROM 'a'",
                        "1:23: no variable @limt is assigned before it is used here. Did you mean 'limit'?"),
                arguments("SET @a = 1, @a = 2 SELECT @a AS b FROM 'a'", "1:13: @a is assigned twice"),
                arguments("SELECT VALUE a AS b FROM 'a'", "1:16: SELECT VALUE takes one item without an alias"),
                arguments(
                        "SELECT (SELECT a FROM 't') AS b FROM 'a'",
                        "1:23: a nested query selects from an array or object, not from a topic"));
    }

    @ParameterizedTest(name = "{index} {0}")
    @MethodSource("badStatements")
    void messageNamesPlaceAndCause(String sql, String expected) {
        AwsException error =
                catchThrowableOfType(AwsException.class, () -> RuleSql.parse(sql, SqlVersion.V2016, functions));

        assertThat(error.code()).isEqualTo("SqlParseException");
        assertThat(error.httpStatus()).isEqualTo(400);
        assertThat(firstLine(error)).isEqualTo(expected);
    }

    static Stream<Arguments> newerThanTheDefaultVersion() {
        return Stream.of(
                arguments("SELECT length(a) AS b FROM 'a'", "length()"),
                arguments("SELECT [1] AS b FROM 'a'", "an array literal"),
                arguments("SELECT {'a': 1} AS b FROM 'a'", "an object literal"),
                arguments("SELECT cast(a AS Decimal) AS b FROM 'a'", "CAST to Decimal or Boolean"),
                arguments("SELECT (SELECT a FROM b) AS b FROM 'a'", "a nested query"),
                arguments("SET @a = 1 SELECT * FROM 'a'", "SET"));
    }

    @ParameterizedTest(name = "{index} {0}")
    @MethodSource("newerThanTheDefaultVersion")
    void featureOfTheNewerVersionIsRefusedInTheOlder(String sql, String what) {
        assertThatThrownBy(() -> RuleSql.parse(sql, SqlVersion.V2015, functions))
                .hasMessageContaining(
                        "%s needs awsIotSqlVersion '2016-03-23'; this rule has '2015-10-08'".formatted(what));
    }

    @Test
    void caretStandsUnderThePlaceOnItsLine() {
        assertThatThrownBy(() ->
                        RuleSql.parse("SELECT \u00e9tat\nFROM 'a'\n\tWHERE x LIKE 'y'", SqlVersion.V2016, functions))
                .hasMessageStartingWith("line 3, column 10: ")
                .hasMessageEndingWith("\n  \tWHERE x LIKE 'y'\n  \t        ^");
    }

    @Test
    void longLineIsCutAroundThePlace() {
        String sql = "SELECT " + "a, ".repeat(100) + "! FROM 'a'" + " ".repeat(10) + "WHERE " + "b ".repeat(50);

        assertThatThrownBy(() -> RuleSql.parse(sql, SqlVersion.V2016, functions))
                .satisfies(error -> assertThat(
                                String.valueOf(error.getMessage()).lines().skip(1))
                        .allMatch(line -> line.length() < 125)
                        .element(0)
                        .asString()
                        .startsWith("  ..."));
    }

    static Stream<String> tooDeep() {
        return Stream.of(
                "(".repeat(5000) + "1" + ")".repeat(5000),
                "NOT ".repeat(5000) + "a",
                "-".repeat(5000) + "a",
                "1" + " + 1".repeat(5000),
                "a" + ".a".repeat(5000),
                "[".repeat(5000),
                "upper(".repeat(5000),
                "(SELECT VALUE ".repeat(5000));
    }

    @ParameterizedTest
    @MethodSource("tooDeep")
    void expressionThatWouldExhaustTheStackIsRefused(String expression) {
        assertThatThrownBy(() -> RuleSql.parse("SELECT * FROM 'a' WHERE " + expression, SqlVersion.V2016, functions))
                .isInstanceOf(AwsException.class)
                .hasMessageContaining("the expression is nested deeper than 200 levels");
    }

    @Test
    void longListOfAlternativesIsNotDeep() {
        String sql = "SELECT * FROM 'a' WHERE a = 0" + " OR a = 1".repeat(2000);

        Statement statement = RuleSql.parse(sql, SqlVersion.V2016, functions);

        assertThat(statement.where()).isInstanceOf(Expression.Or.class);
    }

    @Test
    void templateErrorPointsIntoTheWholeText() {
        assertThatThrownBy(() -> RuleSql.template("key-${topic(2}", SqlVersion.V2016, functions, List.of()))
                .hasMessage(
                        "line 1, column 14: expected ')' at the end of the arguments of topic(), found the end of the"
                                + " text\n  key-${topic(2}\n               ^");
    }

    private static String firstLine(AwsException error) {
        return String.valueOf(error.getMessage())
                .lines()
                .findFirst()
                .orElse("")
                .replaceFirst("line (\\d+), column (\\d+)", "$1:$2");
    }
}
