package dev.penstock.rules.cases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.platform.data.Json;
import dev.penstock.platform.data.TextLines;
import dev.penstock.rules.RuleCase;
import dev.penstock.rules.RuleCases;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CaseParserTest {
    private static final String GOOD =
            "{\"id\":\"a\",\"area\":\"x\",\"sql\":\"SELECT * FROM 't'\",\"topic\":\"t\",\"payload\":{},\"expect\":{}}";

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '~',
            value = {
                "`paylod`:{}; unknown field 'paylod'. Did you mean 'payload'?",
                "`payload`:{},`payloadText`:``; payload: exactly one of payload, payloadText, payloadBase64 is expected",
                "`topic`:7; topic: a text is expected, this is 7",
                "`protocol`:`amqp`; protocol: 'amqp' is not one of mqtt, http",
                "`payloadBase64`:`?`; payloadBase64: '?' is not Base64:",
                "`receivedAt`:`noon`; receivedAt: 'noon' is not an instant such as 2026-01-01T00:00:00Z",
                "`templateContext`:`s3`; templateContext: 's3' is not one of republish.topic",
                "`userProperties`:[[`a`]]; userProperties: a list of [name, value] is expected, [\"a\"] is none",
                "`mqttProperties`:{`contentTyp`:`x`}; mqttProperties: unknown field 'contentTyp'. Did you mean 'contentType'?",
                "`mqttProperties`:{`payloadFormatIndicator`:2}; mqttProperties.payloadFormatIndicator: can be 0 or 1",
                "`fixtures`:{`lamda`:{}}; fixtures: unknown field 'lamda'. Did you mean 'lambda'?",
                "`fixtures`:{`lambda`:{`f`:[{`input`:1}]}}; fixtures.lambda.f.0.output: one of output and error is expected",
                "`fixtures`:{`dynamodb`:{`t`:{`key`:[],`items`:[]}}}; fixtures.dynamodb.t.key: a list of one or two attribute names is expected",
                "`fixtures`:{`dynamodb`:{`t`:{`key`:[`k`],`items`:[1]}}}; fixtures.dynamodb.t.items: a list of JSON objects is expected",
                "`fixtures`:{`secrets`:{`s`:{}}}; fixtures.secrets.s: one of SecretString and SecretBinaryBase64 is expected",
                "`fixtures`:{`shadows`:{`t`:{``:1}}}; fixtures.shadows.t.: a JSON object is expected, this is 1",
                "`expectNoMatch`:false; expectNoMatch: can only be true; leave it out otherwise",
                "`expectNoMatch`:true,`expect`:{}; expectNoMatch: goes with no other expectation: there is no output then",
                "`expectRegex`:{`pattern`:`(`}; expectRegex.pattern: '(' is not a regular expression: Unclosed group",
                "`expectApprox`:{`value`:1}; expectApprox.relTol: is missing",
                "`expectRange`:3; expectRange: a JSON object is expected, this is 3",
                "`expectAnyOf`:[]; expectAnyOf: a list of at least one value is expected, this is []"
            })
    void wrongFieldIsAProblem(String members, String problem) throws IOException {
        String json = "{`sql`:`SELECT * FROM 't'`,%s}".formatted(members).replace('`', '"');

        List<RuleCases.Problem> problems = RuleCases.problems(Json.MAPPER.readTree(json));

        assertThat(problems).extracting(RuleCases.Problem::text).anyMatch(text -> text.startsWith(problem));
    }

    @Test
    void caseWithoutSqlOrExpectationSaysSo() throws IOException {
        List<RuleCases.Problem> problems = RuleCases.problems(Json.MAPPER.readTree("{}"));

        assertThat(problems)
                .extracting(RuleCases.Problem::text)
                .containsExactly(
                        "expect: the case expects nothing; say expect, expectNoMatch or another expectation",
                        "sql: is missing, and so is template",
                        "topic: is missing",
                        "payload: exactly one of payload, payloadText, payloadBase64 is expected");
    }

    @Test
    void badLineFailsWithItsPlaceAndTheOthersRun() {
        List<RuleCase> cases = CaseFile.read("\n" + GOOD + "\r\n{\"id\": \n[1]\n" + GOOD);

        assertThat(cases).extracting(RuleCase::line).containsExactly(2, 3, 4, 5);
        assertThat(cases).extracting(one -> one.run().passed()).containsExactly(true, false, false, true);
        assertThat(cases.get(1).id()).isEqualTo("cases.jsonl:3");
        assertThat(cases.get(1).run().got()).startsWith("my/cases.jsonl:3: the line is not JSON at column ");
        assertThat(cases.get(2).run().got()).startsWith("my/cases.jsonl:4: a JSON object is expected, this is [1]");
    }

    @Test
    void memberThatStandsTwiceIsRefused() {
        RuleCase one = CaseFile.read("{\"id\":\"a\",\"id\":\"b\"}").get(0);

        assertThat(one.run().got()).contains("my/cases.jsonl:1: the line is not JSON", "'id'");
    }

    @Test
    void namesOfABrokenCaseAreKept() {
        RuleCase one = CaseFile.read("{\"id\":\"a-1\",\"area\":\"x\",\"sql\":\"S\",\"oops\":1}")
                .get(0);

        assertThat(one.id()).isEqualTo("a-1");
        assertThat(one.area()).isEqualTo("x");
        assertThat(one.subject()).isEqualTo("S");
        assertThat(one.run().passed()).isFalse();
    }

    @Test
    void byteOrderMarkIsNoPartOfTheFirstCase() {
        assertThat(CaseFile.read("\uFEFF" + GOOD).get(0).run().passed()).isTrue();
    }

    @Test
    void otherEncodingsAreNamed() {
        byte[] latin1 = GOOD.replace("\"a\"", "\"\u00e4\"").getBytes(StandardCharsets.ISO_8859_1);

        assertThat(CaseFile.read(latin1).get(0).run().got()).isEqualTo("my/cases.jsonl:1: the line is not UTF-8");
    }

    @Test
    void lineWithoutEndIsCutOff() {
        byte[] file =
                (GOOD + "\n" + " ".repeat(TextLines.LONGEST) + GOOD + "\n" + GOOD).getBytes(StandardCharsets.UTF_8);

        List<RuleCase> cases = CaseFile.read(file);

        assertThat(cases).extracting(one -> one.run().passed()).containsExactly(true, false, true);
        assertThat(cases.get(1).run().got()).contains(":2: the line is longer than 4194304 bytes");
    }

    @Test
    void fileIsReadAsItsCasesAreUsed() {
        byte[] line = (GOOD + "\n").getBytes(StandardCharsets.UTF_8);
        InputStream endless = new InputStream() {
            private int at;

            @Override
            public int read() {
                return line[at++ % line.length];
            }

            @Override
            public int read(byte[] into, int offset, int length) {
                into[offset] = line[at++ % line.length];
                return 1;
            }
        };

        try (var cases = RuleCases.read("endless", endless)) {
            assertThat(cases.limit(3).map(RuleCase::line)).containsExactly(1, 2, 3);
        }
    }

    @Test
    void brokenFileIsNotTakenForItsEnd() throws IOException {
        InputStream broken = InputStream.nullInputStream();
        broken.close();

        try (var cases = RuleCases.read("broken", broken)) {
            assertThatThrownBy(cases::count).isInstanceOf(UncheckedIOException.class);
        }
    }
}
