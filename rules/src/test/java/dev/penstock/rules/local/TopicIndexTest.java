package dev.penstock.rules.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.time.TestTime;
import dev.penstock.rules.TopicRule;
import dev.penstock.rules.action.ActionRegistry;
import dev.penstock.rules.function.FunctionRegistry;
import dev.penstock.rules.sink.InMemorySinks;
import dev.penstock.rules.spi.ActionContext;
import dev.penstock.rules.sql.TopicFilter;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopicIndexTest {
    private static final List<String> FILTERS = List.of(
            "#",
            "+",
            "+/+",
            "a",
            "a/",
            "a/#",
            "a/+",
            "a/b",
            "a/+/c",
            "a/b/c",
            "+/b/#",
            "a/b/#",
            "/a",
            "/+",
            "$aws/#",
            "$aws/+/x",
            "+/aws/#",
            "a//c");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "a/",
                "b",
                "a/b",
                "a/b/",
                "a/b/c",
                "a/x/c",
                "a//c",
                "/a",
                "/",
                "",
                "$aws",
                "$aws/x",
                "$aws/y/x",
                "x/b/z/z",
                "A"
            })
    void findsExactlyTheFiltersThatMatch(String topic) throws AwsException {
        TopicIndex index = new TopicIndex();
        RuleDeployer deployer = new RuleDeployer(
                new FunctionRegistry(),
                new ActionRegistry(
                        List.of(),
                        List.of(),
                        new ActionContext(AwsIdentity.DEFAULT, TestTime.at(Instant.EPOCH), new InMemorySinks(1, 1))),
                () -> new ActionQueue(1, new PendingActions()));
        for (int i = 0; i < FILTERS.size(); i++) {
            TopicRule rule = new TopicRule(
                    "r%02d".formatted(i),
                    "SELECT * FROM '%s'".formatted(FILTERS.get(i)),
                    "2016-03-23",
                    false,
                    List.of(),
                    null);
            index.add(TopicFilter.of(FILTERS.get(i)), deployer.deploy(rule, Instant.EPOCH, new RuleTally(0)));
        }

        List<String> found = index.match(topic).stream()
                .map(rule -> FILTERS.get(Integer.parseInt(rule.name().substring(1))))
                .toList();

        assertThat(found)
                .containsExactlyElementsOf(FILTERS.stream()
                        .filter(filter -> TopicFilter.of(filter).matches(topic))
                        .toList());
    }
}
