package dev.penstock.launcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RulesTestIT {
    private static final Path CASES = Path.of("../rules/src/test/resources/conformance/iot-sql.jsonl");

    @Test
    void conformanceCasesPassFromTheJarAndNothingIsWritten(@TempDir Path workingDirectory) throws Exception {
        try (PenstockProcess tests = PenstockProcess.start(
                workingDirectory, "rules", "test", CASES.toAbsolutePath().toString())) {
            int code = tests.awaitExit(300);

            assertThat(code).as(tests.text()).isZero();
            assertThat(tests.text()).startsWith("area ").endsWith("\n998 passed, 0 failed");
            assertThat(PenstockProcess.filesIn(workingDirectory)).isEmpty();
        }
    }
}
