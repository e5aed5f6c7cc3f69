package dev.penstock.analytics.cases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.analytics.SqlCase;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class CaseReaderTest {
    private static final String CASE = """
            {"id":"a-1","area":"a","inputSchema":[{"name":"V","sqlType":"DOUBLE","mapping":"$.v"}],
            "sql":"CREATE STREAM O (V DOUBLE); CREATE PUMP P AS INSERT INTO O SELECT STREAM V / 2 FROM SOURCE_SQL_STREAM_001 WHERE V > 1;",
            "events":[{"t":0,"data":{"v":4}},{"t":5,"data":{"v":1}},{"t":5,"raw":"{\\"v\\":6}"}],
            "expect":{"O":[{"V":2},{"V":3.0}]},"ordered":true}""".replace("\n", "");

    @Test
    void rowsAsExpectedPass() {
        SqlCase.Result result = run(CASE);

        assertThat(result.passed()).as(result.toString()).isTrue();
        assertThat(result.explanation()).isEmpty();
    }

    @Test
    void differenceMarksTheRowsAndShowsThePlan() {
        SqlCase.Result result = run(CASE.replace("{\"V\":2}", "{\"V\":7}").replace("\"v\":1", "\"v\":\"x\""));

        assertThat(result.passed()).isFalse();
        assertThat(result.expected().lines())
                .containsExactly("O, 2 rows in this order", "! {\"V\":7}", "  {\"V\":3.0}");
        assertThat(result.got().lines()).containsExactly("O, 2 rows", "! {\"V\":2.0}", "  {\"V\":3.0}");
        assertThat(result.explanation().lines())
                .containsExactly(
                        "pump P into O (V)",
                        "  select [0] /(V, 2) where >(V, 1)",
                        "    rows of stream SOURCE_SQL_STREAM_001",
                        "error row of the input: CODE_CONVERSION_ERROR: column V: 'x' is not a number");
    }

    @Test
    void orderCountsOnlyWhenItIsAsked() {
        String turned = CASE.replace("[{\"V\":2},{\"V\":3.0}]", "[{\"V\":3},{\"V\":2}]");

        assertThat(run(turned).passed()).isFalse();
        assertThat(run(turned.replace("\"ordered\":true", "\"ordered\":false")).passed())
                .isTrue();
    }

    @Test
    void rowTooManyAndStreamThatIsNotThereFail() {
        assertThat(run(CASE.replace("{\"V\":2},", "")).passed()).isFalse();
        assertThat(run(CASE.replace("{\"O\":", "{\"o\":")).got())
                .isEqualTo("the code creates no stream of that name; there are O, error_stream");
    }

    @Test
    void refusalIsShownWithItsCode() {
        SqlCase.Result result = run(CASE.replace("SELECT STREAM V", "SELECT STREAM W"));

        assertThat(result.got()).startsWith("the code is refused: CodeValidationException: 1:");
    }

    @Test
    void errorRowsAreCounted() {
        SqlCase.Result result = run(CASE.replace("\"ordered\":true", "\"ordered\":true,\"errors\":{\"count\":1}"));

        assertThat(result.expected()).isEqualTo("1 rows in error_stream");
        assertThat(result.got()).isEqualTo("0 rows in error_stream");
    }

    @Test
    void unknownFieldIsNotPassedOver() {
        assertThat(run(CASE.replace("\"ordered\"", "\"orderd\"")).got())
                .startsWith("f:1: the case has an unknown field 'orderd'; there are area, codeError");
        assertThat(run(CASE.replace("\"t\":5,\"data\"", "\"t\":-1,\"data\"")).got())
                .isEqualTo("f:1: 't' of an event must be whole milliseconds, not before 0");
        assertThat(run(CASE.replace("\"ordered\"", "\"shards\":0,\"ordered\"")).got())
                .isEqualTo("f:1: 'shards' must be a whole number from 1 to 1000");
        assertThat(run("{").got()).startsWith("f:1: the line is not JSON");
    }

    private static SqlCase.Result run(String line) {
        List<SqlCase> cases = CaseReader.read("f", new ByteArrayInputStream(line.getBytes(StandardCharsets.UTF_8)))
                .toList();
        return cases.get(0).run();
    }
}
