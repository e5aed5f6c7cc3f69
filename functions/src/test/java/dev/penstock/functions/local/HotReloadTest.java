package dev.penstock.functions.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.penstock.functions.FunctionFolder;
import dev.penstock.functions.FunctionOptions;
import dev.penstock.functions.FunctionSettings;
import dev.penstock.functions.FunctionSpec;
import dev.penstock.functions.FunctionsFixture;
import dev.penstock.functions.InvocationResult;
import dev.penstock.functions.RecordingDestinations;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.time.SystemTime;
import dev.penstock.platform.time.TestTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HotReloadTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private final TestTime time = TestTime.at("2026-01-01T00:00:00Z");

    @Test
    void changedScriptRunsAtTheNextInvocation() throws IOException {
        FunctionFolder.python(folder, "def handler(e, c): return 'v1'");
        try (FunctionsFixture fixture = new FunctionsFixture(time, 1)) {
            fixture.create("python3.11", "app.handler", folder);
            String before = fixture.call("{}");

            FunctionFolder.python(folder, "def handler(e, c): return 'v2'");

            assertThat(List.of(before, fixture.call("{}"), fixture.call("{}")))
                    .containsExactly("\"v1\"", "\"v2\"", "\"v2\"");
        }
    }

    @Test
    void runningInvocationFinishesOnTheOldCode() throws IOException {
        String waiting = """
                import os, time
                def handler(e, c):
                    while e == 'wait' and not os.path.exists('go'):
                        time.sleep(0.01)
                    return '%s'
                """;
        FunctionFolder.python(folder, waiting.formatted("v1"));
        try (FunctionsFixture fixture = new FunctionsFixture(time, 2)) {
            fixture.create("python3.11", "app.handler", folder);
            CompletableFuture<InvocationResult> old =
                    fixture.functions().invoke("f", Bytes.utf8("\"wait\"")).toCompletableFuture();

            FunctionFolder.python(folder, waiting.formatted("v2"));
            String fresh = fixture.call("{}");
            Files.createFile(folder.resolve("go"));

            assertThat(fresh).isEqualTo("\"v2\"");
            assertThat(old)
                    .succeedsWithin(LIMIT)
                    .satisfies(result -> assertThat(result.payload().utf8()).isEqualTo("\"v1\""));
        }
    }

    @Test
    void archiveThatIsWrittenAnewIsUnpackedAgain() throws IOException {
        Path first = FunctionFolder.zip(FunctionFolder.python(folder.resolve("1"), "def handler(e, c): return 'v1'"));
        Path second = FunctionFolder.zip(FunctionFolder.python(folder.resolve("2"), "def handler(e, c): return 'v2!'"));
        try (FunctionsFixture fixture = new FunctionsFixture(time, 1)) {
            fixture.create("python3.11", "app.handler", first);
            String before = fixture.call("{}");

            Files.copy(second, first, StandardCopyOption.REPLACE_EXISTING);

            assertThat(before).isEqualTo("\"v1\"");
            assertThat(fixture.call("{}")).isEqualTo("\"v2!\"");
        }
    }

    @Test
    void archiveThatCannotBeReadLeavesTheOldCode() throws IOException {
        Path archive = FunctionFolder.zip(FunctionFolder.python(folder.resolve("1"), "def handler(e, c): return 'v1'"));
        try (FunctionsFixture fixture = new FunctionsFixture(time, 1)) {
            fixture.create("python3.11", "app.handler", archive);

            Files.writeString(archive, "half");

            assertThat(fixture.call("{}")).isEqualTo("\"v1\"");
        }
    }

    @Test
    void changedClassesAreTakenWhenTheyAreLeftAlone() throws IOException {
        FunctionFolder.java(folder);
        try (SystemTime system = new SystemTime();
                FunctionsFixture fixture = new FunctionsFixture(system, 1)) {
            fixture.create("java17", "example.handlers.CountingHandler", folder);
            fixture.call("{}");
            fixture.call("{}");

            Files.writeString(folder.resolve("touched.class"), "x");

            await("static state is new")
                    .atMost(LIMIT)
                    .until(() -> fixture.call("{}").equals("1"));
        }
    }

    @Test
    void changedLayerIsTaken() throws IOException {
        Path layer = folder.resolve("layer");
        Files.createDirectories(layer);
        Files.writeString(layer.resolve("value"), "v1");
        Path code = FunctionFolder.python(folder.resolve("code"), """
                COUNT = 0
                def handler(e, c):
                    global COUNT
                    COUNT += 1
                    return COUNT
                """);
        FunctionOptions options = new FunctionOptions(
                "",
                "",
                List.of(layer),
                FunctionOptions.DEFAULT.reservedConcurrency(),
                FunctionOptions.DEFAULT.deadLetterTarget(),
                512,
                "x86_64",
                FunctionOptions.Logging.TEXT,
                Map.of(),
                false,
                FunctionOptions.DEFAULT.interpreter(),
                FunctionOptions.DEFAULT.debugPort());
        try (FunctionsFixture fixture = new FunctionsFixture(time, 1)) {
            fixture.create(new FunctionSpec("f", "python3.11", "app.handler", code, LIMIT, 128, Map.of(), options));
            fixture.call("{}");

            Files.writeString(layer.resolve("value"), "v2 of it");

            assertThat(fixture.call("{}")).isEqualTo("1");
        }
    }

    @Test
    void codeStaysWhenReloadingIsOff() throws IOException {
        FunctionFolder.python(folder, "def handler(e, c): return 'v1'");
        FunctionSettings settings = FunctionSettings.of(Map.of()).withReload(false);
        try (FunctionsFixture fixture = new FunctionsFixture(time, settings, new RecordingDestinations())) {
            fixture.create("python3.11", "app.handler", folder);

            FunctionFolder.python(folder, "def handler(e, c): return 'v2'");

            assertThat(fixture.call("{}")).isEqualTo("\"v1\"");
        }
    }
}
