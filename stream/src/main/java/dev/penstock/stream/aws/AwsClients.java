package dev.penstock.stream.aws;

import dev.penstock.stream.AwsStreamSettings;
import java.net.URI;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsAsyncClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatch.CloudWatchAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.kinesis.common.KinesisClientUtil;

/**
 * The three clients that producer and consumer share.
 *
 * @param cloudWatch never called: metrics are off, but the client library does not start without the client
 */
record AwsClients(KinesisAsyncClient kinesis, DynamoDbAsyncClient dynamoDb, CloudWatchAsyncClient cloudWatch)
        implements AutoCloseable {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    static AwsClients of(AwsStreamSettings settings) {
        Region region = Region.of(settings.region());
        return new AwsClients(
                KinesisClientUtil.createKinesisAsyncClient(
                        configure(KinesisAsyncClient.builder(), region, settings.endpoint())),
                http(configure(DynamoDbAsyncClient.builder(), region, settings.dynamoDbEndpoint()))
                        .build(),
                http(configure(CloudWatchAsyncClient.builder(), region, settings.endpoint()))
                        .build());
    }

    private static <B extends AwsClientBuilder<B, ?>> B configure(B builder, Region region, @Nullable URI endpoint) {
        builder.region(region).credentialsProvider(credentials(endpoint));
        return endpoint == null ? builder : builder.endpointOverride(endpoint);
    }

    private static <B extends AwsAsyncClientBuilder<B, ?>> B http(B builder) {
        return builder.httpClientBuilder(NettyNioAsyncHttpClient.builder());
    }

    /** A process on this machine is never shown the user's credentials, and does not need any. */
    private static AwsCredentialsProvider credentials(@Nullable URI endpoint) {
        boolean local = endpoint != null && LOOPBACK.contains(String.valueOf(endpoint.getHost()));
        return local
                ? StaticCredentialsProvider.create(AwsBasicCredentials.create("penstock", "penstock"))
                : DefaultCredentialsProvider.builder().build();
    }

    @Override
    public void close() {
        kinesis.close();
        dynamoDb.close();
        cloudWatch.close();
    }
}
