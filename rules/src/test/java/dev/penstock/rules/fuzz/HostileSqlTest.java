package dev.penstock.rules.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.penstock.platform.data.Bytes;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** SQL that would take the stack, the memory or the time of the engine is refused when the rule is created. */
class HostileSqlTest {
    private static final String TOO_DEEP = "nested deeper than 200 levels";
    private static final int MANY = 20_000;

    static Stream<Arguments> refused() {
        return Stream.of(
                arguments("parentheses", nested("(", "1", ")"), TOO_DEEP),
                arguments("array literals", nested("[", "1", "]"), TOO_DEEP),
                arguments("object literals", nested("{'a':", "1", "}"), TOO_DEEP),
                arguments("calls", nested("abs(", "1", ")"), TOO_DEEP),
                arguments("NOT", "NOT ".repeat(MANY) + "true", TOO_DEEP),
                arguments("minus", "- ".repeat(MANY) + "1", TOO_DEEP),
                arguments("a sum", "1" + "+1".repeat(MANY), TOO_DEEP),
                arguments("a product", "1" + "*1".repeat(MANY), TOO_DEEP),
                arguments("comparisons", "1" + "=1".repeat(MANY), TOO_DEEP),
                arguments("members", "a" + ".a".repeat(MANY), TOO_DEEP),
                arguments("nested queries", nested("(SELECT VALUE ", "1", " FROM [])"), TOO_DEEP),
                arguments("CASE", "CASE ".repeat(MANY), TOO_DEEP),
                arguments("CAST", "CAST(".repeat(MANY), TOO_DEEP),
                arguments("EXISTS", "EXISTS (SELECT * FROM (".repeat(5_000), TOO_DEEP),
                arguments("chains inside of chains", chainsInChains(), TOO_DEEP),
                arguments("an exponent", "1e999999999", "1E-999 to 9.99E999"),
                arguments("an exponent beyond int", "1e99999999999", "1E-999 to 9.99E999"),
                arguments("a small exponent", "1e-999999999", "1E-999 to 9.99E999"),
                arguments("digits", "9".repeat(100_000), "a number has at most 2000 characters"),
                arguments("fraction digits", "0." + "9".repeat(100_000), "a number has at most 2000 characters"),
                arguments("an unclosed string", "'" + "a".repeat(100_000), "not closed"),
                arguments("a name", "a".repeat(100_000) + "(1)", "there is no function"),
                arguments("WHEN with what is no number", "CASE 1 WHEN -'a' THEN 1 END", "must be a constant"),
                arguments("length", "'" + "a".repeat(200_000) + "'", "at most 131072 are allowed"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void tooMuchOfOneThingIsRefused(String what, String expression, String reason) {
        Trial trial = Trial.guarded("SELECT " + expression + " AS x FROM 't'", Bytes.utf8("{}"));

        assertThat(trial.refused()).as(what).isTrue();
        assertThat(trial.text()).contains(reason);
    }

    @ParameterizedTest(name = "an alias of {0} parts")
    @MethodSource("aliases")
    void anAliasNestsOnlySoDeep(int parts, boolean refused) {
        Trial trial = Trial.guarded("SELECT 1 AS a" + ".a".repeat(parts - 1) + " FROM 't'", Bytes.utf8("{}"));

        assertThat(trial.refused()).isEqualTo(refused);
    }

    static Stream<Arguments> aliases() {
        return Stream.of(arguments(200, false), arguments(201, true), arguments(50_000, true));
    }

    static Stream<Arguments> accepted() {
        return Stream.of(
                arguments("terms", IntStream.range(0, 150).mapToObj(i -> "1").collect(Collectors.joining("+"))),
                arguments("operands of OR", "false" + " OR false".repeat(10_000)),
                arguments("elements", "[1" + ",1".repeat(30_000) + "]"),
                arguments(
                        "EXISTS over EXISTS",
                        "[" + "EXISTS (SELECT * FROM (".repeat(40) + "[1]" + "))".repeat(40) + "]"),
                arguments("zero with an exponent", "0e999999999 + 1"),
                arguments("digits", "9".repeat(999)),
                arguments("half a surrogate pair", "'\uD800' + 'x\uDC00'"),
                arguments("NUL", "'\0'"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("accepted")
    void muchOfWhatIsHarmlessIsNot(String what, String expression) {
        Trial trial = Trial.guarded("SELECT " + expression + " AS x FROM 't'", Bytes.utf8("{}"));

        assertThat(trial.verdict()).as(what + trial.text()).isEqualTo("FIRED");
    }

    private static String nested(String open, String inside, String close) {
        int times = Math.min(MANY, 100_000 / (open.length() + close.length()));
        return open.repeat(times) + inside + close.repeat(times);
    }

    /** Each level of parentheses holds a chain, so that the tree is far deeper than the parser ever was. */
    private static String chainsInChains() {
        String text = "1";
        for (int i = 0; i < 150; i++) {
            text = "(" + text + "+1".repeat(40) + ")";
        }
        return text;
    }
}
