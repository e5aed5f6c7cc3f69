package dev.penstock.rules.eval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.platform.data.Bytes;
import dev.penstock.rules.function.FunctionRegistry;
import dev.penstock.rules.sql.RuleSql;
import dev.penstock.rules.sql.SqlVersion;
import dev.penstock.rules.sql.Template;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the shared vectors do not cover: both versions, edges of numbers, and the open questions as we decided them. */
class OperatorTest {
    private static final String PAYLOAD =
            "{\"w\":10.0,\"i\":7,\"big\":1234567890123456789012345678901234,\"n\":null,\"t\":\"22C\",\"o\":{\"k\":10.0}}";

    private final FunctionRegistry functions = new FunctionRegistry();

    @ParameterizedTest(name = "{0} = {1}")
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "w | 10",
                "o | {\"k\":10}",
                "10.0 | 10",
                "i / 2 | 3",
                "-i / 2 | -3",
                "i / 2.0 | 3",
                "i / '2' | 3.5",
                "7 / 2.5 | 2.8",
                "1 / 0 | Undefined",
                "1.5 % 0 | Undefined",
                "-7 % 3 | -1",
                "1 / 3.5 | 0.2857142857142857142857142857142857",
                "big + 0 | 1234567890123456789012345678901234",
                "big * 10 | 1.234567890123456789012345678901234E+34",
                "9E999 * 10 | Undefined",
                "'a' + n | Undefined",
                "'a' + missing | Undefined",
                "'a' + 1.50 | \"a1.50\"",
                "-'3' | -3",
                "-t | Undefined",
                "n = n | true",
                "n <> missing | Undefined",
                "true OR missing | Undefined",
                "false AND missing | Undefined",
                "1 = 1 = true | true",
                "NOT 1 = 2 | true",
                "true IN [true] | Undefined",
                "n IN [null] | Undefined",
                "'2' IN [2] | false",
                "2.0 IN [2] | true",
                "cast(-1.5 AS Int) | -2",
                "cast('abc' AS Int) | Undefined",
                "cast(2.5 AS Double) | 2.5",
                "{'a': missing, 'b': [missing, 1]} | {\"b\":[1]}",
                "upper('a', 'b') | Undefined",
                "concat(1, 2) | \"12\"",
                "concat([1], null) | [1,null]",
                "round(-2.5) | -3",
                "parse_time('yyyy-MM-dd''T''HH:mm:ss.SSSZZ', 0, 'Asia/Tokyo') | \"1970-01-01T09:00:00.000+09:00\"",
                "parse_time('EEE e w x Y', 1700000000000) | \"Tue 2 46 2023 2023\"",
                "parse_time('q', 0) | Undefined",
                "parse_time('yyyy', 1E300) | Undefined",
                "parse_time('yyyy', 0, 'Nowhere') | Undefined"
            })
    void evaluatesInTheNewerVersion(String expression, String expected) {
        assertThat(evaluate(expression, SqlVersion.V2016)).hasToString(expected);
    }

    @ParameterizedTest(name = "{0} = {1}")
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "w | 10.0",
                "o | {\"k\":10.0}",
                "10.0 | 10.0",
                "w = 10 | true",
                "'a' + w | \"a10.0\"",
                "w / 4 | 2.5",
                "i + 0.0 | 7.0"
            })
    void keepsDecimalsInTheOlderVersion(String expression, String expected) {
        assertThat(evaluate(expression, SqlVersion.V2015)).hasToString(expected);
    }

    private Value evaluate(String expression, SqlVersion version) {
        String text = "${" + expression + "}";
        Template template = RuleSql.template(text, version, functions, List.of());
        MessageInput message =
                new MessageInput("t/1", new Payload(Bytes.utf8(PAYLOAD)), "c", 0, "000000000000", "trace", 7);
        return new RuleCompiler(functions)
                .evaluate(((Template.Hole) template.parts().get(0)).expression(), text, version, message);
    }
}
