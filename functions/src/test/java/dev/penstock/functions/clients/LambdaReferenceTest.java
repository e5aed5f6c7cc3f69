package dev.penstock.functions.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.functions.wire.LambdaOperations;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What docs/lambda.md says about operations is what the service has and what tests have recorded. */
class LambdaReferenceTest {
    private static final Path FILE = Path.of("..", "docs", "lambda.md");
    private static final String WRITE = "penstock.write-docs";
    private static final String HOW_TO =
            "docs/lambda.md is stale; write it again with: mvn -Pquick -pl functions -am test -Dtest=LambdaReferenceTest"
                    + " -Dsurefire.failIfNoSpecifiedTests=false -D" + WRITE + "=true";
    private static final Pattern BLOCK =
            Pattern.compile("(<!-- generated: operations -->\n).*?(<!-- end -->)", Pattern.DOTALL);
    private static final List<String> CLIENTS = List.of("SDK for Java", "boto3", "AWS CLI");
    /** They share the path of another operation and are told apart by their query. */
    private static final Set<String> BY_QUERY = Set.of("GetLayerVersionByArn", "ListProvisionedConcurrencyConfigs");

    private static Properties operations() throws IOException {
        Properties operations = new Properties();
        try (InputStream in = LambdaReferenceTest.class.getResourceAsStream("/clients/operations.properties")) {
            operations.load(Objects.requireNonNull(in));
        }
        return operations;
    }

    private static String table() throws IOException {
        Properties operations = operations();
        Set<String> calls = new TreeSet<>(CallRecord.all());
        StringBuilder table = new StringBuilder("| operation | state | ")
                .append(String.join(" | ", CLIENTS))
                .append(" | |\n")
                .append("|---".repeat(CLIENTS.size() + 3))
                .append("|\n");
        for (String operation : new TreeSet<>(operations.stringPropertyNames())) {
            table.append("| `%s` | %s |".formatted(operation, state(operation, calls)));
            for (String client : CLIENTS) {
                table.append(calls.contains(client + " " + operation) ? " yes |" : " |");
            }
            table.append(" %s |\n".formatted(note(operation, operations)));
        }
        return table.toString();
    }

    private static String state(String operation, Set<String> calls) {
        if (LambdaOperations.refused().containsKey(operation)) {
            return "refused";
        }
        return calls.stream().anyMatch(call -> call.endsWith(" " + operation)) ? "tested" : "untested";
    }

    private static String note(String operation, Properties operations) {
        String advice = LambdaOperations.refused().get(operation);
        return advice == null ? operations.getProperty(operation) : advice;
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

    /** 85 in the API model that botocore 1.43 has; so an operation of the service is never just unknown. */
    @Test
    void everyOperationOfTheModelIsServedOrRefused() throws IOException {
        Set<String> there = new TreeSet<>(LambdaOperations.served());
        there.addAll(BY_QUERY);

        assertThat(there).containsExactlyElementsOf(new TreeSet<>(operations().stringPropertyNames()));
    }
}
