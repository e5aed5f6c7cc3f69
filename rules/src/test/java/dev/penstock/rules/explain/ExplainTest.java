package dev.penstock.rules.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.time.TestTime;
import dev.penstock.rules.Explanation;
import dev.penstock.rules.Rules;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Golden texts: what a user reads when a rule did or did not fire. */
class ExplainTest {

    static Stream<Arguments> explanations() {
        return Stream.of(
                arguments(
                        "SELECT * FROM 'sensors/+' WHERE temperature > 50",
                        "sensors/d1",
                        "{\"temp\":51,\"humidity\":40}",
                        """
                        message on 'sensors/d1' from client 'd1' at 2026-01-01T00:00:00Z
                        payload {"temp":51,"humidity":40}

                        the rule did not fire: WHERE is Undefined
                          FROM    'sensors/+' matches
                          WHERE   temperature > 50  = Undefined  temperature is Undefined
                                    temperature     = Undefined  no member 'temperature' in the payload; it has: temp, humidity. Did you mean 'temp'?
                        """),
                arguments(
                        "SELECT t, topic(2) AS device, missing, upper(place.name) AS place FROM 'sensors/+'"
                                + " WHERE t > 50 AND (status <> 'ok' OR place.room = 7)",
                        "sensors/d1",
                        "{\"t\":51,\"status\":\"hot\",\"place\":{\"nam\":\"x\",\"room\":\"7\"}}",
                        """
                        message on 'sensors/d1' from client 'd1' at 2026-01-01T00:00:00Z
                        payload {"t":51,"status":"hot","place":{"nam":"x","room":"7"}}

                        the rule fired
                          FROM    'sensors/+' matches
                          WHERE   t > 50 AND (status <> 'ok' OR place.room = 7)  = true
                                    t > 50                                       = true
                                      t                                          = 51
                                    status <> 'ok' OR place.room = 7             = true
                                      status <> 'ok'                             = true
                                        status                                   = "hot"
                                      place.room = 7                             = false      a String and an Int are never equal
                                        place.room                               = "7"
                          SELECT  t                                              = 51
                                  topic(2) AS device                             = "d1"
                                  missing                                        = Undefined  left out: no member 'missing' in the payload; it has: t, status, place
                                  upper(place.name) AS place                     = Undefined  left out: place.name is Undefined
                                    place.name                                   = Undefined  no member 'name' in place; it has: nam, room. Did you mean 'nam'?
                          OUTPUT  {"t":51,"device":"d1"}
                        """),
                arguments("SELECT * FROM 'sensors/+/temp' WHERE temperature > 50", "sensors/d1/hum", "{}", """
                        message on 'sensors/d1/hum' from client 'd1' at 2026-01-01T00:00:00Z
                        payload {}

                        the rule did not fire: the topic does not match
                          FROM    'sensors/+/temp': level 3 is 'hum', the filter wants 'temp'
                        """),
                arguments(
                        "SET @c = (f - 32) * 5 / 9 SELECT @c AS celsius FROM 't'"
                                + " WHERE EXISTS (SELECT * FROM readings WHERE v > 99) AND @c > '3x'",
                        "t",
                        "{\"f\":51,\"readings\":[{\"v\":1},{\"w\":2}]}",
                        """
                        message on 't' from client 'd1' at 2026-01-01T00:00:00Z
                        payload {"f":51,"readings":[{"v":1},{"w":2}]}

                        the rule did not fire: WHERE is Undefined
                          FROM    't' matches
                          SET     @c                                              = 10
                                    (f - 32) * 5 / 9                              = 10         Int / Int is an Int
                                      (f - 32) * 5                                = 95
                                        f - 32                                    = 19
                                          f                                       = 51
                          WHERE   EXISTS (SELECT * FROM readings WHERE v > 99) AND @c > '3x'  = Undefined  @c > '3x' is Undefined
                                    EXISTS (SELECT * FROM readings WHERE v > 99)  = false      0 of 2 elements
                                      readings                                    = [{"v":1},{"w":2}]
                                      element 0: v > 99                           = false
                                        v                                         = 1
                                      element 1: v > 99                           = Undefined  v is Undefined
                                        v                                         = Undefined  no member 'v' in the element (nor in the payload); it has: w
                                    @c > '3x'                                     = Undefined  the String "3x" is not a number
                                      @c                                          = 10
                        """),
                arguments("SELECT temperature FROM 't' WHERE temperature > 50", "t", "{\"temperature\": 51", """
                        message on 't' from client 'd1' at 2026-01-01T00:00:00Z
                        payload {"temperature": 51

                        the rule did not fire: the payload is not JSON
                          FROM    't' matches
                          PAYLOAD Unexpected end-of-input: expected close marker for Object (line 1, column 19)
                        """),
                arguments("SELECT *, topic() FROM 't'", "t", "[1]", """
                        message on 't' from client 'd1' at 2026-01-01T00:00:00Z
                        payload [1]

                        the rule did not fire: the payload cannot be part of the output
                          FROM    't' matches
                          PAYLOAD it is an Array: SELECT * with other items needs an Object to add them to
                          HINT    topic() has no alias; AWS does not document which key it gets, here it is 'topic'
                        """),
                arguments(
                        "SELECT CASE kind WHEN 'a' THEN 1 ELSE 2 END AS k FROM 't' WHERE 1/n = 3 AND length(kind, 2) > 1",
                        "t",
                        "{\"n\":0}",
                        """
                        message on 't' from client 'd1' at 2026-01-01T00:00:00Z
                        payload {"n":0}

                        the rule did not fire: WHERE is Undefined
                          FROM    't' matches
                          WHERE   1/n = 3 AND length(kind, 2) > 1  = Undefined  1/n = 3 is Undefined
                                    1/n = 3                        = Undefined  1/n is Undefined
                                      1/n                          = Undefined  division by zero
                                        n                          = 0
                                    length(kind, 2) > 1            = Undefined  length(kind, 2) is Undefined
                                      length(kind, 2)              = Undefined  length() takes 1 argument
                                        kind                       = Undefined  no member 'kind' in the payload; it has: n
                          HINT    length(kind, 2) is always Undefined: length() takes 1 argument
                        """),
                arguments("SELECT * FROM 't' WHERE 'true'", "t", "", """
                        message on 't' from client 'd1' at 2026-01-01T00:00:00Z
                        payload (empty)

                        the rule did not fire: WHERE is not a Boolean
                          FROM    't' matches
                          WHERE   'true'  = "true"
                        """));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("explanations")
    void textShowsVerdictAndEveryValueOnTheWay(String sql, String topic, String payload, String expected) {
        Explanation explanation = explain(sql, topic, Bytes.utf8(payload));

        assertThat(explanation.text()).isEqualTo(expected);
    }

    @Test
    void documentHasTheSameForPrograms() {
        JsonNode rule = explain("SELECT t AS a.b FROM 't' WHERE t > x", "t", Bytes.utf8("{\"t\":51}"))
                .document()
                .path("rules")
                .get(0);

        assertThat(rule.path("fired").asBoolean()).isFalse();
        assertThat(rule.path("verdict").asText()).isEqualTo("WHERE_UNDEFINED");
        assertThat(rule.path("where").toString())
                .isEqualTo("{\"source\":\"t > x\",\"type\":\"Undefined\",\"note\":\"x is Undefined\",\"parts\":["
                        + "{\"source\":\"t\",\"type\":\"Int\",\"value\":51},"
                        + "{\"source\":\"x\",\"type\":\"Undefined\",\"note\":\"no member 'x' in the payload; it has:"
                        + " t\"}]}");
    }

    @Test
    void binaryPayloadIsShownInBase64() {
        Explanation explanation = explain("SELECT * FROM 't'", "t", Bytes.wrap(new byte[] {0, 1, (byte) 0xff}));

        assertThat(explanation.text()).contains("payload base64 AAH/").contains("OUTPUT  base64 AAH/");
        assertThat(explanation.document().path("message").path("payloadBase64").asText())
                .isEqualTo("AAH/");
    }

    private static Explanation explain(String sql, String topic, Bytes payload) {
        return Rules.explain(sql, "2016-03-23", topic, payload, "d1", TestTime.at("2026-01-01T00:00:00Z"));
    }
}
