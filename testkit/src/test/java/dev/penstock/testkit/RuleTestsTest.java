package dev.penstock.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.UriSource;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

class RuleTestsTest {
    @TempDir
    private Path home;

    private FakeDistribution distribution;

    @BeforeEach
    void pack() throws IOException {
        distribution = FakeDistribution.in(home);
    }

    @Test
    void everyCaseIsATestOfItsFile() {
        EngineExecutionResults results = run(TwoFiles.class);

        assertThat(results.testEvents().succeeded().count()).isEqualTo(4);
        assertThat(results.testEvents().failed().count()).isEqualTo(1);
        assertThat(results.allEvents().dynamicallyRegistered().stream()
                        .map(event -> event.getTestDescriptor().getDisplayName()))
                .containsExactly(
                        "3-1.jsonl",
                        "case-1 SELECT *",
                        "case-2 SELECT *",
                        "case-3 SELECT *",
                        "2-0.jsonl",
                        "case-1 SELECT *",
                        "case-2 SELECT *");
    }

    @Test
    void failureSaysWhatWasExpectedAndWhyAndWhere() {
        Event failed =
                run(TwoFiles.class).testEvents().failed().stream().findFirst().orElseThrow();

        assertThat(failure(failed)).hasMessage("expected {}\ngot      {\"r\":1}\n\nseen by penstock");
        assertThat(failed.getTestDescriptor().getSource())
                .hasValueSatisfying(source -> assertThat(((UriSource) source).getUri())
                        .hasPath(Path.of("3-1.jsonl").toAbsolutePath().toString())
                        .hasQuery("line=3"));
    }

    @Test
    void fileWithoutCasesFails() {
        EngineExecutionResults results = run(NoCases.class);

        assertThat(failure(results)).hasMessageEndingWith("0-0.jsonl: there are no cases in the file");
    }

    @Test
    void unusableFilesAreNamed() {
        assertThatThrownBy(() -> tests("2-0.jsonl", "absent.jsonl"))
                .isInstanceOf(ExtensionConfigurationException.class)
                .hasMessage("the rule tests cannot be used:\nabsent.jsonl: there is no such file");
        assertThatThrownBy(this::tests).hasMessage("RuleTests.in() needs at least one file or folder");
    }

    @Test
    void distributionWithoutRuleTestsIsOfAnotherRelease() throws IOException {
        new JarOutputStream(Files.newOutputStream(distribution.jar()), new Manifest()).close();

        assertThatThrownBy(() -> tests("2-0.jsonl"))
                .isInstanceOf(ExtensionConfigurationException.class)
                .hasMessageEndingWith("of the same release");
    }

    private Stream<DynamicNode> tests(String... files) {
        return RuleTests.in(distribution.jar(), Stream.of(files).map(Path::of).toList());
    }

    private EngineExecutionResults run(Class<?> testClass) {
        String before = System.getProperty("penstock.home");
        System.setProperty("penstock.home", home.toString());
        try {
            return EngineTestKit.engine("junit-jupiter")
                    .selectors(selectClass(testClass))
                    .execute();
        } finally {
            if (before == null) {
                System.clearProperty("penstock.home");
            } else {
                System.setProperty("penstock.home", before);
            }
        }
    }

    private static Throwable failure(EngineExecutionResults results) {
        return failure(results.testEvents().failed().stream().findFirst().orElseThrow());
    }

    private static Throwable failure(Event failed) {
        return failed.getPayload(TestExecutionResult.class)
                .flatMap(TestExecutionResult::getThrowable)
                .orElseThrow();
    }

    static class TwoFiles {
        @TestFactory
        Stream<DynamicNode> rules() {
            return RuleTests.in("3-1.jsonl", "2-0.jsonl");
        }
    }

    static class NoCases {
        @TestFactory
        Stream<DynamicNode> rules() {
            return RuleTests.in(Path.of("0-0.jsonl"));
        }
    }
}
