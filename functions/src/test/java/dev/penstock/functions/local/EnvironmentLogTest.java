package dev.penstock.functions.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.functions.FunctionOptions;
import dev.penstock.functions.FunctionSpec;
import dev.penstock.functions.local.LogFormat.RuntimeName;
import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.logs.LogGroups;
import dev.penstock.platform.time.TestTime;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EnvironmentLogTest {
    private static final RuntimeName PYTHON = new RuntimeName("python:3.12.v0", "arn:aws:lambda:us-east-1::runtime:0");

    private final TestTime time = TestTime.at("2026-01-01T00:00:00Z");
    private final LogGroups groups = new LogGroups(AwsIdentity.DEFAULT, time, LogGroups.DEFAULT_MAX_BYTES);
    private final FunctionLogs logs = new FunctionLogs("f", groups);

    @Test
    void linesAreThoseOfLambda() {
        EnvironmentLog log = log(FunctionOptions.Logging.TEXT);

        log.initStarted(PYTHON);
        log.started("id", false);
        log.output("hi");
        log.ended(report(Duration.ofNanos(3_010_000), Duration.ofNanos(110_100_000), Report.Outcome.SUCCESS, null));

        assertThat(logs.newest(10))
                .containsExactly(
                        "INIT_START Runtime Version: python:3.12.v0\tRuntime Version ARN: arn:aws:lambda:us-east-1::runtime:0",
                        "START RequestId: id Version: $LATEST",
                        "hi",
                        "END RequestId: id",
                        "REPORT RequestId: id\tDuration: 3.01 ms\tBilled Duration: 4 ms\tMemory Size: 128 MB\tMax Memory"
                                + " Used: 36 MB\tInit Duration: 110.10 ms\t");
    }

    @Test
    void timeoutAndExitAreReported() {
        EnvironmentLog log = log(FunctionOptions.Logging.TEXT);

        log.started("id", false);
        log.ended(report(Duration.ofSeconds(1), null, Report.Outcome.TIMEOUT, null));
        log.ended(report(Duration.ofMillis(5), null, Report.Outcome.ERROR, "Runtime.ExitError"));

        assertThat(logs.newest(10))
                .contains("2026-01-01T00:00:00Z id Task timed out after 1.00 seconds")
                .anyMatch(line -> line.endsWith("Max Memory Used: 36 MB\tStatus: timeout"))
                .anyMatch(
                        line -> line.endsWith("Max Memory Used: 36 MB\tStatus: error\tError Type: Runtime.ExitError"));
    }

    @Test
    void linesAreObjectsWhenJsonIsChosen() {
        EnvironmentLog log = log(new FunctionOptions.Logging(true, "", "", "chosen"));

        log.started("id", false);
        log.output("plain");
        log.ended(report(Duration.ofMillis(3), Duration.ofMillis(110), Report.Outcome.SUCCESS, null));

        assertThat(groups.lines("chosen"))
                .extracting(line -> line.message().strip())
                .containsExactly(
                        "{\"time\":\"2026-01-01T00:00:00.000Z\",\"type\":\"platform.start\",\"record\":{\"requestId\":\"id\","
                                + "\"version\":\"$LATEST\"}}",
                        "plain",
                        "{\"time\":\"2026-01-01T00:00:00.000Z\",\"type\":\"platform.report\",\"record\":{\"requestId\":\"id\","
                                + "\"metrics\":{\"durationMs\":3.0,\"billedDurationMs\":3,\"memorySizeMB\":128,"
                                + "\"maxMemoryUsedMB\":36,\"initDurationMs\":110.0},\"status\":\"success\"}}");
    }

    @Test
    void onlyTroubleIsReportedAtLevelWarn() {
        EnvironmentLog log = log(new FunctionOptions.Logging(true, "", "WARN", ""));

        log.started("good", false);
        log.ended(report(Duration.ofMillis(3), null, Report.Outcome.SUCCESS, null));
        log.started("bad", false);
        log.ended(report(Duration.ofMillis(3), null, Report.Outcome.TIMEOUT, null));

        assertThat(logs.newest(10)).singleElement().asString().contains("\"status\":\"timeout\"");
    }

    @Test
    void everyLineIsAnEventOfTheStream() {
        EnvironmentLog log = log(FunctionOptions.Logging.TEXT);

        log.started("id", false);
        log.output("");

        assertThat(groups.lines("/aws/lambda/f"))
                .containsExactly(
                        new LogGroups.Line("stream", time.now(), "START RequestId: id Version: $LATEST\n"),
                        new LogGroups.Line("stream", time.now(), "\n"));
    }

    @Test
    void tailIsTheLastFourKilobytesOfTheInvocation() {
        EnvironmentLog log = log(FunctionOptions.Logging.TEXT);

        log.output("before");
        log.started("id", true);
        for (int i = 0; i < 1_000; i++) {
            log.output("line " + i + " ü");
        }
        Bytes tail =
                Objects.requireNonNull(log.ended(report(Duration.ofMillis(3), null, Report.Outcome.SUCCESS, null)));

        assertThat(tail.length()).isBetween(4_090, 4_096);
        assertThat(tail.utf8())
                .contains("line 999 ü\nEND RequestId: id\nREPORT RequestId: id\t")
                .doesNotContain("line 1 ");
    }

    @Test
    void shortTailIsTheWholeInvocation() {
        EnvironmentLog log = log(FunctionOptions.Logging.TEXT);

        log.output("before");
        log.started("id", true);
        Bytes tail =
                Objects.requireNonNull(log.ended(report(Duration.ofMillis(3), null, Report.Outcome.SUCCESS, null)));

        assertThat(tail.utf8()).startsWith("START RequestId: id Version: $LATEST\nEND RequestId: id\n");
    }

    @Test
    void whatIsPrintedBeyondTheBoundIsCutAndSaidSo() {
        EnvironmentLog log = log(FunctionOptions.Logging.TEXT);
        String line = "x".repeat(1_023);

        log.started("id", false);
        for (int i = 0; i < 100 * 1_024; i++) {
            log.output(line);
        }
        log.ended(report(Duration.ofMillis(3), null, Report.Outcome.SUCCESS, null));
        log.started("next", false);
        log.output("printed by the next invocation");

        assertThat(groups.usage().trimmed()).isZero();
        assertThat(logs.newest(100))
                .contains(
                        "Penstock: 98304 more lines (100663296 characters) were printed and are not kept; it keeps 4 MB of"
                                + " each invocation",
                        "printed by the next invocation");
    }

    private EnvironmentLog log(FunctionOptions.Logging logging) {
        FunctionSpec spec = new FunctionSpec("f", "java17", "h", Path.of("."), Duration.ofSeconds(3), 128, Map.of())
                .withOptions(FunctionOptions.DEFAULT.withLogging(logging));
        String group = logging.group().isEmpty() ? "/aws/lambda/f" : logging.group();
        return new EnvironmentLog(logs, LogFormat.of(spec), group, "stream", "$LATEST", time);
    }

    private static Report report(
            Duration took, @Nullable Duration init, Report.Outcome outcome, @Nullable String errorType) {
        return new Report("id", took, 128, 36, init, outcome, errorType);
    }
}
