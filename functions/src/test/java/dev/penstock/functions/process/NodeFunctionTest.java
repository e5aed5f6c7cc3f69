package dev.penstock.functions.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.functions.FunctionsFixture;
import dev.penstock.functions.InvocationResult;
import dev.penstock.platform.data.Json;
import dev.penstock.platform.lifecycle.StartException;
import dev.penstock.platform.time.SystemTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeFunctionTest {
    @TempDir
    private Path folder;

    private final SystemTime time = new SystemTime();
    private final FunctionsFixture fixture = new FunctionsFixture(time, 2);

    @BeforeAll
    static void needsNode() {
        Programs.require("node");
    }

    @AfterEach
    void close() {
        fixture.close();
        time.close();
    }

    private void create(String source) throws IOException {
        Files.writeString(folder.resolve("app.js"), source);
        fixture.create("nodejs20.x", "app.handler", folder);
    }

    private static JsonNode documentOf(InvocationResult result) throws IOException {
        return Json.MAPPER.readTree(result.payload().shared());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "async | exports.handler = async (e) => ({ got: e.x });",
                "promise | exports.handler = (e) => new Promise((ok) => setTimeout(() => ok({ got: e.x }), 5));",
                "thenable | exports.handler = (e) => ({ then: (ok) => ok({ got: e.x }) });",
                "callback | exports.handler = (e, c, done) => { setTimeout(() => done(null, { got: e.x }), 5); };",
                "callback at once | exports.handler = (e, c, done) => { c.callbackWaitsForEmptyEventLoop = false; setTimeout(() => {}, 60000); done(null, { got: e.x }); };",
                "succeed | exports.handler = (e, c) => { setTimeout(() => {}, 60000); c.succeed({ got: e.x }); };",
                "done | exports.handler = (e, c) => { c.done(null, { got: e.x }); c.succeed('again'); };",
                "first counts | exports.handler = async (e, c) => { c.succeed({ got: e.x }); return 'late'; };"
            })
    void everyStyleOfAnswerWorks(String style, String source) throws IOException {
        create(source);

        assertThat(fixture.call("{\"x\":[1,\"é\"]}")).isEqualTo("{\"got\":[1,\"é\"]}");
        assertThat(fixture.call("{\"x\":null}")).isEqualTo("{\"got\":null}");
    }

    @Test
    void callbackWaitsUntilNothingIsLeftToDo() throws IOException {
        create("""
                let finished = false;
                exports.handler = (event, context, callback) => {
                  if (event) { callback(null, finished); return; }
                  setTimeout(() => { finished = true; }, 100);
                  callback(null, 'answered');
                };
                """);

        String first = fixture.call("false");
        String second = fixture.call("true");

        assertThat(first).isEqualTo("\"answered\"");
        assertThat(second).isEqualTo("true");
    }

    @Test
    void contextAndEnvironmentAreThoseOfTheFunction() throws IOException {
        create("""
                exports.handler = async (event, context) => [context.awsRequestId, context.functionName,
                  context.functionVersion, context.memoryLimitInMB, context.invokedFunctionArn, context.logGroupName,
                  context.getRemainingTimeInMillis() > 0, context.callbackWaitsForEmptyEventLoop,
                  process.env._HANDLER, process.env.AWS_EXECUTION_ENV, typeof context.clientContext];
                """);

        InvocationResult result = fixture.invoke("{}");

        assertThat(documentOf(result))
                .extracting(JsonNode::asText)
                .containsExactly(
                        result.requestId(),
                        "f",
                        "$LATEST",
                        "256",
                        "arn:aws:lambda:us-east-1:000000000000:function:f",
                        "/aws/lambda/f",
                        "true",
                        "true",
                        "app.handler",
                        "AWS_Lambda_nodejs20.x",
                        "undefined");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "throw new TypeError('bad') | TypeError | bad",
                "throw new (class Odd extends Error { get name() { return 'Odd'; } })('x') | Odd | x",
                "throw 'text' | string | text",
                "throw 42 | number | 42",
                "context.fail(new RangeError('r')) | RangeError | r",
                "context.fail() | string | handled",
                "const a = {}; a.a = a; return a | Error | Unable to stringify response body"
            })
    void errorsHaveTypeMessageAndTrace(String statement, String type, String message) throws IOException {
        create("exports.handler = async (event, context) => { %s; };".formatted(statement));

        InvocationResult result = fixture.invoke("{}");

        assertThat(result.functionError()).isEqualTo("Unhandled");
        assertThat(documentOf(result).fieldNames()).toIterable().containsExactly("errorType", "errorMessage", "trace");
        assertThat(documentOf(result).get("errorType").asText()).isEqualTo(type);
        assertThat(documentOf(result).get("errorMessage").asText()).startsWith(message);
        assertThat(fixture.logs()).anyMatch(line -> line.contains("\tERROR\tInvoke Error \t{\"errorType\":"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "setTimeout(() => { throw new RangeError('late'); }, 1) | RangeError | late",
                "setTimeout(() => Promise.reject(new Error('nobody')), 1) | Runtime.UnhandledPromiseRejection | Error: nobody"
            })
    void errorThatNobodyCatchesEndsTheProcess(String statement, String type, String message) throws IOException {
        create("""
                exports.handler = (event, context, callback) => {
                  if (event) { %s; } else { callback(null, process.pid); }
                };
                """.formatted(statement));
        String before = fixture.call("false");

        InvocationResult result = fixture.invoke("true");

        assertThat(documentOf(result).get("errorType").asText()).isEqualTo(type);
        assertThat(documentOf(result).get("errorMessage").asText()).isEqualTo(message);
        assertThat(fixture.call("false")).isNotEqualTo(before);
    }

    @Test
    void consoleLinesHaveTimeRequestAndLevel() throws IOException {
        create("""
                exports.handler = async () => {
                  console.log('said %d', 7, { a: 1 }); console.warn('careful'); console.debug('d');
                  process.stderr.write('plain\\n'); process.stdout.write('no line end');
                };
                """);

        InvocationResult result = fixture.invoke("{}");

        List<String> logs = fixture.logs();
        assertThat(logs.get(1)).matches("\\d{4}-.*Z\t%s\tINFO\tsaid 7 \\{ a: 1 }".formatted(result.requestId()));
        assertThat(logs.get(2)).endsWith("\tWARN\tcareful");
        assertThat(logs.get(3)).endsWith("\tDEBUG\td");
        assertThat(logs).containsSubsequence("plain", "no line end", "END RequestId: " + result.requestId());
    }

    @Test
    void handlerIsFoundInFoldersAndProperties() throws IOException {
        Files.createDirectories(folder.resolve("src/lib"));
        Files.writeString(
                folder.resolve("src/lib/index.js"), "exports.api = { v1: { handler: async () => 'nested' } };");

        fixture.create("nodejs20.x", "src/lib/index.api.v1.handler", folder);

        assertThat(fixture.call("{}")).isEqualTo("\"nested\"");
    }

    @Test
    void packageOfTheTaskRootIsFound() throws IOException {
        Files.createDirectories(folder.resolve("node_modules/said"));
        Files.writeString(folder.resolve("node_modules/said/index.js"), "module.exports = 'from a package';");
        create("const said = require('said'); exports.handler = async () => said;");

        assertThat(fixture.call("{}")).isEqualTo("\"from a package\"");
    }

    @Test
    void streamedResponseIsGathered() throws IOException {
        create("""
                exports.handler = awslambda.streamifyResponse(async (event, stream) => {
                  stream.setContentType('text/plain');
                  stream.write('one,');
                  setTimeout(() => {}, 1);
                  stream.end('two');
                });
                """);

        assertThat(fixture.call("{}")).isEqualTo("one,two");
        assertThat(fixture.call("{}")).isEqualTo("one,two");
    }

    @Test
    void resultOverSixMegabytesIsAnError() throws IOException {
        create("exports.handler = async (n) => 'x'.repeat(n);");

        assertThat(fixture.invoke("30000000").payload().utf8()).contains("Function.ResponseSizeTooLarge");
        assertThat(fixture.call("2")).isEqualTo("\"xx\"");
    }

    @Test
    void processExitIsReported() throws IOException {
        create("exports.handler = async (code) => { process.exit(code); };");

        InvocationResult result = fixture.invoke("7");

        assertThat(documentOf(result).get("errorMessage").asText())
                .isEqualTo(
                        "RequestId: %s Error: Runtime exited with error: exit status 7".formatted(result.requestId()));
    }

    @Test
    void hundredMegabytesOfOutputAreRead() throws IOException {
        create("""
                exports.handler = async () => {
                  const line = 'x'.repeat(1023);
                  for (let i = 0; i < 50 * 1024; i++) { require('fs').writeSync(1, line + '\\n'); console.log(line); }
                  return 'printed';
                };
                """);

        assertThat(fixture.call("{}")).isEqualTo("\"printed\"");
        assertThat(fixture.logs()).filteredOn(line -> line.endsWith("xxx")).hasSizeGreaterThan(90);
    }

    @Test
    void jsonLogsAreObjects() throws IOException {
        Files.writeString(
                folder.resolve("app.js"),
                "exports.handler = async () => { console.info('a', 1); console.error(new TypeError('t')); console.debug('no'); };");
        fixture.create(
                "nodejs20.x",
                "app.handler",
                folder,
                Duration.ofSeconds(30),
                Map.of("AWS_LAMBDA_LOG_FORMAT", "JSON", "AWS_LAMBDA_LOG_LEVEL", "INFO"));

        InvocationResult result = fixture.invoke("{}");

        List<String> lines = fixture.logs().stream()
                .filter(line -> line.startsWith("{\"timestamp\""))
                .toList();
        assertThat(lines).hasSize(2);
        JsonNode first = Json.MAPPER.readTree(lines.get(0));
        assertThat(first.get("level").asText()).isEqualTo("INFO");
        assertThat(first.get("requestId").asText()).isEqualTo(result.requestId());
        assertThat(first.get("message").asText()).isEqualTo("a 1");
        assertThat(Json.MAPPER.readTree(lines.get(1)).at("/message/errorType").asText())
                .isEqualTo("TypeError");
    }

    @Test
    void dependencyThatIsNotThereIsKnownAtCreation() throws IOException {
        Files.writeString(folder.resolve("app.js"), "require('absent-package');");

        assertThatThrownBy(() -> fixture.create("nodejs20.x", "app.handler", folder))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("Cannot find module 'absent-package'");
    }
}
