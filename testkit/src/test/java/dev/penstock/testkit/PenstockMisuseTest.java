package dev.penstock.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.Event;

class PenstockMisuseTest {
    @TempDir
    Path home;

    private FakeDistribution distribution;

    @BeforeEach
    void pack() throws IOException {
        distribution = FakeDistribution.in(home);
    }

    static Stream<Arguments> wrongUses() {
        return Stream.of(
                Arguments.of(
                        EmptyValue.class, List.of("@Penstock on", "EmptyValue", "value is empty", "template.yaml")),
                Arguments.of(
                        NoSuchTemplate.class, List.of("@Penstock(\"absent.yaml\")", "no such file", "relative to")),
                Arguments.of(StartWithoutVirtualTime.class, List.of("startInstant", "virtualTime = true")),
                Arguments.of(
                        StartNotAnInstant.class, List.of("startInstant is 'noon'", "ISO-8601", "2026-01-01T00:00:00Z")),
                Arguments.of(ParameterWithoutValue.class, List.of("parameters holds 'Threshold'", "Name=value")),
                Arguments.of(ParameterTwice.class, List.of("parameters sets 'Threshold' twice")),
                Arguments.of(
                        RefusedByTheEngine.class,
                        List.of("did not start", "template.yaml", "the template has no parameter 'Unknown'")),
                Arguments.of(
                        AdvanceOfTheMachinesClock.class,
                        List.of("Pipeline.advance(PT1S)", "@Penstock(virtualTime = true)")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongUses")
    void wrongUseSaysWhatIsAllowed(Class<?> testClass, List<String> parts) {
        Throwable failure = failure(testClass);

        assertThat(failure).isInstanceOf(ExtensionConfigurationException.class);
        assertThat(failure.getMessage()).contains(parts);
    }

    @Test
    void folderWithoutTheJarIsNamed() throws IOException {
        Files.delete(home.resolve("penstock.jar"));

        Throwable failure = failure(Fine.class);

        assertThat(failure)
                .isInstanceOf(ExtensionConfigurationException.class)
                .hasMessage(
                        "penstock.home is '%s', but there is no penstock.jar in it: name the folder that holds penstock.jar and lib",
                        home);
    }

    @Test
    void jarOfAnotherVersionIsNamed() throws IOException {
        Path jar = home.resolve("penstock.jar");
        Files.delete(jar);
        new JarOutputStream(Files.newOutputStream(jar), new Manifest()).close();

        Throwable failure = failure(Fine.class);

        assertThat(failure)
                .isInstanceOf(ExtensionConfigurationException.class)
                .hasMessageStartingWith(jar + " does not fit this test kit")
                .hasMessageEndingWith("of the same release");
    }

    @Test
    void environmentVariableNamesTheDistribution() {
        assertThat(EngineHome.fromEnvironment(Map.of("PENSTOCK_HOME", home.toString())))
                .contains(home.resolve("penstock.jar"));
        assertThat(EngineHome.fromEnvironment(Map.of())).isEmpty();
        assertThatThrownBy(() -> EngineHome.fromEnvironment(Map.of("PENSTOCK_HOME", "nowhere")))
                .isInstanceOf(ExtensionConfigurationException.class)
                .hasMessageStartingWith("PENSTOCK_HOME is 'nowhere'");
    }

    @Test
    void ownBuildIsFoundFromAnyModule() throws IOException {
        Path built = Files.createDirectories(home.resolve("launcher/target")).resolve("penstock.jar");
        Files.copy(home.resolve("penstock.jar"), built);
        Path module = Files.createDirectories(home.resolve("examples/warning-events"));

        assertThat(EngineHome.builtAbove(module)).contains(built);
    }

    @Test
    void unknownColumnNamesThoseThereAre() {
        Row row = new Row(Instant.EPOCH, Map.of("ts", 1));

        assertThatThrownBy(() -> row.column("TS"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no column 'TS' in [ts]");
    }

    private Throwable failure(Class<?> testClass) {
        return distribution.run(testClass).allEvents().failed().stream()
                .map(Event::getPayload)
                .map(payload -> (TestExecutionResult) payload.orElseThrow())
                .map(result -> result.getThrowable().orElseThrow())
                .findFirst()
                .orElseThrow(() -> new AssertionError(testClass + " did not fail"));
    }

    @Penstock("testkit/template.yaml")
    static class Fine {
        @Test
        void runs() {}
    }

    @Penstock(" ")
    static class EmptyValue extends Fine {}

    @Penstock("absent.yaml")
    static class NoSuchTemplate extends Fine {}

    @Penstock(value = "testkit/template.yaml", startInstant = "2026-01-01T00:00:00Z")
    static class StartWithoutVirtualTime extends Fine {}

    @Penstock(value = "testkit/template.yaml", virtualTime = true, startInstant = "noon")
    static class StartNotAnInstant extends Fine {}

    @Penstock(value = "testkit/template.yaml", parameters = "Threshold")
    static class ParameterWithoutValue extends Fine {}

    @Penstock(
            value = "testkit/template.yaml",
            parameters = {"Threshold=1", "Threshold=2"})
    static class ParameterTwice extends Fine {}

    @Penstock(value = "testkit/template.yaml", parameters = "Unknown=1")
    static class RefusedByTheEngine extends Fine {}

    @Penstock("testkit/template.yaml")
    static class AdvanceOfTheMachinesClock {
        @Test
        void advances(Pipeline pipeline) {
            pipeline.advance(Duration.ofSeconds(1));
        }
    }
}
