package dev.penstock.broker.wire;

import dev.penstock.broker.DeviceIdentities;
import dev.penstock.broker.IdentitySettings;
import dev.penstock.broker.local.LocalIdentities;
import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.time.TestTime;
import dev.penstock.platform.wire.AwsEndpoint;
import java.net.URI;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.iot.IotClient;

/** The control plane at an endpoint of its own, and the AWS SDK for Java as its client. */
final class ControlPlane implements AutoCloseable {
    static final String ARN = "arn:aws:iot:us-east-1:000000000000:";

    final TestTime time = TestTime.at("2026-01-01T00:00:00Z");
    final DeviceIdentities identities = new LocalIdentities(AwsIdentity.DEFAULT, time, IdentitySettings.DEFAULT);
    final IotClient iot;
    private final AwsEndpoint endpoint = new AwsEndpoint("127.0.0.1", 0);

    ControlPlane() {
        endpoint.register(identities.api());
        endpoint.start();
        iot = IotClient.builder()
                .endpointOverride(endpoint.uri())
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
                .httpClientBuilder(ApacheHttpClient.builder())
                .overrideConfiguration(c -> c.retryStrategy(r -> r.maxAttempts(1)))
                .build();
    }

    URI uri() {
        return endpoint.uri();
    }

    static String policy(String action, String resource) {
        return "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"iot:%s\",\"Resource\":\"%s\"}]}"
                .formatted(action, ARN + resource);
    }

    @Override
    public void close() {
        iot.close();
        endpoint.close();
    }
}
