package dev.penstock.rules.cases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.rules.RuleCase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpectationTest {

    @ParameterizedTest(name = "{0} meets {1}")
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '~',
            value = {
                "10; `expect`:{`r`:10.0}",
                "{`a`:1,`b`:[1,{`c`:null}]}; `expect`:{`r`:{`b`:[1.0,{`c`:null}],`a`:1}}",
                "9007199254740993; `expect`:{`r`:9007199254740993}",
                "3; `expectAnyOf`:[{`r`:2},{`r`:3}]",
                "1; `expectText`:`{\\`r\\`:1}`",
                "1; `expectBase64`:`eyJyIjoxfQ==`",
                "1; `expectUndefinedField`:`s`",
                "100; `expectApprox`:{`path`:`r`,`value`:101,`relTol`:0.01}",
                "0; `expectApprox`:{`path`:`r`,`value`:0,`relTol`:0.01}",
                "5; `expectRange`:{`path`:`r`,`min`:5,`max`:6}",
                "`abc`; `expectRegex`:{`path`:`r`,`pattern`:`b`}",
                "[{`k`:`abc`}]; `expectRegex`:{`path`:`r.0.k`,`pattern`:`^abc$`}",
                "7; `expectRegex`:{`pattern`:`r`}",
                "5; `expectRange`:{`path`:`r`,`min`:5,`max`:6},`expectUndefinedField`:`s`"
            })
    void passes(String value, String expectation) {
        RuleCase.Result result = CaseFile.select(value, expectation);

        assertThat(result.passed()).as(result.toString()).isTrue();
        assertThat(result.explanation()).isEmpty();
    }

    @ParameterizedTest(name = "{0} misses {1}")
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '~',
            value = {
                "`10`; `expect`:{`r`:10}; {\"r\":10}; {\"r\":\"10\"}",
                "1; `expect`:{`r`:1,`s`:2}; {\"r\":1,\"s\":2}; {\"r\":1}",
                "[1,2]; `expect`:{`r`:[2,1]}; {\"r\":[2,1]}; {\"r\":[1,2]}",
                "9007199254740993; `expect`:{`r`:9007199254740992}; {\"r\":9007199254740992}; {\"r\":9007199254740993}",
                "3; `expectAnyOf`:[{`r`:1},{`r`:2}]; {\"r\":1} or {\"r\":2}; {\"r\":3}",
                "1; `expectText`:`{\\`r\\`: 1}`; exactly the text {\"r\": 1}; {\"r\":1}",
                "1; `expectBase64`:`AAE=`; exactly the bytes (Base64) AAE=; {\"r\":1}",
                "1; `expectUndefinedField`:`r`; an object without the member 'r'; {\"r\":1}",
                "100; `expectApprox`:{`path`:`r`,`value`:102,`relTol`:0.01}; r is 102, give or take a share of 0.01; {\"r\":100}",
                "`5`; `expectRange`:{`path`:`r`,`min`:5,`max`:6}; r is between 5 and 6; {\"r\":\"5\"}",
                "`abc`; `expectRegex`:{`path`:`x`,`pattern`:`b`}; x matches b; {\"r\":\"abc\"}",
                "1; `expectNoMatch`:true; no action runs; {\"r\":1}",
                "1; `expectParseError`:true; the rule is refused; {\"r\":1}"
            })
    void fails(String value, String expectation, String expected, String got) {
        RuleCase.Result result = CaseFile.select(value, expectation);

        assertThat(result.passed()).isFalse();
        assertThat(result.expected()).isEqualTo(expected);
        assertThat(result.got()).isEqualTo(got);
        assertThat(result.explanation()).contains("the rule fired", "SELECT  v");
    }

    @Test
    void refusalMayHaveToSayWhy() {
        String sql = "{`sql`:`SELECT lenght(v) AS r FROM 't/1'`,`sqlVersion`:`2016-03-23`,`expectParseError`:`%s`}";

        assertThat(CaseFile.run(sql.formatted("Did you mean 'length'?")).passed())
                .isTrue();
        assertThat(CaseFile.run(sql.formatted("lower")).passed()).isFalse();
    }

    @Test
    void sqlThatIsRefusedFailsAndSaysWhy() {
        RuleCase.Result result = CaseFile.run("{`sql`:`SELECT x( FROM 't'`,`topic`:`t`,`payload`:{},`expect`:{}}");

        assertThat(result.passed()).isFalse();
        assertThat(result.got()).startsWith("the rule is refused: SqlParseException: ");
    }

    @Test
    void topicThatDoesNotMatchIsExplained() {
        RuleCase.Result result = CaseFile.run("{`sql`:`SELECT * FROM 'a/+'`,`topic`:`b/1`,`payload`:{},`expect`:{}}");

        assertThat(result.got()).isEqualTo("no action runs: the topic does not match");
        assertThat(result.explanation()).contains("FROM    'a/+':");
    }

    @Test
    void templateIsComparedAsText() {
        RuleCase.Result result = CaseFile.run(
                "{`template`:`${topic(2)}/${temp}`,`topic`:`a/b`,`payload`:{`temperature`:1},`expect`:`b/1`}");

        assertThat(result.passed()).isFalse();
        assertThat(result.got()).isEqualTo("b/");
        assertThat(result.explanation())
                .contains("template ${topic(2)}/${temp} gives b/", "topic(2)", "temp ", "Undefined");
    }

    @Test
    void templateSeesVariablesOfTheStatement() {
        RuleCase.Result result = CaseFile.run("{`sql`:`SET @x = v + 1 SELECT * FROM 't'`,`sqlVersion`:`2016-03-23`,"
                + "`template`:`${@x}`,`topic`:`t`,`payload`:{`v`:1},`expect`:`2`}");

        assertThat(result.passed()).as(result.toString()).isTrue();
    }

    @Test
    void clockIsPartOfTheCase() {
        String sql = "{`sql`:`SELECT timestamp() AS at FROM 't'`,`topic`:`t`,`payload`:{},%s}";

        assertThat(CaseFile.run(sql.formatted("`expect`:{`at`:1767225600000}")).passed())
                .isTrue();
        assertThat(CaseFile.run(sql.formatted("`receivedAt`:`1970-01-01T00:00:01Z`,`expect`:{`at`:1000}"))
                        .passed())
                .isTrue();
    }

    @Test
    void basicIngestRunsTheNamedRuleOnly() {
        String sql = "{`sql`:`SELECT topic() AS t`,`topic`:`$aws/rules/mine/a/b`,`payload`:{},`ruleName`:`%s`,%s}";

        assertThat(CaseFile.run(sql.formatted("mine", "`expect`:{`t`:`a/b`}")).passed())
                .isTrue();
        assertThat(CaseFile.run(sql.formatted("other", "`expectNoMatch`:true")).passed())
                .isTrue();
    }
}
