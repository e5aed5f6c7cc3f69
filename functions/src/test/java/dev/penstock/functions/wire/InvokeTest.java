package dev.penstock.functions.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.functions.wire.Api.Answer;
import dev.penstock.platform.data.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InvokeTest {
    private static final Api API = new Api();

    @BeforeAll
    static void create() {
        API.create("echo", PythonZip.ECHO);
        API.create("context", """
                def handler(event, context):
                    print('said')
                    return {'id': context.aws_request_id, 'app': context.client_context.client.app_title}
                """);
        API.create("fails", "def handler(event, context):\n    raise ValueError('no')\n");
    }

    @AfterAll
    static void close() {
        API.close();
    }

    @Test
    void answerIsThePayloadWithHeaders() {
        Answer answer = API.invoke("echo", "{\"a\":[1.50,null]}");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).isEqualTo("{\"a\": [1.5, null]}");
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        assertThat(answer.header("X-Amz-Executed-Version")).isEqualTo("$LATEST");
        assertThat(answer.header("X-Amzn-Trace-Id"))
                .matches("Root=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=0");
        assertThat(answer.response().headers()).doesNotContainKeys("X-Amz-Function-Error", "X-Amz-Log-Result");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "echo",
                "echo:$LATEST",
                "function:echo",
                "000000000000:function:echo",
                "arn:aws:lambda:us-east-1:000000000000:function:echo",
                "arn%3Aaws%3Alambda%3Aus-east-1%3A000000000000%3Afunction%3Aecho%3A%24LATEST"
            })
    void functionIsNamedInEveryForm(String name) {
        assertThat(API.invoke(name, "7").text()).isEqualTo("7");
    }

    @Test
    void noEventIsAnEmptyObject() {
        assertThat(API.invoke("echo", "").text()).isEqualTo("{}");
    }

    @Test
    void handlerSeesTheRequestIdOfTheAnswerAndTheClientContext() {
        String context = Base64.getEncoder()
                .encodeToString(Bytes.utf8("{\"client\":{\"app_title\":\"T\"}}").toArray());

        Answer answer = API.invoke("context", "{}", "X-Amz-Client-Context", context, "X-Amz-Log-Type", "Tail");

        assertThat(answer.json().path("id").asText()).as(answer.text()).isEqualTo(answer.header("x-amzn-RequestId"));
        assertThat(answer.json().path("app").asText()).isEqualTo("T");
        assertThat(new String(Base64.getDecoder().decode(answer.header("X-Amz-Log-Result")), StandardCharsets.UTF_8))
                .contains("START RequestId: " + answer.header("x-amzn-RequestId"), "said", "REPORT RequestId: ");
    }

    @Test
    void functionErrorIsStillAnAnswer() {
        Answer answer = API.invoke("fails", "{}");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("X-Amz-Function-Error")).isEqualTo("Unhandled");
        assertThat(answer.json().path("errorMessage").asText()).isEqualTo("no");
    }

    @ParameterizedTest
    @CsvSource({"Event, 202", "DryRun, 204"})
    void otherTypesHaveNoBody(String type, int status) {
        Answer answer = API.invoke("echo", "{}", "X-Amz-Invocation-Type", type);

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.text()).isEmpty();
        assertThat(answer.header("x-amzn-RequestId")).hasSize(36);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "{oops|Could not parse request body into json: Could not parse payload into json: Unexpected character ('o' (code 111))",
                "{} x|Could not parse request body into json: Could not parse payload into json: ",
                "{\"a\":|Could not parse request body into json: Could not parse payload into json: Unexpected end-of-input",
                "NaN|Could not parse request body into json: Could not parse payload into json: "
            })
    void eventThatIsNoJsonIsRefused(String event, String message) {
        for (String type : new String[] {"RequestResponse", "Event"}) {
            assertThat(API.invoke("echo", event, "X-Amz-Invocation-Type", type).refusal())
                    .startsWith("400 InvalidRequestContentException: " + message);
        }
    }

    @ParameterizedTest
    @CsvSource({"RequestResponse, 6291456", "Event, 1048576"})
    void eventHasALimit(String type, int limit) {
        String largest = "\"%s\"".formatted("x".repeat(limit - 2));

        Answer fits = API.invoke("missing", largest, "X-Amz-Invocation-Type", type);
        Answer tooLarge = API.invoke("missing", largest + " ", "X-Amz-Invocation-Type", type);

        assertThat(fits.status()).isEqualTo(404);
        assertThat(tooLarge.refusal())
                .isEqualTo(
                        "413 RequestTooLargeException: %d byte payload is too large for the %s invocation type (limit %d bytes)"
                                .formatted(limit + 1, type, limit));
    }

    @Test
    void unknownFunctionIsNamedByItsArn() {
        Answer answer = API.invoke("missing", "{}");

        assertThat(answer.refusal())
                .startsWith("404 ResourceNotFoundException: Function not found: " + Api.ARN + "missing");
        assertThat(answer.json().path("Type").asText()).isEqualTo("User");
        assertThat(answer.json().has("Message")).isTrue();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "X-Amz-Invocation-Type|Now|400 ValidationException: 1 validation error detected: Value 'Now' at 'invocationType' failed to satisfy constraint: Member must satisfy enum value set: [Event, RequestResponse, DryRun]",
                "X-Amz-Log-Type|All|400 ValidationException: 1 validation error detected: Value 'All' at 'logType' failed to satisfy constraint: Member must satisfy enum value set: [None, Tail]",
                "X-Amz-Client-Context|{}|400 InvalidRequestContentException: Client context must be a valid Base64-encoded JSON object.",
                "X-Amz-Client-Context|MTI=|400 InvalidRequestContentException: Client context must be a valid Base64-encoded JSON object.",
                "X-Amz-Tenant-Id|t|400 InvalidParameterValueException: The invoked function is not enabled with tenancy configuration. Remove the tenant ID and try again.",
                "X-Amz-Durable-Execution-Name|d|400 InvalidParameterValueException: Penstock does not emulate durable executions: leave DurableExecutionName away"
            })
    void wrongHeaderIsRefused(String header, String value, String refusal) {
        assertThat(API.invoke("echo", "{}", header, value).refusal()).isEqualTo(refusal);
    }

    @Test
    void pathAndQueryNameTheSameVersion() {
        String invocations = Api.FUNCTIONS + "/echo:$LATEST/invocations";

        assertThat(API.call("POST", invocations + "?Qualifier=$LATEST", "1").text())
                .isEqualTo("1");
        assertThat(API.call("POST", invocations + "?Qualifier=7", "1").refusal())
                .isEqualTo(
                        "400 InvalidParameterValueException: The derived qualifier from the function name does not match"
                                + " the specified qualifier.");
    }

    @Test
    void deprecatedAsynchronousCallIsAccepted() {
        Answer answer = API.call("POST", "/2014-11-13/functions/echo/invoke-async/", "{}");

        assertThat(answer.status()).isEqualTo(202);
    }

    @Test
    void streamedAnswerIsFramedWhenItIsWhole() {
        String path = "/2021-11-15/functions/%s/response-streaming-invocations";

        Answer answer = API.call("POST", path.formatted("echo"), "\"whole\"");
        Answer failure = API.call("POST", path.formatted("fails"), "{}", "X-Amz-Log-Type", "Tail");

        assertThat(answer.header("Content-Type")).isEqualTo("application/vnd.amazon.eventstream");
        assertThat(answer.text()).contains("PayloadChunk", "\"whole\"", "InvokeComplete");
        assertThat(failure.text())
                .doesNotContain("PayloadChunk")
                .contains("InvokeComplete", "\"ErrorCode\":\"Unhandled\"", "LogResult");
    }
}
