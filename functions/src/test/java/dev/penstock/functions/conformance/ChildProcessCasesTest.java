package dev.penstock.functions.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.functions.FunctionSpec;
import dev.penstock.functions.FunctionsFixture;
import dev.penstock.functions.InvocationResult;
import dev.penstock.functions.process.Programs;
import dev.penstock.platform.data.Json;
import dev.penstock.platform.time.SystemTime;
import dev.penstock.platform.wire.HttpServer;
import dev.penstock.platform.wire.WireRequest;
import dev.penstock.platform.wire.WireResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The cases about child processes: exits, load errors, results, headers of the Runtime API. */
class ChildProcessCasesTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    /** What each case does, by id; a script gets a folder for code and a fixture through this test. */
    static final Map<String, LambdaCase.Script> SCRIPTS = scripts();

    private static Map<String, LambdaCase.Script> scripts() {
        Map<String, LambdaCase.Script> all = new TreeMap<>();
        all.put("RUN-007", given -> with(bench -> bench.nodeError(given)));
        all.put("RUN-010", given -> with(bench -> bench.exitOfPython(given)));
        all.put("RUN-011", given -> with(bench -> bench.exitOfBootstrap(given)));
        all.put("RUN-013", given -> with(bench -> bench.loadErrorsOfPython(given)));
        all.put("RUN-014", given -> with(bench -> bench.loadErrorsOfNode(given)));
        all.put("RUN-037", given -> with(bench -> bench.headersOfNext(given)));
        all.put("RUN-044", given -> with(bench -> bench.kindsOfNodeModules()));
        all.put("RUN-046", given -> with(bench -> bench.nodeThatNeverAnswers(given)));
        all.put("RUN-047", given -> with(bench -> bench.pythonTypes(given)));
        all.put("RUN-049", given -> with(bench -> bench.lateResponse()));
        all.put("RUN-050", given -> with(bench -> bench.endpoint(given)));
        return all;
    }

    static Stream<LambdaCase> cases() {
        return SCRIPTS.keySet().stream().map(LambdaCases::get);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void behavesAsRecorded(LambdaCase given) throws Exception {
        SCRIPTS.get(given.id()).run(given);
    }

    private static void with(Step step) throws Exception {
        Path folder = Files.createTempDirectory("case");
        try (SystemTime time = new SystemTime();
                Bench bench = new Bench(folder, new FunctionsFixture(time, 2))) {
            step.run(bench);
        } finally {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    @FunctionalInterface
    private interface Step {
        void run(Bench bench) throws Exception;
    }

    /** One folder of code and functions made from it. */
    private record Bench(Path folder, FunctionsFixture fixture) implements AutoCloseable {

        void nodeError(LambdaCase given) throws IOException {
            Programs.require("node");
            write("app.js", "exports.handler = async () => { throw new TypeError('bad'); };");
            create("nodejs20.x", "app.handler");

            JsonNode document = document(invoke(given));

            JsonNode expected = given.expect().get("payload");
            assertThat(document.get("errorType")).isEqualTo(expected.get("errorType"));
            assertThat(document.get("errorMessage")).isEqualTo(expected.get("errorMessage"));
            assertThat(document.at("/trace/0")).isEqualTo(expected.get("trace[0]"));
            given.expect()
                    .get("absentKeys")
                    .forEach(key -> assertThat(document.has(key.asText())).isFalse());
        }

        void exitOfPython(LambdaCase given) throws IOException {
            Programs.require("python3");
            write(
                    "app.py",
                    "import os\ndef handler(event, context):\n    if event: return os.getpid()\n    os._exit(0)\n");
            create("python3.11", "app.handler");
            String before = fixture.call("{\"pid\":1}");

            InvocationResult result = invoke(given);

            assertPayload(given, result);
            assertThat(fixture.call("{\"pid\":1}")).as("new environment").isNotEqualTo(before);
        }

        void exitOfBootstrap(LambdaCase given) throws IOException {
            Path bootstrap = write("bootstrap", "#!/bin/sh\nexit 127\n");
            Files.setPosixFilePermissions(bootstrap, PosixFilePermissions.fromString("rwxr-xr-x"));
            create("provided.al2023", "h");

            assertPayload(given, invoke(given));
        }

        void loadErrorsOfPython(LambdaCase given) throws IOException {
            Programs.require("python3");
            write("app.py", "x = 1\n");
            write("broken.py", "def handler(:\n");

            assertErrorTypes(given, "python3.11", List.of("nodot", "missing.h", "app.nope", "sys.x", "broken.handler"));
        }

        void loadErrorsOfNode(LambdaCase given) throws IOException {
            Programs.require("node");
            write("app.js", "exports.x = 1;");
            write("broken.js", "exports.handler = (;");

            assertErrorTypes(
                    given, "nodejs20.x", List.of("nodot", "missing.h", "app.nope", "../app.h", "broken.handler"));
        }

        private void assertErrorTypes(LambdaCase given, String runtime, List<String> handlers) throws IOException {
            List<String> types = new ArrayList<>();
            for (String handler : handlers) {
                create(runtime, handler);
                InvocationResult result = invoke(given);
                types.add(document(result).get("errorType").asText());
                assertThat(result.functionError()).isEqualTo("Unhandled");
                fixture.functions().catalog().delete("f");
            }
            assertThat(types).isEqualTo(texts(given.expect().get("errorTypes")));
        }

        /** The raw HTTP client is the function itself, which returns the headers that it got. */
        void headersOfNext(LambdaCase given) throws IOException {
            Programs.require("python3");
            Path bootstrap = write("bootstrap", """
                    #!/usr/bin/env python3
                    import json, os, urllib.request
                    api = "http://%s/2018-06-01/runtime/invocation/" % os.environ["AWS_LAMBDA_RUNTIME_API"]
                    while True:
                        event = urllib.request.urlopen(api + "next")
                        id = event.headers["Lambda-Runtime-Aws-Request-Id"]
                        names = json.dumps(list(event.headers.keys())).encode()
                        urllib.request.urlopen(urllib.request.Request(api + id + "/response", names))
                    """);
            Files.setPosixFilePermissions(bootstrap, PosixFilePermissions.fromString("rwxr-xr-x"));
            create("provided.al2023", "h");

            List<String> headers = texts(document(fixture.invoke("{}")));

            assertThat(headers).containsAll(texts(given.expect().get("present")));
            assertThat(headers).doesNotContainAnyElementsOf(texts(given.expect().get("absent")));
        }

        void kindsOfNodeModules() throws IOException {
            Programs.require("node");
            write("mjs/index.mjs", "export const handler = async () => 'mjs';");
            write("module/index.js", "export const handler = async () => 'module';");
            write("module/package.json", "{\"type\":\"module\"}");
            write("cjs/index.cjs", "exports.handler = async () => 'cjs';");

            for (String kind : List.of("mjs", "module", "cjs")) {
                create("nodejs20.x", kind + "/index.handler");
                assertThat(fixture.call("{}")).isEqualTo('"' + kind + '"');
                fixture.functions().catalog().delete("f");
            }
        }

        void nodeThatNeverAnswers(LambdaCase given) throws IOException {
            Programs.require("node");
            write("app.js", """
                    exports.sync = (event, context, callback) => { setTimeout(() => {}, 1); };
                    exports.async = async () => { await new Promise(() => {}); };
                    """);

            create("nodejs20.x", "app.sync");
            assertThat(invoke(given).payload().utf8())
                    .isEqualTo(given.expect().at("/payloads/0").asText());
            fixture.functions().catalog().delete("f");
            create("nodejs20.x", "app.async");
            assertThat("errorType " + document(invoke(given)).get("errorType").asText())
                    .isEqualTo(given.expect().at("/payloads/1").asText());
        }

        void pythonTypes(LambdaCase given) throws IOException {
            Programs.require("python3");
            write("app.py", """
                    from decimal import Decimal
                    def number(event, context): return Decimal("1.50")
                    def members(event, context): return {1}
                    """);

            create("python3.11", "app.number");
            assertThat(invoke(given).payload().utf8())
                    .isEqualTo(given.expect().at("/results/0").asText());
            fixture.functions().catalog().delete("f");
            create("python3.11", "app.members");
            assertThat(document(invoke(given)).get("errorType").asText())
                    .isEqualTo(given.expect().at("/results/1").asText());
        }

        void lateResponse() throws IOException {
            Programs.require("python3");
            write("app.py", """
                    import signal, time
                    signal.signal(signal.SIGTERM, signal.SIG_IGN)
                    def handler(event, context):
                        if event == "slow":
                            time.sleep(6)
                        return event
                    """);
            fixture.create("python3.11", "app.handler", folder, Duration.ofSeconds(3), Map.of());

            InvocationResult first = fixture.invoke("\"slow\"");
            await("the late answer would be there")
                    .pollDelay(Duration.ofSeconds(4))
                    .atMost(LIMIT)
                    .until(() -> true);
            String second = fixture.call("\"fast\"");

            assertThat(first.payload().utf8()).contains("Sandbox.Timedout");
            assertThat(second).isEqualTo("\"fast\"");
        }

        /** A server that takes PutItem stands for the table; without boto3 the handler calls it by plain HTTP. */
        void endpoint(LambdaCase given) throws IOException {
            Programs.require("python3");
            write("app.py", """
                    import json, os, socket, urllib.request
                    os.environ.setdefault("AWS_SECRET_ACCESS_KEY", "dummy")
                    tried = []
                    connect = socket.socket.connect
                    def noted(self, address):
                        tried.append("%s:%s" % address[:2])
                        return connect(self, address)
                    socket.socket.connect = noted
                    def handler(event, context):
                        item = {"id": {"S": "dev-7"}}
                        try:
                            import boto3
                            boto3.client("dynamodb").put_item(TableName="t", Item=item)
                        except ImportError:
                            urllib.request.urlopen(urllib.request.Request(
                                os.environ["AWS_ENDPOINT_URL"],
                                json.dumps({"TableName": "t", "Item": item}).encode(),
                                {"X-Amz-Target": "DynamoDB_20120810.PutItem"}))
                        return tried
                    """);
            List<WireRequest> received = new CopyOnWriteArrayList<>();
            try (HttpServer table = new HttpServer("table", "127.0.0.1", 0, 1, request -> {
                received.add(request);
                return CompletableFuture.completedFuture(WireResponse.json(200, "{}"));
            })) {
                table.start();
                String address = "127.0.0.1:" + table.port();
                fixture.create(
                        "python3.11", "app.handler", folder, LIMIT, Map.of("AWS_ENDPOINT_URL", "http://" + address));

                List<String> tried = texts(document(invoke(given)));

                assertThat(tried).containsOnly(address);
                assertThat(received)
                        .singleElement()
                        .satisfies(put -> assertThat(put.header("X-Amz-Target")).isEqualTo("DynamoDB_20120810.PutItem"))
                        .satisfies(put -> assertThat(put.body().utf8()).contains("dev-7"));
            }
        }

        private Path write(String file, String content) throws IOException {
            Path target = folder.resolve(file);
            Files.createDirectories(target.getParent());
            return Files.writeString(target, content);
        }

        /** Without initialising it: what is wrong is seen by the first invocation. */
        private void create(String runtime, String handler) {
            fixture.functions().catalog().create(new FunctionSpec("f", runtime, handler, folder, LIMIT, 256, Map.of()));
        }

        private InvocationResult invoke(LambdaCase given) {
            return fixture.invoke(given.stimulus().get("invoke").asText());
        }

        private static void assertPayload(LambdaCase given, InvocationResult result) throws IOException {
            JsonNode document = document(result);
            for (Map.Entry<String, JsonNode> expected :
                    given.expect().get("payload").properties()) {
                assertThat(document.get(expected.getKey()).asText())
                        .isEqualTo(expected.getValue().asText().replace("<id>", result.requestId()));
            }
            assertThat(result.functionError()).isEqualTo("Unhandled");
        }

        private static JsonNode document(InvocationResult result) throws IOException {
            return Json.MAPPER.readTree(result.payload().shared());
        }

        private static List<String> texts(JsonNode array) {
            return StreamSupport.stream(array.spliterator(), false)
                    .map(JsonNode::asText)
                    .toList();
        }

        @Override
        public void close() {
            fixture.close();
        }
    }
}
