package dev.penstock.functions.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.penstock.functions.FunctionFolder;
import dev.penstock.functions.FunctionOptions;
import dev.penstock.functions.FunctionSpec;
import dev.penstock.functions.FunctionsFixture;
import dev.penstock.functions.InvocationResult;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.lifecycle.StartException;
import dev.penstock.platform.time.SystemTime;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildContainmentTest {
    @TempDir
    private Path folder;

    private final SystemTime time = new SystemTime();
    private final FunctionsFixture fixture = new FunctionsFixture(time, 2);

    @BeforeAll
    static void needsPython() {
        Programs.require("python3");
    }

    @AfterEach
    void close() {
        fixture.close();
        time.close();
    }

    private FunctionSpec spec(String source, FunctionOptions options) throws IOException {
        return new FunctionSpec(
                "f",
                "python3.11",
                "app.handler",
                FunctionFolder.python(folder, source),
                Duration.ofSeconds(30),
                128,
                Map.of(),
                options);
    }

    private static FunctionOptions options(Optional<Path> interpreter, OptionalInt debugPort) {
        FunctionOptions usual = FunctionOptions.DEFAULT;
        return new FunctionOptions(
                usual.description(),
                usual.role(),
                usual.layers(),
                usual.reservedConcurrency(),
                usual.deadLetterTarget(),
                usual.ephemeralStorageMb(),
                usual.architecture(),
                usual.logging(),
                usual.tags(),
                false,
                interpreter,
                debugPort);
    }

    @Test
    void childThatTakesMoreMemoryThanItHasIsKilled() throws IOException {
        assumeTrue(Files.exists(Path.of("/proc/self/status")), "memory is known on Linux only");
        fixture.create(spec("""
                import time
                def handler(event, context):
                    if event:
                        taken = bytearray(300 * 1024 * 1024)
                        time.sleep(20)
                    return "alive"
                """, FunctionOptions.DEFAULT));

        InvocationResult result = fixture.invoke("true");

        assertThat(result.payload().utf8())
                .contains("Runtime.ExitError")
                .contains("Runtime exited with error: signal: killed");
        assertThat(fixture.logs()).anyMatch(line -> line.matches("Penstock: killed, for it uses \\d+ MB of 128 MB.*"));
        assertThat(fixture.call("false")).isEqualTo("\"alive\"");
    }

    @Test
    void memoryOfAChildThatEndsItselfIsThatOfTheLastLook() throws IOException {
        assumeTrue(Files.exists(Path.of("/proc/self/status")), "memory is known on Linux only");
        fixture.create(spec("""
                import os
                def handler(event, context):
                    os._exit(3)
                """, FunctionOptions.DEFAULT));

        fixture.invoke("{}");

        // Of a bare Python; the heap of this JVM is more, and 0 would be unknown.
        assertThat(fixture.logs()).anyMatch(line -> line.matches("(?s)REPORT .*Max Memory Used: [1-9]\\d? MB.*"));
    }

    @Test
    void outputOfAHundredMegabytesIsBounded() throws IOException {
        fixture.create(spec("""
                import sys
                def handler(event, context):
                    for i in range(100):
                        sys.stdout.write("x" * (1024 * 1024 - 1) + "é" + ("" if i % 2 else "\\n"))
                    return "printed"
                """, FunctionOptions.DEFAULT));

        assertThat(fixture.call("{}")).isEqualTo("\"printed\"");
        assertThat(fixture.logs())
                .allSatisfy(line ->
                        assertThat(line).hasSizeLessThanOrEqualTo(64 * 1024).doesNotContain("\uFFFD"));
    }

    @Test
    void handlerThatClosesItsOutputIsAnsweredAllTheSame() throws IOException {
        fixture.create(spec("""
                import os
                def handler(event, context):
                    os.closerange(1, 3)
                    for fd in os.listdir("/proc/self/fd") if os.path.isdir("/proc/self/fd") else []:
                        try:
                            if os.readlink("/proc/self/fd/" + fd).startswith("pipe:") and fd != "0":
                                os.close(int(fd))
                        except OSError:
                            pass
                    return "mute"
                """, FunctionOptions.DEFAULT));

        InvocationResult result = fixture.invoke("{}");

        // its lifeline is a pipe too: either it answers, or it has cut its own lifeline; it never hangs
        assertThat(result.payload().utf8()).containsAnyOf("mute", "Runtime.ExitError");
    }

    @Test
    void markInTheOutputOfAHandlerIsOutput() throws IOException {
        fixture.create(spec("""
                def handler(event, context):
                    print("\\x1enot a request id")
                    return 1
                """, FunctionOptions.DEFAULT));

        assertThat(fixture.call("{}")).isEqualTo("1");
        assertThat(fixture.logs()).contains("\u001enot a request id");
    }

    @Test
    void childSeesTheEndOfThisProgram() throws IOException {
        fixture.create(spec("""
                import os, sys
                def handler(event, context):
                    return [sys.stdin.read(), os.getpgrp() == os.getpid()]
                """, FunctionOptions.DEFAULT));

        assertThat(fixture.call("{}")).isEqualTo("[\"\", true]");
    }

    @Test
    void interpreterThatDoesNotRunIsNamed() throws IOException {
        FunctionSpec spec = spec("", options(Optional.of(Path.of("/absent/python")), OptionalInt.empty()));

        assertThatThrownBy(() -> fixture.create(spec))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("was given the interpreter /absent/python, which is no Python 3 that runs");
    }

    @Test
    void virtualEnvironmentAroundTheCodeIsUsed() throws IOException, InterruptedException {
        Process made = new ProcessBuilder(
                        "python3",
                        "-m",
                        "venv",
                        "--without-pip",
                        folder.resolve(".venv").toString())
                .start();
        assumeTrue(made.waitFor() == 0, "python3 has no venv module");
        Path code = folder.resolve("src").resolve("function");
        FunctionFolder.python(code, """
                import sys
                def handler(event, context):
                    return sys.prefix
                """);
        fixture.create("python3.11", "app.handler", code);
        fixture.functions().catalog().publish("f", Optional.of("a copy"), Optional.empty(), Optional.empty());

        assertThat(fixture.call("{}")).endsWith("/.venv\"");
        assertThat(fixture.functions().invoke("f:1", Bytes.utf8("{}")).toCompletableFuture())
                .succeedsWithin(Duration.ofSeconds(60))
                .satisfies(result -> assertThat(result.payload().utf8()).endsWith("/.venv\""));
    }

    @Test
    void debuggerOfPythonMustBeInstalled() throws IOException, InterruptedException {
        boolean installed = new ProcessBuilder("python3", "-c", "import debugpy")
                        .redirectErrorStream(true)
                        .start()
                        .waitFor()
                == 0;
        assumeTrue(!installed, "debugpy is installed");
        FunctionSpec spec = spec("def handler(event, context): pass", options(Optional.empty(), OptionalInt.of(5678)));

        assertThatThrownBy(() -> fixture.create(spec))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("pip install debugpy");
    }

    @Test
    void folderOfALivingJvmStaysLockedWhenItHasAnother() throws Exception {
        try (RuntimeFolder live = new RuntimeFolder();
                RuntimeFolder next = new RuntimeFolder()) {
            Path first = live.path();

            next.path();

            Process other = new ProcessBuilder(
                            "python3",
                            "-c",
                            "import fcntl, sys; fcntl.lockf(open(sys.argv[1], 'r+'), fcntl.LOCK_EX | fcntl.LOCK_NB)",
                            first.resolve("lock").toString())
                    .redirectErrorStream(true)
                    .start();
            assertThat(new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .contains("BlockingIOError");
        }
    }

    @Test
    void foldersOfAKilledJvmAreRemoved() throws IOException {
        Path stale = Files.createTempDirectory("penstock-runtime-");
        Files.writeString(stale.resolve("lock"), "");
        try (RuntimeFolder live = new RuntimeFolder();
                RuntimeFolder next = new RuntimeFolder()) {
            Path first = live.path();

            Path second = next.path();

            // another program of this machine may be deleting it at this moment
            await("the folder is removed").atMost(Duration.ofSeconds(30)).until(() -> !Files.exists(stale));
            assertThat(first).exists().isNotEqualTo(second);
        }
    }
}
