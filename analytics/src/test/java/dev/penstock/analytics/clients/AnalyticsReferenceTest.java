package dev.penstock.analytics.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.analytics.Analytics;
import dev.penstock.analytics.AnalyticsFactory;
import dev.penstock.analytics.AnalyticsServices;
import dev.penstock.analytics.wire.AnalyticsApi;
import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.time.TestTime;
import dev.penstock.platform.wire.AwsJsonService;
import dev.penstock.stream.StreamFactory;
import dev.penstock.stream.StreamSettings;
import dev.penstock.stream.Streams;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kinesisanalytics.KinesisAnalyticsClient;
import software.amazon.awssdk.services.kinesisanalyticsv2.KinesisAnalyticsV2Client;

/** What docs/analytics-api.md says about operations is what the services have and what tests have recorded. */
class AnalyticsReferenceTest {
    private static final Path FILE = Path.of("..", "docs", "analytics-api.md");
    private static final String WRITE = "penstock.write-docs";
    private static final String HOW_TO =
            "docs/analytics-api.md is stale; write it again with: mvn -Pquick -pl analytics -am"
                    + " test -Dtest=AnalyticsReferenceTest -Dsurefire.failIfNoSpecifiedTests=false -D" + WRITE
                    + "=true";
    private static final Pattern BLOCK =
            Pattern.compile("(<!-- generated: operations -->\n).*?(<!-- end -->)", Pattern.DOTALL);
    private static final List<String> CLIENTS = List.of("SDK for Java", "boto3", "AWS CLI");
    private static final Set<String> NO_OPERATIONS = Set.of("ServiceClientConfiguration");

    private static List<Set<String>> served() {
        TestTime time = TestTime.at("2026-01-01T00:00:00Z");
        Streams streams = StreamFactory.local(AwsIdentity.DEFAULT, time, StreamSettings.defaults())
                .streams();
        Analytics analytics = AnalyticsFactory.local(AwsIdentity.DEFAULT, time, streams);
        return AnalyticsApi.services(analytics, AwsIdentity.DEFAULT, time, streams, AnalyticsServices.NONE).stream()
                .map(AwsJsonService::operationNames)
                .toList();
    }

    /** The operations of a client of the SDK: its methods that take a request. */
    private static Set<String> operations(Class<?> client) {
        return Arrays.stream(client.getMethods())
                .filter(method -> method.getParameterCount() == 1
                        && method.getParameterTypes()[0].getSimpleName().endsWith("Request")
                        && !method.getName().endsWith("Paginator"))
                .map(Method::getName)
                .map(name -> name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1))
                .filter(name -> !NO_OPERATIONS.contains(name))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String table() throws IOException {
        List<Set<String>> served = served();
        Set<String> calls = CallRecord.all();
        StringBuilder table = new StringBuilder("| operation | v1 | v2 | ")
                .append(String.join(" | ", CLIENTS))
                .append(" |\n")
                .append("|---".repeat(CLIENTS.size() + 3))
                .append("|\n");
        for (String operation : new TreeSet<>(served.get(1))) {
            table.append("| `%s` |".formatted(operation));
            table.append(served.get(0).contains(operation) ? " %s |".formatted(state("v1", operation, calls)) : " |");
            table.append(
                    served.get(0).contains(operation)
                            ? " %s |".formatted(state("v2", operation, calls))
                            : " refused |");
            for (String client : CLIENTS) {
                String versions = Stream.of("v1", "v2")
                        .filter(version -> calls.contains("%s %s %s".formatted(client, version, operation)))
                        .collect(Collectors.joining(", "));
                table.append(versions.isEmpty() ? " |" : " %s |".formatted(versions));
            }
            table.append('\n');
        }
        return table.toString();
    }

    private static String state(String version, String operation, Set<String> calls) {
        return calls.stream().anyMatch(call -> call.endsWith(" %s %s".formatted(version, operation)))
                ? "tested"
                : "untested";
    }

    @Test
    void referenceSaysWhatIsThere() throws IOException {
        String committed = Files.readString(FILE);

        Matcher place = BLOCK.matcher(committed);
        assertThat(place.find()).isTrue();
        String current = place.replaceFirst("$1" + Matcher.quoteReplacement("\n" + table() + "\n") + "$2");

        if (Boolean.getBoolean(WRITE)) {
            Files.writeString(FILE, current);
        } else {
            assertThat(committed).as(HOW_TO).isEqualTo(current);
        }
    }

    @Test
    void everyOperationOfTheModelsIsServedOrRefused() {
        List<Set<String>> served = served();

        assertThat(served.get(0)).containsExactlyElementsOf(operations(KinesisAnalyticsClient.class));
        assertThat(served.get(1)).containsExactlyElementsOf(operations(KinesisAnalyticsV2Client.class));
    }
}
