package dev.penstock.store.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.penstock.platform.time.SystemTime;
import dev.penstock.platform.wire.AwsEndpoint;
import dev.penstock.platform.wire.WireHandler;
import dev.penstock.store.LocalFolder;
import dev.penstock.store.SdkClient;
import dev.penstock.store.StoreFactory;
import dev.penstock.store.StoreSettings;
import dev.penstock.store.TableSpec;
import dev.penstock.store.Tables;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndexUpdate;
import software.amazon.awssdk.services.dynamodb.model.IndexStatus;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

class DynamoDbProxyIT {
    private static final TableSpec.Key ID = new TableSpec.Key("id", "S");
    private static final SystemTime TIME = new SystemTime();
    private static final Tables TABLES = StoreFactory.local(new StoreSettings(LocalFolder.PATH), TIME);
    private static final AwsEndpoint ENDPOINT = new AwsEndpoint("127.0.0.1", 0);
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static DynamoDbClient client;

    @BeforeAll
    static void start() {
        TABLES.start();
        WireHandler proxy = StoreFactory.proxy(TABLES, TIME);
        ENDPOINT.target("DynamoDB_20120810", proxy);
        ENDPOINT.target("DynamoDBStreams_20120810", proxy);
        ENDPOINT.start();
        client = SdkClient.at(ENDPOINT.uri());
    }

    @AfterAll
    static void close() {
        client.close();
        ENDPOINT.close();
        TABLES.close();
        TIME.close();
    }

    @Test
    void itemsGoThroughBothWays() {
        table("items");
        Map<String, AttributeValue> item =
                Map.of("id", AttributeValue.fromS("grün"), "n", AttributeValue.fromN("1.50"));

        client.putItem(request -> request.tableName("items").item(item));

        assertThat(client.getItem(request -> request.tableName("items").key(Map.of("id", AttributeValue.fromS("grün"))))
                        .item())
                .containsEntry("n", AttributeValue.fromN("1.5"));
        assertThat(client.scan(request -> request.tableName("items")).count()).isEqualTo(1);
        assertThat(TABLES.count("items")).isEqualTo(1);
    }

    @Test
    void largestItemGoesThrough() {
        table("large");
        String padding = "x".repeat(400 * 1024 - 100);

        client.putItem(request -> request.tableName("large")
                .item(Map.of("id", AttributeValue.fromS("1"), "padding", AttributeValue.fromS(padding))));

        assertThat(client.scan(request -> request.tableName("large")).items())
                .singleElement()
                .satisfies(item -> assertThat(item).containsEntry("padding", AttributeValue.fromS(padding)));
    }

    @Test
    void failedConditionKeepsItsType() {
        table("conditions");
        Map<String, AttributeValue> item = Map.of("id", AttributeValue.fromS("1"));
        client.putItem(request -> request.tableName("conditions").item(item));

        assertThatExceptionOfType(ConditionalCheckFailedException.class)
                .isThrownBy(() -> client.putItem(request ->
                        request.tableName("conditions").item(item).conditionExpression("attribute_not_exists(id)")))
                .satisfies(refusal -> {
                    assertThat(refusal.statusCode()).isEqualTo(400);
                    assertThat(refusal.requestId()).isNotBlank();
                });
    }

    @Test
    void missingTableKeepsItsType() {
        assertThatExceptionOfType(ResourceNotFoundException.class)
                .isThrownBy(() -> client.scan(request -> request.tableName("nowhere")));
    }

    @Test
    void headersOfDynamoDbComeBack() throws Exception {
        HttpResponse<String> answer = send("DynamoDB_20120810.ListTables", "{}");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("x-amzn-requestid")).isPresent();
        assertThat(answer.headers().firstValue("x-amz-crc32")).isPresent();
        assertThat(answer.headers().firstValue("content-type")).contains("application/x-amz-json-1.0");
    }

    @Test
    void unsignedRequestIsAccepted() throws Exception {
        table("unsigned");

        HttpResponse<String> answer =
                send("DynamoDB_20120810.PutItem", "{\"TableName\":\"unsigned\",\"Item\":{\"id\":{\"S\":\"1\"}}}");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(TABLES.count("unsigned")).isEqualTo(1);
    }

    @Test
    void longSessionTokenGoesThrough() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        request("DynamoDB_20120810.ListTables", "{}"), (name, value) -> true)
                .header("X-Amz-Security-Token", "t".repeat(20_000))
                .build();

        assertThat(HTTP.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
    }

    @Test
    void streamsOfATableAreServedToo() {
        client.createTable(request -> request.tableName("streamed")
                .keySchema(hash("id"))
                .attributeDefinitions(text("id"))
                .provisionedThroughput(units -> units.readCapacityUnits(1L).writeCapacityUnits(1L))
                .streamSpecification(stream -> stream.streamEnabled(true).streamViewType(StreamViewType.NEW_IMAGE)));

        try (DynamoDbStreamsClient streams = DynamoDbStreamsClient.builder()
                .endpointOverride(ENDPOINT.uri())
                .region(Region.US_EAST_1)
                .credentialsProvider(AnonymousCredentialsProvider.create())
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build()) {
            assertThat(streams.listStreams(request -> request.tableName("streamed"))
                            .streams())
                    .hasSize(1);
        }
    }

    @Test
    void newIndexIsActiveWhenUpdateTableAnswers() {
        table("indexed");

        GlobalSecondaryIndexUpdate byOwner = GlobalSecondaryIndexUpdate.builder()
                .create(index -> index.indexName("by-owner")
                        .keySchema(hash("owner"))
                        .projection(projection -> projection.projectionType(ProjectionType.KEYS_ONLY)))
                .build();

        client.updateTable(request ->
                request.tableName("indexed").attributeDefinitions(text("owner")).globalSecondaryIndexUpdates(byOwner));

        assertThat(client.describeTable(request -> request.tableName("indexed"))
                        .table()
                        .globalSecondaryIndexes())
                .singleElement()
                .satisfies(index -> assertThat(index.indexStatus()).isEqualTo(IndexStatus.ACTIVE));
    }

    @Test
    void manyRequestsAtOnceAreAllAnswered() throws Exception {
        table("many");
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();

        for (int i = 0; i < 300; i++) {
            String body = "{\"TableName\":\"many\",\"Item\":{\"id\":{\"S\":\"%d\"}}}".formatted(i);
            answers.add(HTTP.sendAsync(request("DynamoDB_20120810.PutItem", body), BodyHandlers.ofString()));
        }

        for (CompletableFuture<HttpResponse<String>> answer : answers) {
            assertThat(answer.get(60, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        }
        assertThat(TABLES.count("many")).isEqualTo(300);
        await("end of the last request") // it ends when its answer is under way, and the client may be quicker
                .atMost(Duration.ofSeconds(30))
                .until(() -> !TIME.inFlight().snapshot().containsKey(DynamoDbProxy.HOP));
    }

    private static KeySchemaElement hash(String attribute) {
        return KeySchemaElement.builder()
                .attributeName(attribute)
                .keyType(KeyType.HASH)
                .build();
    }

    private static AttributeDefinition text(String attribute) {
        return AttributeDefinition.builder()
                .attributeName(attribute)
                .attributeType(ScalarAttributeType.S)
                .build();
    }

    private static void table(String name) {
        TABLES.create(new TableSpec(name, ID, null, 0, 0));
    }

    private static HttpResponse<String> send(String target, String body) throws IOException, InterruptedException {
        return HTTP.send(request(target, body), BodyHandlers.ofString());
    }

    private static HttpRequest request(String target, String body) {
        return HttpRequest.newBuilder(ENDPOINT.uri())
                .timeout(Duration.ofSeconds(60))
                .header("X-Amz-Target", target)
                .header("Content-Type", "application/x-amz-json-1.0")
                .POST(BodyPublishers.ofString(body))
                .build();
    }
}
