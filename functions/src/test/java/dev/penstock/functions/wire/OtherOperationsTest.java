package dev.penstock.functions.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.functions.wire.Api.Answer;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Operations that are refused, and those that read what a function never has here. */
class OtherOperationsTest {
    private static final Api API = new Api();

    @BeforeAll
    static void create() {
        API.create("f", PythonZip.ECHO);
    }

    @AfterAll
    static void close() {
        API.close();
    }

    static Iterable<String> refused() {
        return RefusedOperations.all().keySet();
    }

    @ParameterizedTest
    @MethodSource("refused")
    void operationIsRefusedByItsName(String name) {
        RefusedOperations.Refused operation =
                Objects.requireNonNull(RefusedOperations.all().get(name));

        Answer answer = API.call(operation.method(), operation.path().replaceAll("\\{\\w+\\}", "f"), "{}");

        assertThat(answer.refusal())
                .isEqualTo("400 UnknownOperationException: Penstock does not emulate %s: %s"
                        .formatted(name, operation.advice()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "/2021-10-31/functions/f/urls|{\"FunctionUrlConfigs\":[]}",
                "/2019-09-30/functions/f/provisioned-concurrency?List=ALL|{\"ProvisionedConcurrencyConfigs\":[]}",
                "/2020-06-30/functions/f/code-signing-config|{\"CodeSigningConfigArn\":\"\",\"FunctionName\":\"f\"}",
                "/2020-04-22/code-signing-configs|{\"CodeSigningConfigs\":[]}",
                "/2021-07-20/functions/f/runtime-management-config|{\"UpdateRuntimeOn\":\"Auto\",\"FunctionArn\":\"arn:aws:lambda:us-east-1:000000000000:function:f\"}"
            })
    void functionHasNone(String path, String body) {
        assertThat(API.call("GET", path).text()).isEqualTo(body);
    }

    @ParameterizedTest
    @CsvSource({
        "/2021-10-31/functions/f/url, 404 ResourceNotFoundException: The resource you requested does not exist.",
        "/2019-09-30/functions/f/provisioned-concurrency, 404 ProvisionedConcurrencyConfigNotFoundException: No Provisioned Concurrency Config found for this function"
    })
    void whatAFunctionNeverHasIsNotFound(String path, String refusal) {
        assertThat(API.call("GET", path).refusal()).isEqualTo(refusal);
    }

    @Test
    void unknownPathSaysWhatThereIs() {
        assertThat(API.call("GET", "/2015-03-31/nothing").refusal())
                .startsWith("404 UnknownOperationException: Penstock does not have GET /2015-03-31/nothing of lambda")
                .contains("CreateFunction");
    }
}
