package dev.penstock.analytics.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Schemas guessed from records. */
class DiscoveryTest {
    private final Api api = new Api();

    @AfterEach
    void stop() {
        api.close();
    }

    private JsonNode discover() {
        Api.Answer answer = api.first(
                "DiscoverInputSchema",
                ("{'ResourceARN':'%sin','RoleARN':'%s','InputStartingPositionConfiguration':"
                                + "{'InputStartingPosition':'TRIM_HORIZON'}}")
                        .formatted(Api.STREAMS, Api.ROLE));
        assertThat(answer.status()).as("%s", answer).isEqualTo(200);
        return answer.body();
    }

    private static List<String> columns(JsonNode answer) {
        List<String> columns = new ArrayList<>();
        answer.at("/InputSchema/RecordColumns")
                .forEach(column -> columns.add("%s %s %s"
                        .formatted(
                                column.path("Name").asText(),
                                column.path("SqlType").asText(),
                                column.path("Mapping").asText("-"))));
        return columns;
    }

    @Test
    void jsonGetsTheSmallestTypesThatHoldIt() {
        api.put("{\"id\":\"d1\",\"t\":20.5,\"n\":7,\"on\":true,\"USER@DOMAIN\":\"x\",\"select\":300}");
        api.put("{\"id\":\"device-2\",\"t\":-3.25,\"n\":70000,\"on\":false,\"USER@DOMAIN\":\"y\",\"select\":1}");

        JsonNode answer = discover();

        assertThat(columns(answer))
                .containsExactly(
                        "id VARCHAR(16) $.id",
                        "t DECIMAL(4,2) $.t",
                        "n INTEGER $.n",
                        "COL_on BOOLEAN $.on",
                        "COL_USERDOMAIN VARCHAR(4) $.USER@DOMAIN",
                        "COL_select SMALLINT $.select");
        assertThat(answer.at("/ParsedInputRecords/1/2").asText()).isEqualTo("70000");
        assertThat(answer.path("RawInputRecords")).hasSize(2);
    }

    @Test
    void nestedObjectsAndOneArrayAreFlattened() {
        api.put("{\"a\":{\"b\":1},\"list\":[{\"x\":1},{\"x\":2}],\"tags\":[1,2]}");

        JsonNode answer = discover();

        assertThat(columns(answer))
                .containsExactly("b TINYINT $.a.b", "x TINYINT $.list[0:].x", "tags VARCHAR(16) $.tags[0:]");
        assertThat(answer.path("ParsedInputRecords")).hasSize(2);
    }

    @Test
    void csvWithAHeaderHasItsNames() {
        api.put("ticker,price\nAMZN,12.5\nGOOG,7.0\n");

        JsonNode answer = discover();

        assertThat(answer.at("/InputSchema/RecordFormat/RecordFormatType").asText())
                .isEqualTo("CSV");
        assertThat(columns(answer)).containsExactly("ticker VARCHAR(4) -", "price DECIMAL(3,1) -");
    }

    @Test
    void objectOfS3IsReadToo() {
        Api.Answer answer = api.second(
                "DiscoverInputSchema",
                "{'ServiceExecutionRole':'%s','S3Configuration':{'BucketARN':'arn:aws:s3:::b','FileKey':'names.csv'}}"
                        .formatted(Api.ROLE));

        assertThat(columns(answer.body())).containsExactly("COL_0 TINYINT -", "COL_1 VARCHAR(4) -");
    }

    @Test
    void recordsWithoutFormAreRefused() {
        api.put("just words");

        Api.Answer answer = api.first(
                "DiscoverInputSchema",
                ("{'ResourceARN':'%sin','RoleARN':'%s','InputStartingPositionConfiguration':"
                                + "{'InputStartingPosition':'TRIM_HORIZON'}}")
                        .formatted(Api.STREAMS, Api.ROLE));

        assertThat(answer.error()).startsWith("UnableToDetectSchemaException: ");
    }
}
