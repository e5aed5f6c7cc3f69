package dev.penstock.broker;

import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.wire.AwsEndpoint;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.iotdataplane.IotDataPlaneClient;

/** A broker with its HTTP APIs at an endpoint, and the AWS SDK for Java as its client. */
final class DataPlane implements AutoCloseable {
    static final StaticCredentialsProvider CREDENTIALS =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test"));

    final TestBroker test = new TestBroker();
    final AwsEndpoint endpoint = new AwsEndpoint("127.0.0.1", 0);
    final IotDataPlaneClient data;
    private final HttpClient http = HttpClient.newHttpClient();

    DataPlane() {
        test.broker.serve(endpoint, AwsIdentity.DEFAULT);
        endpoint.start();
        data = IotDataPlaneClient.builder()
                .endpointOverride(endpoint.uri())
                .region(Region.US_EAST_1)
                .credentialsProvider(CREDENTIALS)
                .httpClientBuilder(ApacheHttpClient.builder())
                .build();
    }

    HttpResponse<String> http(String method, String path, String body, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(endpoint.uri() + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Override
    public void close() {
        data.close();
        endpoint.close();
        test.close();
    }
}
