package dev.penstock.broker.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The scripts that people run to provision a device, where their clients are installed. */
class ProvisioningIT {
    private static final Path SCRIPTS = Path.of("src", "test", "scripts");
    private static final long LIMIT_SECONDS = 120;

    private final ControlPlane plane = new ControlPlane();

    @AfterEach
    void stop() {
        plane.close();
    }

    @Test
    void cliProvisionsADevice() throws Exception {
        assumeTrue(run("aws", "--version").exitCode == 0, "the AWS CLI is not here");

        Finished finished = run(
                "bash", SCRIPTS.resolve("provision.sh").toString(), plane.uri().toString());

        assertThat(finished.output).as("%s", finished).endsWith("provisioned\n");
    }

    @Test
    void botoProvisionsADevice() throws Exception {
        assumeTrue(run("python3", "-c", "import boto3").exitCode == 0, "python3 with boto3 is not here");

        Finished finished = run(
                "python3",
                SCRIPTS.resolve("provision.py").toString(),
                plane.uri().toString());

        assertThat(finished.output).as("%s", finished).endsWith("provisioned\n");
    }

    private record Finished(int exitCode, String output) {}

    private static Finished run(String... command) throws InterruptedException {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            try {
                String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
                return new Finished(process.exitValue(), output);
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException notThere) {
            return new Finished(-1, notThere.toString());
        }
    }
}
