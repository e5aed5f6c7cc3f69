package dev.penstock.broker.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.broker.policy.Decision.Verdict;
import dev.penstock.broker.policy.PolicyEngine.NamedPolicy;
import dev.penstock.platform.aws.AwsIdentity;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rows of {@code vectors/policies.txt}. */
class PolicyVectorsTest {
    private static final AwsIdentity IDENTITY = new AwsIdentity("000000000000", "eu-test-1");
    private static final String ARN = "arn:aws:iot:eu-test-1:000000000000:";

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void policyDecidesAsTheSheetSays(Row row) {
        PolicyDocument document = PolicyDocument.parse(row.document);
        Attributes attributes = key -> row.attributes.getOrDefault(key.toLowerCase(Locale.ROOT), List.of());

        Decision decision = PolicyEngine.decide(
                List.of(new NamedPolicy("p", 1, document)),
                new PolicyRequest(row.action, Resources.of(IDENTITY, row.action, row.name), attributes));

        assertThat(decision.verdict()).as(decision.explanation()).isEqualTo(row.verdict);
        assertThat(decision.statement().isPresent()).isEqualTo(row.verdict != Verdict.IMPLICIT_DENY);
    }

    @Test
    void thereAreMoreThanAHundredRows() throws IOException {
        assertThat(rows()).hasSizeGreaterThan(130);
    }

    static Stream<Row> rows() throws IOException {
        List<Row> rows = new ArrayList<>();
        String document = "";
        Map<String, List<String>> attributes = Map.of();
        for (String line : lines()) {
            if (line.startsWith("policy:")) {
                document = shorthand(line.substring("policy:".length()));
            } else if (line.startsWith("json:")) {
                document = line.substring("json:".length()).strip().replace("\"@", "\"" + ARN);
            } else if (line.startsWith("with:")) {
                attributes = attributes(line.substring("with:".length()));
            } else if (!line.isBlank() && !line.startsWith("#")) {
                String[] words = line.split(" ");
                rows.add(new Row(line, document, attributes, Action.valueOf(words[0]), words[1], verdict(words[3])));
            }
        }
        return rows.stream();
    }

    private static List<String> lines() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(PolicyVectorsTest.class.getResourceAsStream("/vectors/policies.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }

    private static String shorthand(String statements) {
        return Arrays.stream(statements.split(";"))
                .map(text -> text.strip().split(" "))
                .map(words -> "{\"Effect\":\"%s\",\"Action\":\"%s\",\"Resource\":\"%s\"}"
                        .formatted(
                                words[0],
                                words[1].equals("*") ? "*" : "iot:" + words[1],
                                words[2].equals("*") ? "*" : ARN + words[2]))
                .collect(Collectors.joining(",", "{\"Version\":\"2012-10-17\",\"Statement\":[", "]}"));
    }

    private static Map<String, List<String>> attributes(String text) {
        Map<String, List<String>> attributes = new HashMap<>();
        for (String pair : text.strip().split(" +")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                attributes.put(
                        pair.substring(0, equals).toLowerCase(Locale.ROOT),
                        List.of(pair.substring(equals + 1).split("\\|")));
            }
        }
        return attributes;
    }

    private static Verdict verdict(String word) {
        return switch (word) {
            case "allow" -> Verdict.ALLOWED;
            case "deny" -> Verdict.IMPLICIT_DENY;
            case "DENY" -> Verdict.EXPLICIT_DENY;
            default -> throw new IllegalArgumentException(word);
        };
    }

    private record Row(
            String text,
            String document,
            Map<String, List<String>> attributes,
            Action action,
            String name,
            Verdict verdict) {
        @Override
        public String toString() {
            return text + " " + attributes;
        }
    }
}
