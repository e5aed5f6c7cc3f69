package dev.penstock.functions.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.functions.wire.Api.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AliasTest {
    private static final String F = Api.FUNCTIONS + "/f";
    private static final String ALIASES = F + "/aliases";

    private final Api api = new Api();

    @BeforeEach
    void publishTwice() {
        api.create("f", PythonZip.ECHO);
        api.call("POST", F + "/versions", "{}");
        api.call("PUT", F + "/configuration", "{\"Timeout\":9}");
        api.call("POST", F + "/versions", "{}");
    }

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void aliasTellsWhatItIsFor() {
        Answer created =
                api.call("POST", ALIASES, "{\"Name\":\"live\",\"FunctionVersion\":\"1\",\"Description\":\"d\"}");

        assertThat(created.status()).isEqualTo(201);
        JsonNode json = created.json();
        assertThat(json.path("RevisionId").asText()).hasSize(36);
        assertThat(created.text())
                .isEqualTo(
                        ("{\"AliasArn\":\"%sf:live\",\"Name\":\"live\",\"FunctionVersion\":\"1\",\"Description\":\"d\","
                                        + "\"RevisionId\":\"%s\"}")
                                .formatted(Api.ARN, json.path("RevisionId").asText()));
        assertThat(api.call("GET", ALIASES + "/live").text()).isEqualTo(created.text());
        assertThat(api.invoke("f:live", "{}").header("X-Amz-Executed-Version")).isEqualTo("1");
    }

    @Test
    void functionIsShownAsItsAlias() {
        api.call("POST", ALIASES, "{\"Name\":\"live\",\"FunctionVersion\":\"1\"}");

        JsonNode json = api.call("GET", F + "/configuration?Qualifier=live").json();

        assertThat(json.path("FunctionArn").asText()).isEqualTo(Api.ARN + "f:live");
        assertThat(json.path("Version").asText()).isEqualTo("1");
    }

    @Test
    void aliasIsMovedAndWeighted() {
        api.call("POST", ALIASES, "{\"Name\":\"live\",\"FunctionVersion\":\"1\",\"Description\":\"stays\"}");

        Answer updated = api.call(
                "PUT",
                ALIASES + "/live",
                "{\"FunctionVersion\":\"2\",\"RoutingConfig\":{\"AdditionalVersionWeights\":{\"1\":0.25}}}");

        assertThat(updated.json().path("FunctionVersion").asText()).isEqualTo("2");
        assertThat(updated.json().path("Description").asText()).isEqualTo("stays");
        assertThat(updated.json().path("RoutingConfig")).hasToString("{\"AdditionalVersionWeights\":{\"1\":0.25}}");
    }

    @Test
    void aliasesAreListedByVersionToo() {
        api.call("POST", ALIASES, "{\"Name\":\"one\",\"FunctionVersion\":\"1\"}");
        api.call("POST", ALIASES, "{\"Name\":\"two\",\"FunctionVersion\":\"2\"}");

        assertThat(api.call("GET", ALIASES).json().path("Aliases").findValuesAsText("Name"))
                .containsExactly("one", "two");
        assertThat(api.call("GET", ALIASES + "?FunctionVersion=2")
                        .json()
                        .path("Aliases")
                        .findValuesAsText("Name"))
                .containsExactly("two");
    }

    @Test
    void deletedAliasIsGone() {
        api.call("POST", ALIASES, "{\"Name\":\"live\",\"FunctionVersion\":\"1\"}");

        assertThat(api.call("DELETE", ALIASES + "/live").status()).isEqualTo(204);

        assertThat(api.call("GET", ALIASES + "/live").status()).isEqualTo(404);
        assertThat(api.call("DELETE", ALIASES + "/live").status()).isEqualTo(204);
    }

    @Test
    void wrongAliasIsRefused() {
        assertThat(api.call("POST", ALIASES, "{\"Name\":\"7\",\"FunctionVersion\":\"x\"}")
                        .refusal())
                .startsWith(
                        "400 ValidationException: 2 validation errors detected: Value 'x' at 'functionVersion' failed to"
                                + " satisfy constraint: Member must satisfy regular expression pattern: ");
        assertThat(api.call(
                                "POST",
                                ALIASES,
                                "{\"Name\":\"a\",\"FunctionVersion\":\"1\",\"RoutingConfig\":{\"AdditionalVersionWeights\":{\"2\":2}}}")
                        .refusal())
                .isEqualTo(
                        "400 InvalidParameterValueException: The weight of version 2 must be a number from 0 to 1, not 2");
    }
}
