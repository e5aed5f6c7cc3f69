package dev.penstock.functions.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.functions.FunctionFolder;
import dev.penstock.functions.FunctionsFixture;
import dev.penstock.functions.InvocationResult;
import dev.penstock.platform.data.Json;
import dev.penstock.platform.lifecycle.StartException;
import dev.penstock.platform.time.SystemTime;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PythonFunctionTest {
    @TempDir
    private Path folder;

    private final SystemTime time = new SystemTime();
    private final FunctionsFixture fixture = new FunctionsFixture(time, 2);

    @BeforeAll
    static void needsPython() {
        boolean found = Pattern.compile(Pattern.quote(File.pathSeparator))
                .splitAsStream(System.getenv().getOrDefault("PATH", ""))
                .anyMatch(entry -> Files.isExecutable(Path.of(entry, "python3")));
        assumeTrue(found, "no python3 on the PATH: Python functions are not tested");
    }

    @AfterEach
    void close() {
        fixture.close();
        time.close();
    }

    private void create(String source) throws IOException {
        create(source, Duration.ofSeconds(30), Map.of());
    }

    private void create(String source, Duration timeout, Map<String, String> environment) throws IOException {
        fixture.create("python3.11", "app.handler", FunctionFolder.python(folder, source), timeout, environment);
    }

    private static JsonNode documentOf(InvocationResult result) throws IOException {
        return Json.MAPPER.readTree(result.payload().shared());
    }

    @Test
    void handlerGetsTheEventAndItsResultComesBack() throws IOException {
        create("""
                count = 0
                def handler(event, context):
                    global count
                    count += 1
                    return {"got": event["x"], "count": count}
                """);

        assertThat(fixture.call("{\"x\":[1,2.5,\"é\"]}")).isEqualTo("{\"got\": [1, 2.5, \"\\u00e9\"], \"count\": 1}");
        assertThat(fixture.call("{\"x\":null}")).isEqualTo("{\"got\": null, \"count\": 2}");
    }

    @Test
    void contextAndEnvironmentAreThoseOfTheFunction() throws IOException {
        create("""
                import os
                def handler(event, context):
                    return [context.aws_request_id, context.function_name, context.memory_limit_in_mb,
                            context.invoked_function_arn, context.get_remaining_time_in_millis() > 0,
                            os.environ["AWS_ENDPOINT_URL"], os.environ["AWS_ACCESS_KEY_ID"], os.environ["AWS_REGION"],
                            os.environ["TABLE"], os.environ["_HANDLER"], os.environ["AWS_EXECUTION_ENV"],
                            os.getcwd() == os.path.realpath(os.environ["LAMBDA_TASK_ROOT"])]
                """, Duration.ofSeconds(30), Map.of("TABLE", "warnings"));

        InvocationResult result = fixture.invoke("{}");

        assertThat(documentOf(result))
                .extracting(JsonNode::asText)
                .containsExactly(
                        result.requestId(),
                        "f",
                        "256",
                        "arn:aws:lambda:us-east-1:000000000000:function:f",
                        "true",
                        "http://127.0.0.1:4566",
                        "dummy",
                        "us-east-1",
                        "warnings",
                        "app.handler",
                        "AWS_Lambda_python3.11",
                        "true");
    }

    @Test
    void exceptionBecomesTheErrorDocumentOfAws() throws IOException {
        create("""
                def handler(event, context):
                    raise ValueError("broken on purpose")
                """);

        InvocationResult result = fixture.invoke("{}");

        assertThat(result.functionError()).isEqualTo("Unhandled");
        assertThat(documentOf(result).fieldNames())
                .toIterable()
                .containsExactly("errorMessage", "errorType", "requestId", "stackTrace");
        assertThat(documentOf(result).get("errorMessage").asText()).isEqualTo("broken on purpose");
        assertThat(documentOf(result).get("errorType").asText()).isEqualTo("ValueError");
        assertThat(documentOf(result).get("requestId").asText()).isEqualTo(result.requestId());
        assertThat(documentOf(result).get("stackTrace"))
                .singleElement()
                .satisfies(frame -> assertThat(frame.asText()).contains("app.py\", line 2, in handler"));
        assertThat(fixture.logs())
                .contains("[ERROR] ValueError: broken on purpose", "Traceback (most recent call last):");
    }

    @Test
    void outputIsLoggedBetweenStartAndEnd() throws IOException {
        create("""
                import logging, os, sys
                logging.getLogger().setLevel(logging.INFO)
                def handler(event, context):
                    print("printed")
                    sys.stderr.write("to stderr\\n")
                    logging.info("logged")
                    os.system("echo from a child")
                    print("no line end", end="")
                """);

        InvocationResult result = fixture.invoke("{}");

        List<String> logs = fixture.logs();
        assertThat(logs)
                .startsWith(
                        "START RequestId: %s Version: $LATEST".formatted(result.requestId()), "printed", "to stderr");
        assertThat(logs.get(3)).matches("\\[INFO]\t.*Z\t%s\tlogged".formatted(result.requestId()));
        assertThat(logs.subList(4, 7))
                .containsExactly("from a child", "no line end", "END RequestId: " + result.requestId());
    }

    @Test
    void hangingHandlerIsKilledWithItsChildrenAndReplaced() throws IOException {
        create("""
                import os, subprocess, time
                def handler(event, context):
                    if event == "pids":
                        return os.getpid()
                    child = subprocess.Popen(["sleep", "600"])
                    print("pids", os.getpid(), child.pid)
                    time.sleep(600)
                """, Duration.ofSeconds(5), Map.of());

        InvocationResult hung = fixture.invoke("\"hang\"");
        String next = fixture.call("\"pids\"");

        assertThat(hung.payload().utf8())
                .isEqualTo(
                        "{\"errorType\":\"Sandbox.Timedout\",\"errorMessage\":\"RequestId: %s Error: Task timed out after 5.00 seconds\"}"
                                .formatted(hung.requestId()));
        String[] pids = fixture.logs().stream()
                .filter(line -> line.startsWith("pids"))
                .findFirst()
                .orElseThrow()
                .split(" ");
        await("process and its child are gone")
                .atMost(Duration.ofSeconds(30))
                .until(() -> isGone(pids[1]) && isGone(pids[2]));
        assertThat(next).isNotEqualTo(pids[1]);
    }

    private static boolean isGone(String pid) {
        return ProcessHandle.of(Long.parseLong(pid))
                .map(process -> !process.isAlive())
                .orElse(true);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "sys.exit(0) | Runtime exited without providing a reason",
                "sys.exit(7) | Runtime exited with error: exit status 7",
                "os._exit(2) | Runtime exited with error: exit status 2",
                "os.kill(os.getpid(), 9) | Runtime exited with error: signal: killed"
            })
    void exitIsAnErrorAndTheNextInvocationStartsAgain(String statement, String reason) throws IOException {
        create("""
                import os, sys
                def handler(event, context):
                    if event:
                        %s
                    return "alive"
                """.formatted(statement));

        InvocationResult result = fixture.invoke("true");

        assertThat(result.payload().utf8())
                .isEqualTo("{\"errorType\":\"Runtime.ExitError\",\"errorMessage\":\"RequestId: %s Error: %s\"}"
                        .formatted(result.requestId(), reason));
        assertThat(fixture.call("false")).isEqualTo("\"alive\"");
    }

    @Test
    void childThatEndsWhileIdleIsReplaced() throws IOException {
        create("""
                import os, threading
                def handler(event, context):
                    if event:
                        threading.Timer(2, lambda: os._exit(1)).start()
                    return os.getpid()
                """);
        String first = fixture.call("true");
        await("the child ends").atMost(Duration.ofSeconds(30)).until(() -> isGone(first));

        String second = fixture.call("false");

        assertThat(second).isNotEqualTo(first);
    }

    @Test
    void resultsThatAreNoJsonAreErrors() throws IOException {
        create("""
                from decimal import Decimal
                def handler(event, context):
                    return {"set": {1}, "decimal": [Decimal("1"), Decimal("1.5")], "bytes": b"raw"}[event]
                """);

        assertThat(fixture.call("\"decimal\"")).isEqualTo("[1, 1.5]");
        assertThat(fixture.call("\"bytes\"")).isEqualTo("raw");
        assertThat(documentOf(fixture.invoke("\"set\"")).get("errorType").asText())
                .isEqualTo("Runtime.MarshalError");
        assertThat(documentOf(fixture.invoke("no json")).get("errorType").asText())
                .isEqualTo("Runtime.UnmarshalError");
    }

    @Test
    void resultOverSixMegabytesIsAnError() throws IOException {
        create("""
                def handler(event, context):
                    return "x" * event
                """);

        assertThat(fixture.invoke("30000000").payload().utf8()).contains("Function.ResponseSizeTooLarge");
        assertThat(fixture.call("2")).isEqualTo("\"xx\"");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "handler | Bad handler 'handler': not enough values to unpack (expected 2, got 1)",
                "missing.handler | Unable to import module 'missing': No module named 'missing'",
                "app.absent | Handler 'absent' missing on module 'app'",
                "sys.handler | Cannot use built-in module sys as a handler module",
                "needs.handler | Unable to import module 'needs': No module named 'boto9'",
                "syntax.handler | Syntax error in module 'syntax'",
                "raises.handler | no table",
                "exits.handler | Runtime exited with error: exit status 4"
            })
    void unusableHandlerIsKnownAtCreation(String handler, String message) throws IOException {
        FunctionFolder.python(folder, "def handler(event, context): pass");
        Files.writeString(folder.resolve("needs.py"), "import boto9");
        Files.writeString(folder.resolve("syntax.py"), "def handler(:");
        Files.writeString(folder.resolve("raises.py"), "raise KeyError('no table')");
        Files.writeString(folder.resolve("exits.py"), "import sys; sys.exit(4)");

        assertThatThrownBy(() -> fixture.create("python3.11", handler, folder))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("function 'f'")
                .hasMessageContaining(message);
    }

    @Test
    void closingLeavesNeitherProcessNorFileBehind() throws IOException {
        create("""
                import os
                def handler(event, context):
                    return [os.getpid(), os.environ["LAMBDA_RUNTIME_DIR"]]
                """);
        JsonNode seen = documentOf(fixture.invoke("{}"));

        fixture.close();

        assertThat(isGone(seen.get(0).asText())).isTrue();
        assertThat(Path.of(seen.get(1).asText())).doesNotExist();
        assertThat(folder).isDirectoryContaining("glob:**/app.py").isDirectoryNotContaining("glob:**/__pycache__");
    }
}
