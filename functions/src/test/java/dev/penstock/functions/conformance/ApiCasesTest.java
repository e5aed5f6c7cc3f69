package dev.penstock.functions.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.penstock.functions.wire.Api;
import dev.penstock.functions.wire.Api.Answer;
import dev.penstock.functions.wire.PythonZip;
import dev.penstock.stream.StreamSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The cases of invocations and event source mappings that the API itself decides. */
class ApiCasesTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String STREAM = "arn:aws:kinesis:us-east-1:000000000000:stream/";
    private static final String TABLE =
            "arn:aws:dynamodb:us-east-1:000000000000:table/t/stream/2026-01-01T00:00:00.000";

    static final Map<String, LambdaCase.Script> SCRIPTS = new TreeMap<>(Map.ofEntries(
            Map.entry("RUN-001", ApiCasesTest::invoke),
            Map.entry("RUN-002", ApiCasesTest::invokeTypes),
            Map.entry("RUN-029", ApiCasesTest::badJson),
            Map.entry("ESM-002", ApiCasesTest::createResponse),
            Map.entry("ESM-004", ApiCasesTest::duplicate),
            Map.entry("ESM-005", given -> refusedAs(given, mapping(STREAM + "s", ""))),
            Map.entry(
                    "ESM-007",
                    given -> refusedAs(
                            given,
                            mapping(TABLE, ",\"StartingPosition\":\"AT_TIMESTAMP\",\"StartingPositionTimestamp\":1"))),
            Map.entry("ESM-008", given -> refusedAs(given, mapping(STREAM + "no", ",\"StartingPosition\":\"LATEST\""))),
            Map.entry("ESM-010", ApiCasesTest::unknownMapping),
            Map.entry("ESM-022", ApiCasesTest::functionDeleted),
            Map.entry("ESM-038", ApiCasesTest::youngestAge),
            Map.entry("ESM-065", ApiCasesTest::invalidFilters)));

    static List<LambdaCase> cases() {
        return SCRIPTS.keySet().stream().map(LambdaCases::get).toList();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void holds(LambdaCase given) throws Exception {
        SCRIPTS.get(given.id()).run(given);
    }

    /** An echo function, and the stream of the case. */
    private static Api api(LambdaCase given) {
        Api api = new Api();
        JsonNode stream = given.setup().path("stream");
        if (stream.isObject()) {
            api.streams()
                    .create(new StreamSpec(
                            stream.path("name").asText(), stream.path("shards").asInt(), StreamSpec.DEFAULT_RETENTION));
        }
        api.create("f", PythonZip.ECHO);
        return api;
    }

    private static String mapping(String source, String more) {
        return "{\"FunctionName\":\"f\",\"EventSourceArn\":\"%s\"%s}".formatted(source, more);
    }

    private static Answer create(Api api, String more) {
        return api.call("POST", Api.MAPPINGS, mapping(STREAM + "s", ",\"StartingPosition\":\"TRIM_HORIZON\"" + more));
    }

    private static void invoke(LambdaCase given) throws Exception {
        try (Api api = api(given)) {
            Answer answer = api.invoke(
                    "f",
                    given.stimulus().path("invoke").asText(),
                    "X-Amz-Invocation-Type",
                    given.stimulus().path("type").asText());

            assertThat(answer.status()).isEqualTo(given.expect().path("http").asInt());
            assertThat(answer.json())
                    .isEqualTo(MAPPER.readTree(given.stimulus().path("invoke").asText()));
            given.expect()
                    .path("headers")
                    .properties()
                    .forEach(header -> assertThat(answer.header(header.getKey()))
                            .isEqualTo(header.getValue().asText()));
            given.expect()
                    .path("absentHeaders")
                    .forEach(header -> assertThat(answer.response().headers()).doesNotContainKey(header.asText()));
        }
    }

    private static void invokeTypes(LambdaCase given) {
        try (Api api = api(given)) {
            for (int i = 0; i < given.stimulus().path("invoke").size(); i++) {
                String type = given.stimulus().path("invoke").get(i).asText();

                Answer answer = api.invoke("f", "{}", "X-Amz-Invocation-Type", type);

                assertThat(answer.status())
                        .isEqualTo(given.expect().path("http").get(i).asInt());
                assertThat(answer.text()).isEmpty();
            }
        }
    }

    private static void badJson(LambdaCase given) {
        try (Api api = api(given)) {
            assertRefused(given, api.invoke("f", given.stimulus().path("invoke").asText()));
        }
    }

    private static void refusedAs(LambdaCase given, String body) {
        try (Api api = api(given)) {
            assertRefused(given, api.call("POST", Api.MAPPINGS, body));
        }
    }

    private static void assertRefused(LambdaCase given, Answer answer) {
        JsonNode expect = given.expect();
        assertThat(answer.status()).isEqualTo(expect.path("http").asInt());
        String refusal = answer.refusal();
        if (expect.has("error")) {
            assertThat(refusal).contains(" " + expect.path("error").asText() + ": ");
        }
        String message = refusal.substring(refusal.indexOf(": ") + 2);
        if (expect.has("message")) {
            assertThat(message).isEqualTo(expect.path("message").asText());
        }
        assertThat(message)
                .startsWith(expect.path("message starts").asText())
                .contains(expect.path("message contains").asText());
    }

    private static void createResponse(LambdaCase given) {
        try (Api api = api(given)) {
            Answer answer = create(api, "");

            assertThat(answer.status()).isEqualTo(given.expect().path("http").asInt());
            given.expect()
                    .path("body")
                    .properties()
                    .forEach(member -> assertThat(answer.json().path(member.getKey()))
                            .as(member.getKey())
                            .isEqualTo(member.getValue()));
            given.expect()
                    .path("absentKeys")
                    .forEach(key -> assertThat(answer.json().has(key.asText())).isFalse());
        }
    }

    private static void duplicate(LambdaCase given) {
        try (Api api = api(given)) {
            String id = create(api, "").json().path("UUID").asText();

            Answer again = create(api, "");

            assertRefused(given, again);
            assertThat(again.refusal()).endsWith(id);
        }
    }

    private static void unknownMapping(LambdaCase given) {
        try (Api api = api(given)) {
            for (String method : List.of("GET", "PUT", "DELETE")) {
                assertRefused(given, api.call(method, Api.MAPPINGS + "/" + UUID.randomUUID(), "{}"));
            }
        }
    }

    private static void functionDeleted(LambdaCase given) {
        try (Api api = api(given)) {
            String id = create(api, "").json().path("UUID").asText();
            api.time().advance(Duration.ofSeconds(1));

            api.call("DELETE", Api.FUNCTIONS + "/f");

            Answer mapping = api.call("GET", Api.MAPPINGS + "/" + id);
            assertThat(mapping.status()).isEqualTo(given.expect().path("http").asInt());
            assertThat(mapping.json().path("State").asText())
                    .isEqualTo(given.expect().path("State").asText());
        }
    }

    private static void youngestAge(LambdaCase given) {
        try (Api api = api(given)) {
            assertRefused(given, create(api, ",\"MaximumRecordAgeInSeconds\":30"));
            assertRefused(given, create(api, ",\"MaximumRecordAgeInSeconds\":59"));
            assertThat(create(api, ",\"MaximumRecordAgeInSeconds\":60").status())
                    .isEqualTo(202);
        }
    }

    private static void invalidFilters(LambdaCase given) {
        try (Api api = api(given)) {
            for (String pattern : List.of("just text", "{\\\"data\\\":", "[]", "7")) {
                assertRefused(
                        given,
                        create(api, ",\"FilterCriteria\":{\"Filters\":[{\"Pattern\":\"%s\"}]}".formatted(pattern)));
            }
        }
    }
}
