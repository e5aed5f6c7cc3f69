package dev.penstock.rules.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.penstock.rules.function.FunctionRegistry;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LintsTest {
    private final FunctionRegistry functions = new FunctionRegistry();

    static Stream<Arguments> suspicious() {
        return Stream.of(
                arguments(
                        "SELECT set-point AS p FROM 't'",
                        "set-point is a subtraction; a member of that name is get(object, 'set-point')"),
                arguments(
                        "SELECT cfg.set-point AS p FROM 't'",
                        "cfg.set-point is a subtraction; a member of that name is get(object, 'set-point')"),
                arguments(
                        "SELECT a FROM 't' WHERE state <> 'ok'",
                        "state <> 'ok' is Undefined for a message without state, so the rule does not fire for it;"
                                + " if it should, compare get_or_default(state, '')"),
                arguments(
                        "SELECT (c * 9 / 5 + 32) AS f FROM 't' WHERE f > 100",
                        "WHERE does not see aliases of SELECT: 'f' is a member of the payload here"),
                arguments("SELECT a, FROM 't'", "there is a comma before FROM"),
                arguments(
                        "SELECT topic(2) FROM 't'",
                        "topic(2) has no alias; AWS does not document which key it gets, here it is 'topic'"),
                arguments(
                        "SELECT a + 1 FROM 't'",
                        "a + 1 has no alias; AWS does not document which key it gets, here it is 'a + 1'"),
                arguments("SELECT a FROM \"t\"", "the topic filter is in double quotes; AWS documents single ones"),
                arguments(
                        "SELECT upper(a, b) AS c FROM 't'",
                        "upper(a, b) is always Undefined: upper() takes 1 argument"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("suspicious")
    void hintSaysWhatIsLikelyNotMeant(String sql, String hint) {
        Statement statement = RuleSql.parse(sql, SqlVersion.V2016, functions);

        assertThat(statement.hints()).containsExactly(hint);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM 't'",
                "SELECT a - b AS c, t-32 AS d FROM 't' WHERE a - b > 1",
                "SELECT t FROM 't' WHERE t > 1",
                "SELECT o.t AS t FROM 't' WHERE t > 1",
                "SELECT (SELECT VALUE x FROM e WHERE x <> 1) AS r FROM 't' WHERE get_or_default(x, 0) <> 1"
            })
    void plainStatementHasNoHints(String sql) {
        assertThat(RuleSql.parse(sql, SqlVersion.V2016, functions).hints()).isEmpty();
    }

    @Test
    void olderVersionIsPointedOut() {
        List<String> hints =
                RuleSql.parse("SELECT * FROM 't'", SqlVersion.V2015, functions).hints();

        assertThat(hints).singleElement().asString().startsWith("awsIotSqlVersion is 2015-10-08");
    }

    @Test
    void aliasInATemplateIsPointedOut() {
        Statement rule = RuleSql.parse("SELECT temp * 2 AS twice FROM 't'", SqlVersion.V2016, functions);

        Template template = RuleSql.template("key-${twice}", rule, functions);

        assertThat(template.hints())
                .containsExactly("templates read the incoming payload and do not see aliases of SELECT:"
                        + " 'twice' is a member of the payload here");
    }
}
