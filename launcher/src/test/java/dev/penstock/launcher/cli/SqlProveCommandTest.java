package dev.penstock.launcher.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class SqlProveCommandTest {
    @TempDir
    Path folder;

    @Test
    void withoutProverTheErrorSaysHowToGetIt() throws IOException {
        Path cases = Files.writeString(folder.resolve("cases.jsonl"), "{}\n");
        SqlProveCommand command = new SqlProveCommand();
        new CommandLine(command)
                .parseArgs("--prover", folder.resolve("absent.jar").toString(), cases.toString());

        assertThatThrownBy(command::call)
                .isInstanceOf(UserException.class)
                .hasMessageContaining("absent.jar")
                .hasMessageContaining("mvn -B -ntp -DskipTests package -pl analytics/flink-prover -am");
    }

    @Test
    void proverRunsInAJvmOfItsOwnAndItsExitCodeIsOurs() throws Exception {
        Path cases = Files.writeString(folder.resolve("cases.jsonl"), "{}\n");
        Path broken = Files.writeString(folder.resolve("broken.jar"), "");
        SqlProveCommand command = new SqlProveCommand();
        new CommandLine(command).parseArgs("--prover", broken.toString(), cases.toString());

        assertThat(command.call())
                .as("what java says of a jar that it cannot open")
                .isEqualTo(1);
    }
}
