package dev.penstock.analytics.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Lambda functions before and behind an application. */
class FunctionTest {
    private static final String FUNCTION = "arn:aws:lambda:us-east-1:000000000000:function:f";
    private static final String RESOURCE = "{'ResourceARN':'" + FUNCTION + "','RoleARN':'" + Api.ROLE + "'}";

    private final Api api = new Api();

    @AfterEach
    void stop() {
        api.close();
    }

    private void run(String input, String output) {
        Api.Answer created = api.first(
                "CreateApplication",
                "{'ApplicationName':'app','Inputs':[%s],'Outputs':[%s],'ApplicationCode':'%s'}"
                        .formatted(input, output, Api.CODE));
        Api.Answer started = api.second("StartApplication", "{'ApplicationName':'app'}");
        assertThat(started.status()).as("%s %s", created, started).isEqualTo(200);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(JsonNode record) {
        return new String(Base64.getDecoder().decode(record.path("data").asText()), StandardCharsets.UTF_8);
    }

    private void preprocess(String result) {
        api.function = event -> "{\"records\":[{\"recordId\":\"%s\",%s}]}"
                .formatted(event.at("/records/0/recordId").asText(), result);
        run(Api.input(",'InputProcessingConfiguration':{'InputLambdaProcessor':" + RESOURCE + "}"), Api.output());
    }

    @Test
    void preprocessorSeesTheRecordBeforeTheSchema() {
        preprocess("\"result\":\"Ok\",\"data\":\"%s\"".formatted(base64("{\"n\":5}")));

        api.put("raw");

        assertThat(api.sent()).containsExactly("{\"N\":5}");
        JsonNode event = api.events.get(0);
        assertThat(event.path("streamArn").asText()).isEqualTo(Api.STREAMS + "in");
        assertThat(text(event.at("/records/0"))).isEqualTo("raw");
        assertThat(event.at("/records/0/kinesisStreamRecordMetadata/partitionKey")
                        .asText())
                .isEqualTo("k");
    }

    @Test
    void droppedRecordIsNoErrorAndAFailedOneIs() {
        preprocess("\"result\":\"Dropped\"");
        api.put("{\"n\":1}");
        long afterDrop = api.analytics.status("app").errorRows();
        api.function = event -> "{\"records\":[{\"recordId\":\"%s\",\"result\":\"ProcessingFailed\"}]}"
                .formatted(event.at("/records/0/recordId").asText());
        api.put("{\"n\":2}");

        assertThat(afterDrop).isZero();
        assertThat(api.analytics.status("app").errorRows()).isEqualTo(1);
        assertThat(api.sent()).isEmpty();
    }

    @Test
    void incompleteAnswerOfThePreprocessorIsAskedForAgain() {
        api.function = event -> "{\"records\":[]}";
        run(Api.input(",'InputProcessingConfiguration':{'InputLambdaProcessor':" + RESOURCE + "}"), Api.output());
        api.put("{\"n\":1}");

        api.function = event -> "{\"records\":[{\"recordId\":\"%s\",\"result\":\"Ok\",\"data\":\"%s\"}]}"
                .formatted(event.at("/records/0/recordId").asText(), base64("{\"n\":7}"));
        api.time.advance(Duration.ofSeconds(1));

        assertThat(api.sent()).containsExactly("{\"N\":7}");
        assertThat(api.events).hasSize(2);
    }

    @Test
    void rowsThatTheFunctionDoesNotTakeComeAgainWithAHint() {
        api.function = event -> "{\"records\":[]}";
        run(
                Api.input(""),
                "{'Name':'OUT_STREAM','LambdaOutput':" + RESOURCE
                        + ",'DestinationSchema':{'RecordFormatType':'JSON'}}");
        api.put("{\"n\":1}");

        api.function = event -> "{\"records\":[{\"recordId\":\"%s\",\"result\":\"Ok\"}]}"
                .formatted(event.at("/records/0/recordId").asText());
        api.time.advance(Duration.ofSeconds(1));

        assertThat(api.events).hasSize(2);
        assertThat(text(api.events.get(1).at("/records/0"))).isEqualTo("{\"N\":1}");
        assertThat(api.events
                        .get(0)
                        .at("/records/0/lambdaDeliveryRecordMetadata/retryHint")
                        .asInt())
                .isZero();
        assertThat(api.events
                        .get(1)
                        .at("/records/0/lambdaDeliveryRecordMetadata/retryHint")
                        .asInt())
                .isEqualTo(1);
        assertThat(api.analytics.status("app").rowsOut()).isEqualTo(1);
    }
}
