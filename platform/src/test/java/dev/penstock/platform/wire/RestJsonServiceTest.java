package dev.penstock.platform.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.entry;

import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.data.Json;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RestJsonServiceTest {
    private final RestJsonService service = new RestJsonService("iot")
            .operation(
                    "GET",
                    "/rules/{ruleName}",
                    "GetTopicRule",
                    RestOperation.answering(in -> out -> out.text("rule", in.label("ruleName"))))
            .operation("GET", "/rules/mine", "Mine", RestOperation.answering(in -> out -> out.text("rule", "fixed")))
            .operation(
                    "POST",
                    "/rules/{ruleName}/enable",
                    "EnableTopicRule",
                    RestOperation.answering(in -> WireOutput.Body.NONE))
            .operation(
                    "GET",
                    "/destinations/{arn+}",
                    "GetDestination",
                    RestOperation.answering(in -> out -> out.text("arn", in.label("arn"))))
            .operation(
                    "GET",
                    "/list",
                    "List",
                    RestOperation.answering(in -> out -> out.text("a", in.query("a"))
                            .text("none", in.query("none"))
                            .text("header", in.header("X-Amz-Tagging"))))
            .operation("POST", "/echo", "Echo", RestOperation.answering(in -> {
                var tree = in.json().tree();
                return out -> out.tree("got", tree);
            }))
            .operation("POST", "/refuse", "Refuse", RestOperation.answering(in -> {
                throw new AwsException("ResourceAlreadyExistsException", 409, "there").with("resourceId", "r");
            }))
            .operation(
                    "POST",
                    "/refuseLater",
                    "RefuseLater",
                    in -> CompletableFuture.failedFuture(
                            new AwsException("ConflictingResourceUpdateException", 409, "later")))
            .operation(
                    "POST",
                    "/break",
                    "Break",
                    in -> CompletableFuture.failedFuture(new IllegalStateException("planted")));

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource({
        "/rules/abc, '{\"rule\":\"abc\"}'",
        "/rules/a%2Fb, '{\"rule\":\"a/b\"}'",
        "/rules/a+b%20c, '{\"rule\":\"a+b c\"}'",
        "/rules/mine, '{\"rule\":\"fixed\"}'",
        "/destinations/arn%3Aaws%3Aiot%3Ax%2Fhttp%2F1, '{\"arn\":\"arn:aws:iot:x/http/1\"}'",
        "/destinations/arn:aws:iot:x/http/1, '{\"arn\":\"arn:aws:iot:x/http/1\"}'",
    })
    void labelsAreSplitBeforeTheyAreDecoded(String rawPath, String body) {
        assertThat(call("GET", rawPath, "", "").body().utf8()).isEqualTo(body);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /rules/",
        "GET, /rules",
        "GET, /rules/a/b",
        "DELETE, /rules/a",
        "GET, /destinations/",
        "GET, nowhere",
        "GET, /"
    })
    void unknownPathOrMethodIsRefusedByName(String method, String path) throws IOException {
        WireResponse answer = call(method, path, "", "");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.headers()).containsEntry("x-amzn-ErrorType", "UnknownOperationException");
        assertThat(Json.MAPPER.readTree(answer.body().shared()).path("message").asText())
                .contains(method + " " + path, "iot", "GetTopicRule");
    }

    @Test
    void queryAndHeadersAreRead() {
        WireResponse answer = call("GET", "/list", "a=1%262&a=second", "");

        assertThat(answer.body().utf8()).isEqualTo("{\"a\":\"1&2\",\"header\":\"k=v\"}");
    }

    @Test
    void documentComesBackAsItIs() {
        WireResponse answer = call("POST", "/echo", "", "{\"b\":[1.50,null],\"a\":{}}");

        assertThat(answer.headers())
                .containsEntry("Content-Type", "application/json")
                .containsKey("x-amzn-RequestId");
        assertThat(answer.body().utf8()).isEqualTo("{\"got\":{\"b\":[1.50,null],\"a\":{}}}");
    }

    @Test
    void missingBodyIsAStructureWithoutMembers() {
        assertThat(call("POST", "/echo", "", "").body().utf8()).isEqualTo("{\"got\":{}}");
    }

    @ParameterizedTest
    @CsvSource({"'{'", "'[]'", "'{} x'"})
    void bodyThatIsNoStructureIsRefused(String body) {
        WireResponse answer = call("POST", "/echo", "", body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.headers()).containsEntry("x-amzn-ErrorType", "SerializationException");
    }

    @Test
    void operationWithoutOutputHasAnEmptyBody() {
        WireResponse answer = call("POST", "/rules/a/enable", "", "");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().isEmpty()).isTrue();
    }

    @Test
    void errorHasItsTypeInAHeaderAndItsMembersInTheBody() {
        WireResponse answer = call("POST", "/refuse", "", "");

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.headers()).containsEntry("x-amzn-ErrorType", "ResourceAlreadyExistsException");
        assertThat(answer.body().utf8()).isEqualTo("{\"message\":\"there\",\"resourceId\":\"r\"}");
    }

    @Test
    void errorThatComesLaterIsTheSame() {
        WireResponse answer = call("POST", "/refuseLater", "", "");

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.body().utf8()).isEqualTo("{\"message\":\"later\"}");
    }

    @Test
    void bugIsNotDressedAsARefusal() {
        var answer = service.handle(request("POST", "/break", "", "")).toCompletableFuture();

        assertThatExceptionOfType(CompletionException.class)
                .isThrownBy(answer::join)
                .havingCause()
                .withMessage("planted");
    }

    @Test
    void operationMayHaveAStatusOfItsOwn() {
        service.operation(
                "PUT", "/made", "Make", 201, RestOperation.answering(in -> out -> out.decimal("share", 0.25)));

        WireResponse answer = call("PUT", "/made", "", "");

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.body().utf8()).isEqualTo("{\"share\":0.25}");
    }

    @Test
    void actionSaysAllOfItsAnswer() {
        service.action(
                "POST",
                "/run",
                "Run",
                in -> CompletableFuture.completedFuture(
                        new WireResponse(204, Map.of("x-amzn-RequestId", "mine", "X-Said", "yes"), Bytes.utf8("raw"))));

        WireResponse answer = call("POST", "/run", "", "");

        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.headers()).containsOnly(entry("x-amzn-RequestId", "mine"), entry("X-Said", "yes"));
        assertThat(answer.body().utf8()).isEqualTo("raw");
    }

    @Test
    void actionWithoutARequestIdGetsOne() {
        service.action(
                "POST",
                "/run",
                "Run",
                in -> CompletableFuture.completedFuture(WireResponse.json(200, String.join(",", in.queries("k")))));

        WireResponse answer = call("POST", "/run", "k=1&k=2", "");

        assertThat(answer.headers()).containsKey("x-amzn-RequestId");
        assertThat(answer.body().utf8()).isEqualTo("1,2");
    }

    @Test
    void serviceWritesErrorsInItsOwnShape() {
        RestJsonService own = new RestJsonService("lambda", (refusal, out) -> out.text("Message", refusal.code()))
                .operation("GET", "/f", "F", RestOperation.answering(in -> {
                    throw new AwsException("ResourceNotFoundException", 404, "gone");
                }));

        WireResponse answer =
                own.handle(request("GET", "/f", "", "")).toCompletableFuture().join();

        assertThat(answer.body().utf8()).isEqualTo("{\"Message\":\"ResourceNotFoundException\"}");
        assertThat(answer.headers()).containsEntry("x-amzn-ErrorType", "ResourceNotFoundException");
    }

    @ParameterizedTest
    @CsvSource({"false, 404", "true, 200"})
    void slashAtTheEndMeansNothingWhereTheServiceSaysSo(boolean lenient, int status) {
        if (lenient) {
            service.slashAtEnd();
        }

        assertThat(call("GET", "/list/", "", "").status()).isEqualTo(status);
    }

    @Test
    void otherMethodOfAPathIsNotAllowedWhereTheServiceSaysSo() {
        service.exactMethods();

        assertThat(call("PUT", "/list", "", "").status()).isEqualTo(405);
        assertThat(call("PUT", "/list", "", "").headers())
                .containsEntry("x-amzn-ErrorType", "MethodNotAllowedException");
        assertThat(call("PUT", "/nothing/of/this", "", "").status()).isEqualTo(404);
    }

    @Test
    void bothPartsOfAServiceAreClosed() {
        List<String> closed = new ArrayList<>();
        RestJsonService both = new RestJsonService("iot")
                .onClose(() -> closed.add("one"))
                .and(new RestJsonService("iot").onClose(() -> closed.add("two")));

        both.close();

        assertThat(closed).containsExactly("one", "two");
    }

    @Test
    void operationIsAddedOnce() {
        RestOperation nothing = RestOperation.answering(in -> WireOutput.Body.NONE);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> service.operation("GET", "/rules/{ruleName}", "Other", nothing));
        assertThatIllegalArgumentException().isThrownBy(() -> service.operation("GET", "/else", "Echo", nothing));
    }

    private WireResponse call(String method, String rawPath, String query, String body) {
        return service.handle(request(method, rawPath, query, body))
                .toCompletableFuture()
                .join();
    }

    private static WireRequest request(String method, String rawPath, String query, String body) {
        return new WireRequest(
                method,
                rawPath,
                rawPath,
                query,
                new DefaultHttpHeaders().add("x-amz-tagging", "k=v"),
                Bytes.utf8(body));
    }
}
