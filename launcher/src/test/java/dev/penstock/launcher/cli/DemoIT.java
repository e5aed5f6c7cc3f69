package dev.penstock.launcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoIT {
    @TempDir
    Path workingDirectory;

    @Test
    void summaryBalancesAndNothingIsLeftBehind() throws Exception {
        try (PenstockProcess demo =
                PenstockProcess.start(workingDirectory, "demo", "--seconds", "5", "--port", "0", "--mqtt-port", "0")) {
            int code = demo.awaitExit(300);

            assertThat(code).as(demo.text()).isZero();
            assertThat(demo.text()).contains("Ready.").contains("Balanced").doesNotContain("ERROR");
            assertThat(Long.parseLong(demo.find("warnings +([\\d,]+)").replace(",", "")))
                    .isPositive();
            assertThat(PenstockProcess.filesIn(workingDirectory)).isEmpty();
        }
    }
}
