package dev.penstock.analytics.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.analytics.type.Assignment;
import dev.penstock.analytics.type.RowFailure;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogParsersTest {
    private static final long NOW = Instant.parse("2024-06-01T00:00:00Z").toEpochMilli();

    private static List<String> fields(LogParser parser, String text) {
        @Nullable Object @Nullable [] record = parser.parse(text, NOW);
        List<String> fields = new ArrayList<>();
        for (int i = 0; record != null && i < record.length; i++) {
            Object value = record[i];
            fields.add(
                    value == null
                            ? "NULL"
                            : Assignment.text(value, parser.fields().get(i).type()));
        }
        return record == null ? List.of("no record") : fields;
    }

    private static LogParser parser(String function, Object... arguments) {
        return LogParsers.create(function, List.of(arguments));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '\0', textBlock = """
                    (\\w+) (\\w+)      ~ one two    ~ one / two
                    (\\w+) (\\w+)      ~ one two x  ~ no record
                    (a+)(a*)           ~ aaaa       ~ aaaa /
                    (a)|(b)            ~ b          ~ NULL / b
                    (?:x)(.)           ~ xy         ~ y
                    (.*)=(.*)          ~ a=b=c      ~ a=b / c
                    """)
    void regexMatchesTheWholeText(String regex, String text, String expected) {
        List<String> fields = fields(parser("REGEX_LOG_PARSE", regex), text);

        assertThat(String.join(" / ", fields).strip()).isEqualTo(expected);
    }

    @Test
    void regexCutsFieldsTo1024Characters() {
        List<String> fields = fields(parser("REGEX_LOG_PARSE", "(.*)"), "x".repeat(2_000));

        assertThat(fields.get(0)).hasSize(1_024);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '\0', textBlock = """
                    (.*)=(.*)               ~ a=b=c    ~ a / b=c
                    (@)-(<Digit>+)          ~ ab-12    ~ ab / 12
                    (<Alpha>+)(<Alnum>*)    ~ ab12     ~ a / b12
                    ("a.b")(.*)             ~ a.bc     ~ a.b / c
                    ("a.b")(.*)             ~ axbc     ~ no record
                    ([0-9]{2})(.*)          ~ 123      ~ 12 / 3
                    (^a$)                   ~ ^a$      ~ ^a$
                    (#|x)                   ~ x        ~ x
                    """)
    void fastRegexTakesAsLittleAsItCan(String regex, String text, String expected) {
        List<String> fields = fields(parser("FAST_REGEX_LOG_PARSE", regex), text);

        assertThat(String.join(" / ", fields)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '\0', textBlock = """
                    a,b,c            ~ a / b / c
                    a,b              ~ a / b / NULL
                    a,b,c,d          ~ a / b / c
                    a,,c             ~ a /  / c
                    "a,b",c          ~ a,b / c / NULL
                    a\\,b,c          ~ a,b / c / NULL
                    "a\\"b",c        ~ a"b / c / NULL
                    a"b,c            ~ a"b / c / NULL
                    """)
    void variableColumnsArePartedByTheDelimiter(String text, String expected) {
        List<String> fields = fields(parser("VARIABLE_COLUMN_LOG_PARSE", 3, ",", "\\", "\""), text);

        assertThat(String.join(" / ", fields)).isEqualTo(expected);
    }

    @Test
    void variableColumnsMayHaveTypes() {
        LogParser parser = parser(
                "VARIABLE_COLUMN_LOG_PARSE",
                "id TYPE INTEGER NOT NULL, \"at\" TYPE TIMESTAMP 'dd/MMM/yyyy HH:mm', price TYPE DECIMAL(5,2), s TYPE VARCHAR(3)",
                "||");

        assertThat(parser.fields()).extracting(field -> field.name()).containsExactly("ID", "at", "PRICE", "S");
        assertThat(fields(parser, "7||02/Jan/2024 03:04|| 1.5 ||north"))
                .containsExactly("7", "2024-01-02 03:04:00.000", "1.50", "nor");
        assertThat(fields(parser, "7||||")).containsExactly("7", "NULL", "NULL", "NULL");
        assertThatThrownBy(() -> parser.parse("", NOW))
                .isInstanceOf(RowFailure.class)
                .hasMessage("field ID is NOT NULL and has no value");
        assertThatThrownBy(() -> parser.parse("x", NOW))
                .isInstanceOf(RowFailure.class)
                .hasMessage("field ID: 'x' is not a number");
    }

    @Test
    void quoteMayHaveTwoEnds() {
        LogParser parser = parser("VARIABLE_COLUMN_LOG_PARSE", 2, " ", "", "[]");

        assertThat(fields(parser, "[10/Oct 13:55] x")).containsExactly("10/Oct 13:55", "x");
    }

    @Test
    void fixedColumnsAreCountedFromZero() {
        LogParser parser = parser(
                "FIXED_COLUMN_LOG_PARSE",
                "code TYPE INTEGER START 0 FOR 3, word TYPE VARCHAR(8) START 3 FOR 4, tail TYPE VARCHAR(8) START 7");

        assertThat(fields(parser, "042northern")).containsExactly("42", "nort", "hern");
        assertThat(fields(parser, "042no")).containsExactly("42", "no", "NULL");
        assertThat(fields(parser, "   north")).containsExactly("NULL", "nort", "h");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '\0', textBlock = """
                    Jan  2 03:04:05 host app: x  ~ 2024-01-02 03:04:05.000 / host app: x
                    Dec 31 23:59:59              ~ 2024-12-31 23:59:59.000 / NULL
                    2024-01-02 host              ~ no record
                    """)
    void sysLogHasTheYearOfTheRow(String text, String expected) {
        List<String> fields = fields(parser("SYS_LOG_PARSE"), text);

        assertThat(String.join(" / ", fields)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '\0', textBlock = """
                    COMMON ~ 1.2.3.4 - bob [10/Oct/2000:13:55:36 -0700] "GET /a?b=\\"c HTTP/1.0" 200 2326 ~ 1.2.3.4 / - / bob / 10/Oct/2000:13:55:36 -0700 / GET /a?b=\\"c HTTP/1.0 / 200 / 2326
                    COMMON ~ 1.2.3.4 - bob ~ no record
                    COMMON WITH VHOST ~ h 1.2.3.4 - bob [10/Oct/2000] "GET / HTTP/1.0" 200 - ~ h / 1.2.3.4 / - / bob / 10/Oct/2000 / GET / HTTP/1.0 / 200 / -
                    NCSA EXTENDED ~ 1.2.3.4 - - [t] "GET /" 200 5 "http://r" "Mozilla (x)" ~ 1.2.3.4 / - / - / t / GET / / 200 / 5 / http://r / Mozilla (x)
                    REFERER ~ http://r -> /page ~ http://r / /page
                    AGENT ~ Mozilla (X11; x) ~ Mozilla (X11; x)
                    %h %>s ~ 1.2.3.4 404 ~ 1.2.3.4 / 404
                    100%% %h ~ 100% x ~ x
                    """)
    void w3cFormatsCutTheirLines(String format, String text, String expected) {
        List<String> fields = fields(parser("W3C_LOG_PARSE", format), text);

        assertThat(String.join(" / ", fields)).isEqualTo(expected);
    }

    @Test
    void iisLineIsPartedByCommas() {
        LogParser parser = parser("W3C_LOG_PARSE", "IIS");

        assertThat(
                        fields(
                                parser,
                                "1.2.3.4, -, 03/20/01, 7:55:20, W3SVC2, SALES1, 1.2.3.5, 4502, 163, 3223, 200, 0, GET, /a.gif, -,"))
                .hasSize(15)
                .startsWith("1.2.3.4", "-", "03/20/01")
                .endsWith("GET", "/a.gif", "-");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', textBlock = """
                    REGEX_LOG_PARSE           ~ (           ~ regular expression
                    REGEX_LOG_PARSE           ~ abc         ~ no group
                    FAST_REGEX_LOG_PARSE      ~ (a)&(b)     ~ &
                    FAST_REGEX_LOG_PARSE      ~ (<Nope>)    ~ <Nope>
                    FIXED_COLUMN_LOG_PARSE    ~ a TYPE INTEGER ~ START
                    FIXED_COLUMN_LOG_PARSE    ~ a           ~ is no field
                    FIXED_COLUMN_LOG_PARSE    ~ a TYPE BLOB START 1 ~ BLOB
                    VARIABLE_COLUMN_LOG_PARSE ~ a           ~ takes a text, columns
                    W3C_LOG_PARSE             ~ nothing     ~ is no log format
                    SYS_LOG_PARSE             ~ x           ~ one argument
                    """)
    void wrongArgumentsAreNamed(String function, String argument, String message) {
        assertThatThrownBy(() -> parser(function, argument))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void regexThatNeverEndsFailsTheRow() {
        LogParser parser = parser("REGEX_LOG_PARSE", "((a+)+)+b");

        assertThatThrownBy(() -> parser.parse("a".repeat(40), NOW)).isInstanceOf(RowFailure.class);
    }
}
