package dev.penstock.launcher;

import dev.penstock.functions.FunctionSettings;
import dev.penstock.launcher.settings.LambdaOptions;
import dev.penstock.launcher.settings.Settings;
import dev.penstock.platform.time.Time;
import dev.penstock.platform.wire.AwsEndpoint;
import dev.penstock.store.StoreFactory;
import dev.penstock.store.StoreSettings;
import dev.penstock.store.Tables;
import dev.penstock.stream.AwsStreamSettings;
import dev.penstock.stream.LocalStreams;
import dev.penstock.stream.StreamFactory;
import dev.penstock.stream.Streams;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which implementation stands behind a port, by the settings. */
final class Hops {
    private static final String APPLICATION = "penstock";
    private static final List<String> CREDENTIALS = List.of(
            "AWS_ACCESS_KEY_ID",
            "AWS_SECRET_ACCESS_KEY",
            "AWS_SESSION_TOKEN",
            "AWS_PROFILE",
            "AWS_CONFIG_FILE",
            "AWS_SHARED_CREDENTIALS_FILE");

    private Hops() {}

    /** Local streams also answer on the endpoint; streams on AWS are reached there. */
    static Streams streams(Settings settings, Time time, AwsEndpoint endpoint) {
        Settings.Hop hop = settings.stream();
        if (hop.isAws()) {
            return StreamFactory.aws(
                    new AwsStreamSettings(
                            hop.endpoint(), hop.endpoint(), settings.identity().region(), APPLICATION),
                    time);
        }
        LocalStreams local = StreamFactory.local(settings.identity(), time, settings.streams());
        endpoint.register(local.api());
        endpoint.path(LocalStreams.FAULTS_PATH, local.faultsApi());
        return local.streams();
    }

    /** DynamoDB Local, another DynamoDB at an endpoint, or the real service. */
    static Tables tables(Settings settings, Time time) {
        Settings.Hop hop = settings.store();
        return hop.isAws() || hop.otherEndpoint().isPresent()
                ? StoreFactory.aws(hop.endpoint(), settings.identity().region(), time)
                : StoreFactory.local(new StoreSettings(Distribution.dynamoDbLocal()), time);
    }

    /**
     * What every function sees: the SDK's own variables, so that unchanged handlers find this pipeline. A hop on the real
     * AWS has no endpoint variable, and then the user's own credentials are passed on.
     */
    static FunctionSettings functionSettings(Settings settings, URI endpoint) {
        Map<String, String> environment = new HashMap<>();
        environment.put("AWS_EC2_METADATA_DISABLED", "true");
        boolean reachesAws = reachesAws(settings.stream()) || reachesAws(settings.store());
        if (reachesAws) {
            CREDENTIALS.forEach(name -> {
                String value = System.getenv(name);
                if (value != null) {
                    environment.put(name, value);
                }
            });
        } else {
            environment.put("AWS_ENDPOINT_URL", endpoint.toString());
            environment.put("AWS_ACCESS_KEY_ID", "test");
            environment.put("AWS_SECRET_ACCESS_KEY", "test");
        }
        addEndpoint(environment, "AWS_ENDPOINT_URL_KINESIS", settings.stream(), endpoint);
        addEndpoint(environment, "AWS_ENDPOINT_URL_DYNAMODB", settings.store(), endpoint);
        LambdaOptions options = settings.functions();
        return FunctionSettings.of(environment)
                .withMaxConcurrency(options.maxConcurrency())
                .withAsyncRetryScale(options.asyncRetryScale())
                .withReload(options.hotReload());
    }

    private static void addEndpoint(Map<String, String> environment, String variable, Settings.Hop hop, URI ours) {
        if (!hop.isAws()) {
            environment.put(variable, ours.toString());
        } else if (hop.endpoint() != null) {
            environment.put(variable, hop.endpoint().toString());
        }
    }

    private static boolean reachesAws(Settings.Hop hop) {
        return hop.isAws() && hop.endpoint() == null;
    }
}
