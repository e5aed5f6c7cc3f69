package dev.penstock.rules.wire;

import dev.penstock.broker.BrokerSettings;
import dev.penstock.broker.Brokers;
import dev.penstock.broker.MessageBroker;
import dev.penstock.functions.FunctionServices;
import dev.penstock.functions.FunctionSettings;
import dev.penstock.functions.FunctionsFactory;
import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.logs.LogGroups;
import dev.penstock.platform.time.TestTime;
import dev.penstock.platform.wire.AwsEndpoint;
import dev.penstock.rules.RuleEngine;
import dev.penstock.rules.RuleSettings;
import dev.penstock.rules.RuleTargets;
import dev.penstock.rules.Rules;
import dev.penstock.store.StoreFactory;
import dev.penstock.stream.LocalStreams;
import dev.penstock.stream.StreamFactory;
import dev.penstock.stream.StreamSettings;
import java.net.URI;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.iot.IotClient;

/**
 * A real broker, rules and the IoT control plane at an endpoint of its own, and the AWS SDK for Java as its
 * client. Functions and tables are there so that rules may name them; none is reached.
 */
final class ControlPlane implements AutoCloseable {
    final TestTime time = TestTime.at("2026-01-01T00:00:00Z");
    final LogGroups logs = new LogGroups(AwsIdentity.DEFAULT, time, 1 << 20);
    final RuleEngine engine;
    final IotClient iot;
    private final LocalStreams streams = StreamFactory.local(AwsIdentity.DEFAULT, time, StreamSettings.defaults());
    private final MessageBroker broker = Brokers.local(new BrokerSettings("127.0.0.1", 0), time);
    private final AwsEndpoint endpoint = new AwsEndpoint("127.0.0.1", 0);

    ControlPlane() {
        engine = Rules.local(
                AwsIdentity.DEFAULT,
                time,
                RuleTargets.of(streams.streams(), broker)
                        .withFunctions(FunctionsFactory.local(
                                AwsIdentity.DEFAULT,
                                time,
                                FunctionServices.of(streams.streams(), logs),
                                FunctionSettings.of(Map.of())))
                        .withTables(StoreFactory.aws(URI.create("http://127.0.0.1:1"), "us-east-1", time))
                        .withLogs(logs),
                RuleSettings.defaults());
        endpoint.register(Rules.api(engine, AwsIdentity.DEFAULT));
        endpoint.start();
        engine.start();
        broker.onPublish(engine);
        broker.start();
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

    void publish(String topic, String payload) {
        broker.publish(topic, Bytes.utf8(payload), 1, "device")
                .toCompletableFuture()
                .join();
        time.settle();
    }

    long matched(String rule) {
        var counters = engine.counters().rules().get(rule);
        return counters == null ? -1 : counters.matched();
    }

    @Override
    public void close() {
        iot.close();
        broker.close();
        engine.close();
        endpoint.close();
    }
}
