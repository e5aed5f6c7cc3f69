package dev.penstock.platform.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.penstock.platform.aws.AwsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilterPatternTest {
    private static final String JSON = """
            {"ruleName":"alert","status":"Failure","n":5,"text":"5","ok":true,"no":false,"nil":null,\
            "list":[{"a":1},2],"odd name":"x","deep":{"er":{"est":"bottom line"}},"code":404}""";

    @ParameterizedTest(name = "{0} in {1}: {2}")
    @CsvSource(
            delimiter = ';',
            value = {
                "''; anything; true",
                "'\"\"'; anything; true",
                "ERROR; [ERROR 400]; true",
                "ERROR; UNERRORED; true",
                "ERROR; error; false",
                "ERROR ARGUMENTS; ERROR in ARGUMENTS; true",
                "ERROR ARGUMENTS; ERROR; false",
                "\"INTERNAL SERVER ERROR\"; 500 INTERNAL SERVER ERROR; true",
                "\"INTERNAL SERVER ERROR\"; INTERNAL ERROR SERVER; false",
                "\"say \\\"hi\\\"\"; they say \"hi\" now; true",
                "?ERROR ?WARN; WARN 1; true",
                "?ERROR ?WARN; INFO 1; false",
                "ERROR -EXITING; ERROR 1; true",
                "ERROR -EXITING; ERROR 1 EXITING; false",
                "-\"not this\"; not  this; true",
            })
    void termsAreLookedFor(String pattern, String message, boolean found) {
        assertThat(FilterPattern.parse(pattern).matches(message)).isEqualTo(found);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = ';',
            value = {
                "{ $.ruleName = \"alert\" }; true",
                "{ $.ruleName = alert }; true",
                "{$.ruleName=\"alert\"}; true",
                "{ $.ruleName = \"ale\" }; false",
                "{ $.ruleName = \"a*t\" }; true",
                "{ $.ruleName = \"*\" }; true",
                "{ $.ruleName != \"alert\" }; false",
                "{ $.ruleName != \"other\" }; true",
                "{ $.missing != \"other\" }; false",
                "{ $.n = 5 }; true",
                "{ $.n = 5.0 }; true",
                "{ $.n != 5 }; false",
                "{ $.n > 4 && $.n < 6 }; true",
                "{ $.n >= 5 && $.n <= 5 }; true",
                "{ $.n > 5 }; false",
                "{ $.text > 4 }; false",
                "{ $.n = \"5\" }; false",
                "{ $.text = \"5\" }; true",
                "{ $.code = 4* }; true",
                "{ $.code = 5* }; false",
                "{ $.ok IS TRUE }; true",
                "{ $.no IS FALSE }; true",
                "{ $.no IS TRUE }; false",
                "{ $.nil IS NULL }; true",
                "{ $.missing IS NULL }; false",
                "{ $.missing NOT EXISTS }; true",
                "{ $.nil NOT EXISTS }; false",
                "{ $.list[0].a = 1 }; true",
                "{ $.list[1] = 2 }; true",
                "{ $.list[9] NOT EXISTS }; true",
                "{ $['odd name'] = \"x\" }; true",
                "{ $.deep.er.est = \"bottom*\" }; true",
                "{ $.n = 1 || $.n = 5 && $.status = \"Failure\" }; true",
                "{ ($.n = 1 || $.n = 5) && $.status = \"Success\" }; false",
                "{ (($.n = 5)) }; true",
            })
    void jsonIsSearched(String pattern, boolean found) {
        assertThat(FilterPattern.parse(pattern).matches(JSON)).isEqualTo(found);
    }

    @ParameterizedTest
    @CsvSource({"plain text", "'{\"ruleName\":'", "'[1'", "17"})
    void jsonPatternFindsNothingInOtherText(String message) {
        assertThat(FilterPattern.parse("{ $.a NOT EXISTS }").matches(message)).isFalse();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = ';',
            value = {
                "[ip, user]; space-delimited filter pattern '[ip, user]'",
                "%AUTH%; regular expression %AUTH%",
                "{ $.a = %x% }; regular expression %x%",
                "a.b; Invalid character(s) in term 'a.b'",
                "?A B; ?terms together with others",
                "\"open; a quotation mark is not closed",
                "{ $.a = 1; at character 10: expected }",
                "{ a = 1 }; expected a selector",
                "{ $.a ~ 1 }; expected =, !=",
                "{ $.a > \"x\" }; > compares numbers only",
                "{ $.a = 1 } x; nothing may follow",
                "{ $.a[*] = 1 }; expected =, !=",
                "{ ; expected a selector",
            })
    void whatIsNotThereIsRefusedByName(String pattern, String message) {
        assertThatExceptionOfType(AwsException.class)
                .isThrownBy(() -> FilterPattern.parse(pattern))
                .withMessageContaining(message)
                .matches(refusal -> refusal.code().equals("InvalidParameterException"));
    }

    @Test
    void patternHasALimitAndNestingFitsInIt() {
        String nested = "{" + "(".repeat(400) + "$.n = 5" + ")".repeat(400) + "}";

        assertThat(FilterPattern.parse(nested).matches(JSON)).isTrue();
        assertThatExceptionOfType(AwsException.class)
                .isThrownBy(() -> FilterPattern.parse("a".repeat(1025)))
                .withMessageContaining("1024");
    }

    @Test
    void manyWildcardsTakeNoLongTime() {
        FilterPattern pattern = FilterPattern.parse("{ $.a = \"" + "a*".repeat(400) + "b\" }");

        assertThat(pattern.matches("{\"a\":\"" + "a".repeat(100_000) + "\"}")).isFalse();
    }
}
