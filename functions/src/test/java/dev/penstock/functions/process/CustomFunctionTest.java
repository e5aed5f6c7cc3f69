package dev.penstock.functions.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.functions.FunctionsFixture;
import dev.penstock.functions.InvocationResult;
import dev.penstock.platform.lifecycle.StartException;
import dev.penstock.platform.time.SystemTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CustomFunctionTest {
    @TempDir
    private Path folder;

    private final SystemTime time = new SystemTime();
    private final FunctionsFixture fixture = new FunctionsFixture(time, 2);

    @AfterEach
    void close() {
        fixture.close();
        time.close();
    }

    private void create(String bootstrap) throws IOException {
        Path file = folder.resolve("bootstrap");
        Files.writeString(file, bootstrap);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        fixture.create("provided.al2023", "some.handler", folder);
    }

    @Test
    void shellScriptWithCurlIsARuntime() throws IOException {
        Programs.require("curl");
        create("""
                #!/bin/sh
                api="http://${AWS_LAMBDA_RUNTIME_API}/2018-06-01/runtime"
                while true; do
                  headers="$(mktemp)"
                  event=$(curl -sS -D "$headers" "$api/invocation/next")
                  id=$(grep -Fi Lambda-Runtime-Aws-Request-Id "$headers" | tr -d '[:space:]' | cut -d: -f2)
                  rm "$headers"
                  echo "handler ${_HANDLER} in ${AWS_EXECUTION_ENV:-no environment name}"
                  curl -sS -X POST "$api/invocation/$id/response" -d "echo $event" > /dev/null
                done
                """);

        InvocationResult result = fixture.invoke("{\"a\":1}");

        assertThat(result.payload().utf8()).isEqualTo("echo {\"a\":1}");
        assertThat(result.functionError()).isNull();
        assertThat(fixture.logs())
                .containsSubsequence(
                        "handler some.handler in no environment name", "END RequestId: " + result.requestId());
    }

    @Test
    void pythonScriptIsARuntime() throws IOException {
        Programs.require("python3");
        create("""
                #!/usr/bin/env python3
                import json, os, urllib.request
                api = "http://%s/2018-06-01/runtime/invocation/" % os.environ["AWS_LAMBDA_RUNTIME_API"]
                while True:
                    event = urllib.request.urlopen(api + "next")
                    id = event.headers["Lambda-Runtime-Aws-Request-Id"]
                    if json.load(event):
                        body = b'{"errorMessage":"no","errorType":"Custom"}'
                        urllib.request.urlopen(urllib.request.Request(api + id + "/error", body))
                    else:
                        urllib.request.urlopen(urllib.request.Request(api + id + "/response", b'"yes"'))
                """);

        InvocationResult failed = fixture.invoke("true");

        assertThat(failed.payload().utf8()).isEqualTo("{\"errorMessage\":\"no\",\"errorType\":\"Custom\"}");
        assertThat(failed.functionError()).isEqualTo("Unhandled");
        assertThat(fixture.call("false")).isEqualTo("\"yes\"");
    }

    @Test
    void missingBootstrapIsKnownAtCreation() {
        assertThatThrownBy(() -> fixture.create("provided.al2", "h", folder))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("runtime provided.al2 needs an executable file named 'bootstrap' in " + folder);
    }

    @Test
    void bootstrapThatIsNotExecutableIsKnownAtCreation() throws IOException {
        Files.writeString(folder.resolve("bootstrap"), "#!/bin/sh");

        assertThatThrownBy(() -> fixture.create("provided", "h", folder))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("chmod +x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ruby3.3", "dotnet8"})
    void runtimeWithoutABootstrapOfOursAsksForOne(String runtime) {
        assertThatThrownBy(() -> fixture.create(runtime, "h", folder))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("runtime %s is not run here".formatted(runtime))
                .hasMessageContaining("provide a bootstrap");
    }
}
