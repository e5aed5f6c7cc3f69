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
                          HINT    status <> 'ok' is Undefined for a message without status, so the rule does not fire for it; if it should, compare get_or_default(status, '')
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
                          WHERE   'true'  = "true"  a String, and only the Boolean true fires
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

    static Stream<Arguments> causes() {
        return Stream.of(
                arguments("temperatur", "no member 'temperatur' in the payload; it has: temperature, "),
                arguments("temperatur", "Did you mean 'temperature'?"),
                arguments("o.place.nam", "no member 'nam' in o.place; it has: name. Did you mean 'name'?"),
                arguments("o.gone.x", "no member 'gone' in o; it has: place"),
                arguments("s.x", "s is a String, which has no members"),
                arguments("a.x", "a is an Array, which has no members"),
                arguments("n.x", "n is null, which has no members"),
                arguments("get(a, 2)", "the Array has 2 elements and none at 2"),
                arguments("get(s, 9)", "the String has 3 characters and none at 9"),
                arguments("get(o.place, 'nam')", "no member 'nam' in the Object; it has: name. Did you mean 'name'?"),
                arguments("get(o, 1)", "the key of an Object is a String, not Int"),
                arguments("get(temperature, 1)", "get() looks into an Array, an Object or a String, not Int"),
                arguments("s - 1", "the String \"22C\" is not a number"),
                arguments("s > 1", "the String \"22C\" is not a number"),
                arguments("a * 2", "a is an Array, not a number"),
                arguments("n + 1", "n is null, neither a number nor a String"),
                arguments("s + n", "n is null, which has no String form"),
                arguments("1 % 0", "remainder by zero"),
                arguments("9E999 * 10", "the result is out of range"),
                arguments("s AND true", "s is a String, neither true nor false"),
                arguments("NOT a", "a is an Array, neither true nor false"),
                arguments("temperature IN s", "s is a String, not an Array"),
                arguments("true IN a", "true is a Boolean, which IN does not look for"),
                arguments("cast(s AS Int)", "a String \"22C\" does not convert"),
                arguments("CASE gone WHEN 1 THEN 2 ELSE 3 END", "gone is Undefined, and then ELSE is not taken"),
                arguments("CASE s WHEN 'x' THEN 2 END", "no WHEN equals \"22C\", and there is no ELSE"),
                arguments("(SELECT x FROM s)", "s is a String, neither an Array nor an Object"),
                arguments("(SELECT place FROM o WHERE 1 = 2)", "its WHERE is not true"),
                arguments("abs(s)", "\"22C\" is a String, not a number"),
                arguments("upper(n)", "n is null, not a String"),
                arguments("upper(gone)", "gone is Undefined"),
                arguments("upper()", "upper() takes 1 argument"),
                arguments("sqrt(-1)", "sqrt(-1) has no real value"),
                arguments("power(-8, 0.5)", "power(-8, 0.5) has no real value"),
                arguments("mod(1, 0)", "remainder by zero"),
                arguments("chr(200)", "ASCII has no character 200"),
                arguments("concat()", "it has no arguments"),
                arguments("concat(s, n)", "an argument has no String form"),
                arguments("nanvl(n, gone)", "the first argument is Undefined or Null, and the second is Undefined"),
                arguments("get_or_default(n)", "it has no value and no default is given"),
                arguments("regexp_matches(s, '(')", "\"(\" is not a regular expression"),
                arguments("regexp_substr(s, 'z')", "nothing in \"22C\" matches \"z\""),
                arguments("regexp_replace(s, 'C', '$3')", "names a group it does not have"),
                arguments("encode(s, 'hex')", "the only encoding is 'base64', not \"hex\""),
                arguments("encode(n, 'base64')", "Null has no String form"),
                arguments("decode(s, 'hex')", "the encoding is 'base64' or 'proto', written as a string, not \"hex\""),
                arguments("parse_time('q', 0)", "\"q\" is no pattern: the letter q has no meaning here"),
                arguments("parse_time('y', 0, 'Nowhere')", "there is no time zone \"Nowhere\""),
                arguments("parse_time('y', 1E300)", "is no time in milliseconds since 1970"),
                arguments("time_to_epoch(s, 'yyyy')", "\"22C\" does not fit the pattern \"yyyy\""),
                arguments("topic(5)", "the topic has no segment 5"),
                arguments("transform('x', o, a)", "its only mode is 'enrichArray', not \"x\""),
                arguments("transform('enrichArray', s, a)", "the second argument is an Object, not String"),
                arguments("transform('enrichArray', o, s)", "the third argument is an Array of Objects, not String"),
                arguments("transform('enrichArray', o, a)", "element 0 of the Array is Int, not Object"),
                arguments("principal()", "the publisher showed no certificate or other identity"),
                arguments("sourceip()", "the message did not come over the network"),
                arguments("get_mqtt_property('response')", "the message has no property \"response\""),
                arguments("get_user_properties('x')", "the message has no user property \"x\""));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("causes")
    void everyUndefinedHasItsCause(String expression, String cause) {
        String payload = "{\"temperature\":21,\"s\":\"22C\",\"n\":null,\"a\":[1,2],\"o\":{\"place\":{\"name\":\"x\"}}}";

        Explanation explanation = explain("SELECT %s AS r FROM 't'".formatted(expression), "t", Bytes.utf8(payload));

        JsonNode item =
                explanation.document().path("rules").path(0).path("select").path(0);
        assertThat(item.path("type").asText()).isEqualTo("Undefined");
        assertThat(item.path("note").asText()).contains(cause);
    }

    @Test
    void nameThatANestedQueryTakesFromOutsideIsPointedOut() {
        Explanation explanation = explain(
                "SELECT (SELECT VALUE v FROM e WHERE limit > 1) AS r FROM 't'",
                "t",
                Bytes.utf8("{\"limit\":5,\"e\":[{\"v\":1}]}"));

        assertThat(explanation.document().toString()).contains("not in the element, taken from around it");
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
