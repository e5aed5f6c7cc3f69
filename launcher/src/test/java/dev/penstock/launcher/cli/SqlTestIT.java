package dev.penstock.launcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqlTestIT {
    private static final Path CASES = Path.of("../analytics/src/test/resources/conformance/kda-sql.jsonl");

    @Test
    void conformanceCasesPassFromTheJarAndNothingIsWritten(@TempDir Path workingDirectory) throws Exception {
        try (PenstockProcess tests = PenstockProcess.start(
                workingDirectory, "sql", "test", CASES.toAbsolutePath().toString())) {
            int code = tests.awaitExit(300);

            assertThat(code).as(tests.text()).isZero();
            assertThat(tests.text()).startsWith("area ").endsWith("\n139 passed, 0 failed");
            assertThat(PenstockProcess.filesIn(workingDirectory)).isEmpty();
        }
    }
}
