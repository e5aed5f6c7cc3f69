package dev.penstock.launcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaCommandTest {

    @Test
    void authorityOfAFolderIsTheSameEachTime(@TempDir Path folder) throws Exception {
        CommandRun first = CommandRun.of("ca", "--data-dir", folder.toString());

        CommandRun second = CommandRun.of(
                "ca",
                "--data-dir",
                folder.toString(),
                "--out",
                folder.resolve("root.pem").toString());

        assertThat(first.code()).isZero();
        assertThat(first.out()).startsWith("-----BEGIN CERTIFICATE-----");
        assertThat(second.code()).isZero();
        assertThat(Files.readString(folder.resolve("root.pem"))).isEqualTo(first.out());
    }

    @Test
    void noPipelineIsSaidWithWhatToDo() {
        CommandRun run = CommandRun.of("ca", "--url", "http://127.0.0.1:1");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("no pipeline answers at http://127.0.0.1:1", "--data-dir");
    }
}
