package dev.penstock.functions.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.functions.filter.RecordFilter;
import dev.penstock.platform.data.Json;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DynamoDbRecordTest {
    private static final DynamoDbRecord.Origin ORIGIN = new DynamoDbRecord.Origin(
            "arn:aws:dynamodb:us-east-1:123456789012:table/t/stream/2026-01-01T00:00:00.000", "us-east-1");
    private static final String CHANGE = """
            {"SequenceNumber":"000000000000000000002","Keys":{"n":{"N":"7"},"id":{"S":"k1"}},\
            "OldImage":{"id":{"S":"k1"},"b":{"B":"AAE="}},"NewImage":{"id":{"S":"k1"},"v":{"N":"5"}},\
            "SizeBytes":26,"StreamViewType":"NEW_AND_OLD_IMAGES","ApproximateCreationDateTime":1795419660.000}""";

    @Test
    void eventHasTheKeysOfAwsInTheirOrder() throws IOException {
        String event = json(record("{}"));

        assertThat(event).isEqualTo("""
                        {"eventID":"80a9745ac21f43a69859cc3dbd95f25a","eventName":"MODIFY","eventVersion":"1.1",\
                        "eventSource":"aws:dynamodb","awsRegion":"us-east-1","dynamodb":{\
                        "ApproximateCreationDateTime":1795419675,"Keys":{"n":{"N":"7"},"id":{"S":"k1"}},\
                        "NewImage":{"id":{"S":"k1"},"v":{"N":"5"}},"OldImage":{"id":{"S":"k1"},"b":{"B":"AAE="}},\
                        "SequenceNumber":"000000000000000000002","SizeBytes":26,\
                        "StreamViewType":"NEW_AND_OLD_IMAGES"},"eventSourceARN":\
                        "arn:aws:dynamodb:us-east-1:123456789012:table/t/stream/2026-01-01T00:00:00.000"}""");
    }

    @Test
    void deletionByTimeToLiveNamesTheService() throws IOException {
        String event =
                json(record("{\"userIdentity\":{\"PrincipalId\":\"dynamodb.amazonaws.com\",\"Type\":\"Service\"}}"));

        assertThat(event)
                .contains("\"userIdentity\":{\"type\":\"Service\",\"principalId\":\"dynamodb.amazonaws.com\"}");
    }

    @Test
    void itemKeyIsTheSameInAnyOrderOfItsAttributes() throws IOException {
        DynamoDbRecord turned = record("{\"dynamodb\":{\"Keys\":{\"id\":{\"S\":\"k1\"},\"n\":{\"N\":\"7\"}}}}");

        assertThat(record("{}").key()).isEqualTo(turned.key()).isEqualTo("{id={\"S\":\"k1\"}, n={\"N\":\"7\"}}");
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'eventName':['MODIFY']}                                                 | true",
                "{'eventName':['INSERT','REMOVE']}                                        | false",
                "{'dynamodb':{'NewImage':{'id':{'S':['k1']}}}}                            | true",
                "{'dynamodb':{'NewImage':{'v':{'N':['5']}}}}                              | true",
                "{'dynamodb':{'NewImage':{'v':{'N':[{'numeric':['>',1]}]}}}}              | false",
                "{'dynamodb':{'Keys':{'id':{'S':[{'prefix':'k'}]}}}}                      | true",
                "{'dynamodb':{'OldImage':{'v':{'N':[{'exists':false}]}}}}                 | true",
                "{'dynamodb':{'ApproximateCreationDateTime':[{'numeric':['>',1795419000]}]}} | true",
                "{'eventSource':['aws:dynamodb']}                                         | false",
                "{'userIdentity':{'type':['Service']}}                                    | false"
            })
    void filtersMatchTheRecordAsTheStreamGivesIt(String pattern, boolean expected) throws IOException {
        boolean matched = RecordFilter.of(List.of(pattern.replace('\'', '"'))).matches(record("{}"));

        assertThat(matched).isEqualTo(expected);
    }

    /** @param more members that are added or replaced */
    private static DynamoDbRecord record(String more) throws IOException {
        ObjectNode record = Json.MAPPER
                .createObjectNode()
                .put("eventID", "80a9745a-c21f-43a6-9859-cc3dbd95f25a")
                .put("eventName", "MODIFY")
                .put("eventVersion", "1.1")
                .put("awsRegion", "ddblocal");
        record.set("dynamodb", Json.MAPPER.readTree(CHANGE));
        record.setAll((ObjectNode) Json.MAPPER.readTree(more));
        return DynamoDbRecord.of(record, ORIGIN, 1795419675123L);
    }

    private static String json(DynamoDbRecord record) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = Json.MAPPER.getFactory().createGenerator(text)) {
            record.writeTo(json);
        }
        return text.toString();
    }
}
