package dev.penstock.store.aws;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.lifecycle.StartException;
import dev.penstock.platform.time.Time;
import dev.penstock.store.TableSpec;
import dev.penstock.store.Tables;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.auth.credentials.SystemPropertyCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.endpoints.DynamoDbEndpointProvider;
import software.amazon.awssdk.services.dynamodb.model.AttributeAction;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.AttributeValueUpdate;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.awssdk.services.dynamodb.model.Select;
import software.amazon.awssdk.services.dynamodb.model.StreamSpecification;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TableStatus;
import software.amazon.awssdk.services.dynamodb.streams.endpoints.DynamoDbStreamsEndpointProvider;
import software.amazon.awssdk.services.dynamodb.waiters.DynamoDbWaiter;

/** Tables of a DynamoDB that is reached through the AWS SDK. */
public final class DynamoDbTables implements Tables {
    private static final String HOP = "store-requests";
    private static final AwsCredentialsProvider DUMMY =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test"));

    private final URI endpoint;
    private final Region region;
    private final AwsCredentialsProvider credentials;
    private final RequestThreads requests;
    private final StreamRequests streams;
    private volatile @Nullable DynamoDbClient client;

    private DynamoDbTables(
            URI endpoint, URI streamsEndpoint, Region region, AwsCredentialsProvider credentials, Time time) {
        this.endpoint = endpoint;
        this.region = region;
        this.credentials = credentials;
        requests = new RequestThreads(time.inFlight().gauge(HOP));
        streams = new StreamRequests(streamsEndpoint, region, credentials, time);
    }

    /** The real service; credentials come from the SDK's usual places. */
    public static Tables service(String regionName, Time time) {
        Region region = Region.of(regionName);
        URI endpoint = DynamoDbEndpointProvider.defaultProvider()
                .resolveEndpoint(parameters -> parameters.region(region))
                .join()
                .url();
        URI streams = DynamoDbStreamsEndpointProvider.defaultProvider()
                .resolveEndpoint(parameters -> parameters.region(region))
                .join()
                .url();
        return new DynamoDbTables(
                endpoint, streams, region, DefaultCredentialsProvider.builder().build(), time);
    }

    /**
     * Another server. Credentials come from system properties, environment or profile, because they choose the database
     * in some; where there are none, dummies do. The metadata service of EC2 is never asked: it is a network call.
     */
    public static Tables at(URI endpoint, String region, Time time) {
        AwsCredentialsProvider own = AwsCredentialsProviderChain.of(
                SystemPropertyCredentialsProvider.create(),
                EnvironmentVariableCredentialsProvider.create(),
                ProfileCredentialsProvider.create(),
                DUMMY);
        return new DynamoDbTables(endpoint, endpoint, Region.of(region), own, time);
    }

    /** A server that does not look at credentials. */
    public static Tables unsigned(URI endpoint, String region, Time time) {
        return new DynamoDbTables(endpoint, endpoint, Region.of(region), DUMMY, time);
    }

    @Override
    public String name() {
        return "store";
    }

    /** Asks the server for its first table, so that a wrong address or missing credentials show up here. */
    @Override
    public void start() {
        DynamoDbClient made = DynamoDbClient.builder()
                .region(region)
                .credentialsProvider(credentials)
                .endpointOverride(endpoint)
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                // Three attempts; DynamoDB's own default of nine lets a wrong address go unnoticed for seconds.
                .overrideConfiguration(override -> override.retryStrategy(RetryMode.STANDARD))
                .build();
        client = made;
        try {
            made.listTables(request -> request.limit(1));
        } catch (SdkClientException | DynamoDbException failure) {
            close();
            throw new StartException(
                    "store: DynamoDB at %s does not answer: %s; start it, or correct its address or credentials"
                            .formatted(endpoint, failure.getMessage()),
                    failure);
        }
    }

    @Override
    public void close() {
        requests.close();
        streams.close();
        DynamoDbClient open = client;
        if (open != null) {
            open.close();
        }
    }

    @Override
    public URI endpoint() {
        return endpoint;
    }

    @Override
    public void create(TableSpec spec) {
        ask(dynamo -> {
            try {
                dynamo.createTable(TableKeys.request(spec));
            } catch (ResourceInUseException exists) {
                TableKeys.requireSame(spec, describe(dynamo, spec.name()));
            }
            awaitActive(dynamo, spec.name());
            return spec;
        });
    }

    private static TableDescription describe(DynamoDbClient dynamo, String table) {
        return dynamo.describeTable(request -> request.tableName(table)).table();
    }

    /** Real tables take seconds; the SDK's waiter blocks this thread meanwhile. */
    private static void awaitActive(DynamoDbClient dynamo, String table) {
        if (describe(dynamo, table).tableStatus() == TableStatus.ACTIVE) {
            return;
        }
        try (DynamoDbWaiter waiter = dynamo.waiter()) {
            waiter.waitUntilTableExists(request -> request.tableName(table));
        }
    }

    @Override
    public Optional<String> streamArn(String table) {
        return ask(dynamo -> {
            TableDescription described = describe(dynamo, table);
            StreamSpecification stream = described.streamSpecification();
            boolean enabled = stream != null && Boolean.TRUE.equals(stream.streamEnabled());
            return enabled ? Optional.of(described.latestStreamArn()) : Optional.empty();
        });
    }

    @Override
    public CompletionStage<JsonNode> askStreams(String operation, JsonNode input) {
        return streams.ask(operation, input);
    }

    @Override
    public List<String> names() {
        return ask(dynamo ->
                dynamo.listTablesPaginator().tableNames().stream().sorted().toList());
    }

    @Override
    public long count(String table) {
        return ask(dynamo ->
                dynamo
                        .scanPaginator(request ->
                                request.tableName(table).select(Select.COUNT).consistentRead(true))
                        .stream()
                        .mapToLong(ScanResponse::count)
                        .sum());
    }

    @Override
    public List<Map<String, @Nullable Object>> items(String table) {
        return ask(dynamo -> {
            List<Map<String, @Nullable Object>> items = new ArrayList<>();
            for (Map<String, AttributeValue> item : dynamo.scanPaginator(
                            request -> request.tableName(table).consistentRead(true))
                    .items()) {
                items.add(PlainValues.of(item));
            }
            return items;
        });
    }

    @Override
    public CompletionStage<Void> put(String table, Map<String, ? extends @Nullable Object> item) {
        return later(
                dynamo -> dynamo.putItem(request -> request.tableName(table).item(SdkValues.of(item))));
    }

    @Override
    public CompletionStage<Void> update(
            String table,
            Map<String, ? extends @Nullable Object> key,
            Map<String, ? extends @Nullable Object> attributes) {
        Map<String, AttributeValueUpdate> updates = new LinkedHashMap<>();
        attributes.forEach((name, value) -> updates.put(
                name,
                AttributeValueUpdate.builder()
                        .action(AttributeAction.PUT)
                        .value(SdkValues.of(value))
                        .build()));
        return later(dynamo -> dynamo.updateItem(
                request -> request.tableName(table).key(SdkValues.of(key)).attributeUpdates(updates)));
    }

    @Override
    public CompletionStage<Void> delete(String table, Map<String, ? extends @Nullable Object> key) {
        return later(
                dynamo -> dynamo.deleteItem(request -> request.tableName(table).key(SdkValues.of(key))));
    }

    @Override
    public CompletionStage<Optional<Map<String, @Nullable Object>>> item(
            String table, Map<String, ? extends @Nullable Object> key) {
        return requests.run(() -> ask(dynamo -> {
            GetItemResponse found = dynamo.getItem(
                    request -> request.tableName(table).key(SdkValues.of(key)).consistentRead(true));
            return found.hasItem() ? Optional.of(PlainValues.of(found.item())) : Optional.empty();
        }));
    }

    private CompletionStage<Void> later(Function<DynamoDbClient, ?> request) {
        return requests.run(() -> ask(request)).thenApply(done -> null);
    }

    private <T> T ask(Function<DynamoDbClient, T> question) {
        DynamoDbClient open = client;
        if (open == null) {
            throw new IllegalStateException("the store is not started");
        }
        try {
            return question.apply(open);
        } catch (DynamoDbException refusal) {
            throw asAwsException(refusal);
        } catch (SdkClientException failure) {
            throw unreachable(failure);
        }
    }

    private static AwsException asAwsException(DynamoDbException refusal) {
        AwsErrorDetails details = refusal.awsErrorDetails();
        return details == null
                ? new AwsException("InternalServerError", 500, String.valueOf(refusal.getMessage()))
                : new AwsException(details.errorCode(), refusal.statusCode(), details.errorMessage());
    }

    private AwsException unreachable(SdkClientException failure) {
        return new AwsException(
                "ServiceUnavailable",
                503,
                "DynamoDB at %s cannot be reached: %s".formatted(endpoint, failure.getMessage()));
    }
}
