package dev.penstock.stream.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.time.TestTime;
import dev.penstock.stream.StreamFactory;
import dev.penstock.stream.StreamSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What docs/kinesis.md says about operations is what the service has and what tests have recorded. */
class KinesisReferenceTest {
    private static final Path FILE = Path.of("..", "docs", "kinesis.md");
    private static final String WRITE = "penstock.write-docs";
    private static final String HOW_TO =
            "docs/kinesis.md is stale; write it again with: mvn -Pquick -pl stream -am test -Dtest=KinesisReferenceTest"
                    + " -Dsurefire.failIfNoSpecifiedTests=false -D" + WRITE + "=true";
    private static final Pattern BLOCK =
            Pattern.compile("(<!-- generated: operations -->\n).*?(<!-- end -->)", Pattern.DOTALL);

    /** Columns, and the names under which their clients are recorded. */
    private static final Map<String, List<String>> COLUMNS = columns();

    private static Map<String, List<String>> columns() {
        Map<String, List<String>> columns = new LinkedHashMap<>();
        columns.put("SDK sync", List.of("SDK sync"));
        columns.put("SDK async", List.of("SDK async"));
        columns.put("SDK, CBOR off", List.of("SDK sync, CBOR off", "SDK async, CBOR off"));
        columns.put("KCL", List.of("KCL polling", "KCL fan-out"));
        columns.put("boto3", List.of("boto3"));
        columns.put("AWS CLI", List.of("AWS CLI"));
        return columns;
    }

    private static Properties operations() throws IOException {
        Properties operations = new Properties();
        try (InputStream in = KinesisReferenceTest.class.getResourceAsStream("/clients/operations.properties")) {
            operations.load(Objects.requireNonNull(in));
        }
        return operations;
    }

    private static Set<String> served() {
        return StreamFactory.local(AwsIdentity.DEFAULT, TestTime.at("2026-01-01T00:00:00Z"), StreamSettings.defaults())
                .api()
                .operationNames();
    }

    private static String table() throws IOException {
        Properties operations = operations();
        Set<String> calls = new TreeSet<>(CallRecord.all());
        StringBuilder table = new StringBuilder("| operation | state | ")
                .append(String.join(" | ", COLUMNS.keySet()))
                .append(" | |\n")
                .append("|---".repeat(COLUMNS.size() + 3))
                .append("|\n");
        for (String operation : new TreeSet<>(operations.stringPropertyNames())) {
            table.append("| `%s` | %s |".formatted(operation, state(operation, calls)));
            for (List<String> clients : COLUMNS.values()) {
                boolean called = clients.stream().anyMatch(client -> calls.contains(client + " " + operation));
                table.append(called ? " yes |" : " |");
            }
            table.append(" %s |\n".formatted(operations.getProperty(operation)));
        }
        return table.toString();
    }

    private static String state(String operation, Set<String> calls) {
        if (!served().contains(operation)) {
            return "refused";
        }
        boolean tested = calls.stream().anyMatch(call -> call.endsWith(" " + operation));
        return tested ? "tested" : "untested";
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
    void everyOperationServedIsInTheModel() throws IOException {
        assertThat(operations().stringPropertyNames()).hasSize(39).containsAll(served());
    }
}
