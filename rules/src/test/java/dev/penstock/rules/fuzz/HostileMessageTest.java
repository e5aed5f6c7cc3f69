package dev.penstock.rules.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.penstock.platform.data.Bytes;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Messages, and rules for them, that would take for ever or all memory end with a reason. */
class HostileMessageTest {
    private static final String STEPS = "it takes more than the 20000000 steps";
    private static final String TEXT = "a text becomes longer than 1048576 characters";
    private static final String VALUE = "a value becomes larger than 1048576 values and characters";
    private static final String LONG = "{\"s\":\"%s\"}".formatted("a".repeat(128_000));
    private static final String MANY = "{\"a\":[1%s]}".formatted(",1".repeat(2_000));

    static Stream<Arguments> regularExpressions() {
        return Stream.of(
                arguments("regexp_matches(s, '(a+)+$x')", STEPS),
                arguments("regexp_matches(s, '(.*)(.*)(.*)(.*)(.*)x')", STEPS),
                arguments("regexp_substr(s, '(a|b)*c')", "repeats a group too often"),
                arguments("regexp_matches(s, '(?:a|aa)+?c')", "repeats a group too often"),
                arguments("regexp_matches(s, '(?:^{9999}){9999}x')", "may be empty in too many ways"),
                arguments("regexp_matches('', '(?:){2147483647}')", "may be empty in too many ways"),
                arguments("regexp_matches('', '(^|$|){40}x')", "may be empty in too many ways"),
                arguments("regexp_matches(s, '(?<=^{0,2000000000})x')", "may be empty in too many ways"),
                arguments("regexp_matches(s, '%s')".formatted("(".repeat(4_000)), "nested deeper than 50 levels"),
                arguments("regexp_matches(s, '%s')".formatted("\\d".repeat(2_048) + "x"), "at most 4096 are allowed"),
                arguments("regexp_matches(s, s)", "at most 4096 are allowed"),
                arguments("regexp_replace(s, 'a', '0123456789')", TEXT),
                arguments("regexp_replace(s, '.*', '%s')".formatted("$0".repeat(1_000)), "than"),
                arguments("regexp_replace(s, '', s)", TEXT));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("regularExpressions")
    void aRegularExpressionThatTakesForEverEndsTheRule(String call, String reason) {
        Trial trial = Trial.guarded("SELECT " + call + " AS x FROM 't'", Bytes.utf8(LONG));

        assertThat(trial.verdict()).as(trial.text()).isEqualTo("FUNCTION_FAILED");
        assertThat(trial.text()).contains(reason);
    }

    static Stream<Arguments> harmlessRegularExpressions() {
        return Stream.of(
                arguments("regexp_matches(s, '^[a-z]*$')", "true"),
                arguments("regexp_matches(s, '^.*?[0-9]{4}-[0-9]{2}$')", "false"),
                arguments("regexp_matches(s, '(ok|failed)$')", "false"),
                arguments("regexp_matches('10.0.0.255', '^([0-9]{1,3}\\.){3}[0-9]{1,3}$')", "true"),
                arguments("regexp_matches('%s', '^(ab|cd)+$')".formatted("abcd".repeat(100)), "true"),
                arguments("regexp_matches('%s', '%s')".formatted("5".repeat(2_000), "\\d".repeat(2_000)), "true"),
                arguments("length(regexp_replace(s, 'a', 'bc'))", "256000"),
                arguments("regexp_substr('a-b1c', '(?<=b)[0-9](?=c)')", "\"1\""),
                arguments("regexp_replace('k1=v1;k2=v2', '(\\w+)=(\\w+)', '$2=$1')", "\"v1=k1;v2=k2\""));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("harmlessRegularExpressions")
    void othersWorkOnLongTexts(String call, String value) {
        Trial trial = Trial.guarded("SELECT " + call + " AS x FROM 't'", Bytes.utf8(LONG));

        assertThat(trial.output()).as(trial.text()).isEqualTo("{\"x\":%s}".formatted(value));
    }

    static Stream<Arguments> multiplications() {
        return Stream.of(
                arguments("replace(s, 'a', s)", LONG, TEXT),
                arguments("replace(s, '', s)", LONG, TEXT),
                arguments("concat(s, s, s, s, s, s, s, s, s)", LONG, TEXT),
                arguments("s + s + s + s + s + s + s + s + s", LONG, TEXT),
                arguments(nested("concat(", "'ab'", 40), LONG, TEXT),
                arguments("indexof(s, replace(s, 'aa', 'a') + 'b')", LONG, STEPS),
                arguments("[" + "upper(s),".repeat(9) + "1]", LONG, VALUE),
                arguments("(SELECT VALUE (SELECT VALUE 1 FROM a) FROM a)", MANY, VALUE),
                arguments(doubled(60), MANY, VALUE),
                arguments("(" + doubled(14) + ") = (" + doubled(14) + ")", MANY, "true"),
                arguments(joined(3), MANY, STEPS),
                arguments("concat(" + "a,".repeat(600) + "a)", MANY, TEXT));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("multiplications")
    void whatMultipliesSizesEndsWithAReason(String expression, String payload, String reason) {
        Trial trial = Trial.guarded("SELECT " + expression + " AS x FROM 't'", Bytes.utf8(payload));

        assertThat(trial.text()).contains(reason);
    }

    @Test
    void variablesThatDoubleEndTheRule() {
        StringBuilder sql = new StringBuilder("SET @v0 = s");
        for (int i = 1; i < 10; i++) {
            sql.append(", @v%d = [@v%d, @v%d]".formatted(i, i - 1, i - 1));
        }

        Trial trial = Trial.guarded(sql + " SELECT @v9 AS x FROM 't'", Bytes.utf8(LONG));

        assertThat(trial.verdict()).isEqualTo("FUNCTION_FAILED");
        assertThat(trial.text()).contains("variables hold 131072 bytes at most");
    }

    @Test
    void oneLargeVariableInManyPlacesIsExplainedAllTheSame() {
        String sql = "SET @v = s SELECT @v AS x, [" + "isNull(@v), ".repeat(8_000) + "1] AS y FROM 't'";

        Trial trial = Trial.guarded(sql, Bytes.utf8("{\"s\":\"%s\"}".formatted("a".repeat(100_000))));

        assertThat(trial.verdict()).as(trial.text()).isIn("FIRED", "FUNCTION_FAILED");
    }

    @Test
    void enrichingManyObjectsWithALargeOneIsUndefinedAtOnce() {
        StringBuilder members = new StringBuilder("\"m\":1");
        for (int i = 0; i < 8_000; i++) {
            members.append(",\"").append(i).append("\":1");
        }
        String payload = "{\"o\":{%s},\"a\":[{}%s]}".formatted(members, ",{}".repeat(16_000));

        Trial trial = Trial.guarded("SELECT transform('enrichArray', o, a) AS x FROM 't'", Bytes.utf8(payload));

        assertThat(trial.output()).isEqualTo("{}");
        assertThat(trial.text()).contains("the result has more than 131072 bytes");
    }

    @Test
    void aNameAlmostAsLongAsAMessageHasNoHint() {
        String name = "a".repeat(100_000);

        Trial trial =
                Trial.guarded("SELECT %sb AS x FROM 't'".formatted(name), Bytes.utf8("{\"%s\":1}".formatted(name)));

        assertThat(trial.verdict()).isEqualTo("FIRED");
        assertThat(trial.text()).doesNotContain("Did you mean");
    }

    /** A nested call with its argument twice. */
    private static String nested(String open, String inside, int times) {
        String text = inside;
        for (int i = 0; i < times; i++) {
            text = "get((SELECT VALUE " + open + "v,v) FROM [" + text + "] AS v), 0)";
        }
        return text;
    }

    /** An Array in an Array, twice, and so on: little memory, and a tree of 2 to the power of {@code times}. */
    private static String doubled(int times) {
        String text = "1";
        for (int i = 0; i < times; i++) {
            text = "(SELECT VALUE [v, v] FROM [" + text + "] AS v)";
        }
        return text;
    }

    private static String joined(int times) {
        String text = "false";
        for (int i = 0; i < times; i++) {
            text = "EXISTS (SELECT * FROM a AS v WHERE " + text + ")";
        }
        return text;
    }
}
