package dev.penstock.functions.java;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.functions.FunctionFolder;
import dev.penstock.platform.time.SystemTime;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.JMException;
import javax.management.ObjectName;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/** Handlers that would harm a process harm their environment only. */
class ContainmentTest {
    private static final int RELOADS = 50;
    private static final int PRINTED = 100_000;
    private static final int MAX_EVENT_BYTES = 256 * 1024;

    @TempDir
    private static Path code;

    @BeforeAll
    static void copyCode() throws IOException {
        FunctionFolder.java(code);
    }

    @Test
    void nothingHoldsTheCodeOfAnEnvironmentThatEnded() {
        List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
        SystemTime time = new SystemTime();
        JavaRuntime runtime = new JavaRuntime(time);
        for (int i = 0; i < RELOADS; i++) {
            OneEnvironment environment = OneEnvironment.in(runtime, code, "LeakingHandler::leak");
            assertThat(environment.call("{}")).contains("leaked");
            loaders.add(new WeakReference<>(loaderOf("leaked-by-handler")));
            environment.close();
        }

        await("all class loaders are collected").atMost(Duration.ofSeconds(60)).until(() -> {
            System.gc();
            return loaders.stream().allMatch(loader -> loader.refersTo(null));
        });
        runtime.close();
        time.close();
    }

    private static ClassLoader loaderOf(String thread) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(candidate -> candidate.getName().equals(thread))
                .map(Thread::getContextClassLoader)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void threadsAndBeansOfAnEnvironmentEndWithIt() throws JMException {
        OneEnvironment environment = OneEnvironment.of(code, "LeakingHandler::leak");
        environment.call("{}");
        assertThat(leaked()).isEqualTo(1);

        environment.close();

        assertThat(leaked()).isZero();
        assertThat(ManagementFactory.getPlatformMBeanServer().queryNames(new ObjectName("example:type=Thing,*"), null))
                .isEmpty();
        assertThat(Thread.getDefaultUncaughtExceptionHandler()).isNull();
    }

    @Test
    void threadsThatEndWhenTheyAreInterruptedAreNoCauseForAWarning() {
        Logger log = (Logger) LoggerFactory.getLogger(Leftovers.class);
        ListAppender<ILoggingEvent> said = new ListAppender<>();
        said.start();
        log.addAppender(said);
        OneEnvironment environment = OneEnvironment.of(code, "LeakingHandler::leak");
        environment.call("{}");

        environment.close();

        log.detachAppender(said);
        assertThat(said.list).noneMatch(event -> event.getLevel() == Level.WARN);
    }

    private static long leaked() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("leaked-by-handler") && thread.isAlive())
                .count();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "death, java.lang.ThreadDeath, java.lang.ThreadDeath, true",
        "memory, Java heap space, java.lang.OutOfMemoryError, false",
        "assertion, an Error, java.lang.AssertionError, true"
    })
    void errorIsAnAnswer(String method, String message, String type, boolean survives) throws IOException {
        try (OneEnvironment environment = OneEnvironment.of(code, "LeakingHandler::" + method)) {
            JsonNode document = environment.error("{}");

            assertThat(document.get("errorMessage").asText()).isEqualTo(message);
            assertThat(document.get("errorType").asText()).isEqualTo(type);
            assertThat(environment.environment().isAlive()).isEqualTo(survives);
        }
    }

    @Test
    void hundredMegabytesOfLinesGoThrough() {
        AtomicInteger lines = new AtomicInteger();
        try (OneEnvironment environment =
                OneEnvironment.logging(code, "LeakingHandler::lines", line -> lines.incrementAndGet())) {
            assertThat(environment.call(Integer.toString(PRINTED))).isEqualTo(Integer.toString(PRINTED));
            assertThat(lines).hasValue(PRINTED);
        }
    }

    @Test
    void hundredMegabytesWithoutLineEndAreCutBetweenCharacters() {
        AtomicInteger longest = new AtomicInteger();
        AtomicLong characters = new AtomicLong();
        try (OneEnvironment environment = OneEnvironment.logging(code, "LeakingHandler::noLines", line -> {
            longest.accumulateAndGet(line.length(), Math::max);
            characters.addAndGet(
                    line.chars().filter(character -> character == '\u00e4').count());
        })) {
            environment.call(Integer.toString(PRINTED));

            assertThat(longest.get()).isLessThanOrEqualTo(MAX_EVENT_BYTES / 2);
            assertThat(characters).hasValue(PRINTED * 500L);
        }
    }
}
