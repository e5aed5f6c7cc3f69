package dev.penstock.broker.devicesdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The AWS IoT Device SDKs for JavaScript, where node and their modules are: the system property
 * {@code penstock.test.node-modules} names the folder {@code node_modules} that has them. See docs/broker.md.
 */
class DeviceSdkScriptsIT {
    private static final Path SCRIPTS = Path.of("src", "test", "scripts");
    private static final Path MODULES = Path.of(System.getProperty("penstock.test.node-modules", "node_modules"));
    private static final long LIMIT_SECONDS = 120;

    @TempDir
    private Path folder;

    private void roundTrip(String module, String script) throws IOException, InterruptedException {
        assumeTrue(
                Files.isDirectory(MODULES.resolve(module)),
                "the module %s is not here: npm install %s, and -Dpenstock.test.node-modules="
                        .formatted(module, module));
        try (DeviceLab lab = new DeviceLab()) {
            run(lab, script);
        }
    }

    private void run(DeviceLab lab, String script) throws IOException, InterruptedException {
        Files.writeString(folder.resolve("device.pem"), lab.certificate);
        Files.writeString(folder.resolve("device.key"), lab.key);
        Files.writeString(folder.resolve("root.pem"), lab.authority);
        ProcessBuilder node = new ProcessBuilder(
                        "node",
                        SCRIPTS.resolve(script).toString(),
                        "localhost",
                        Integer.toString(lab.tlsPort()),
                        folder.toString(),
                        DeviceLab.THING)
                .redirectErrorStream(true);
        node.environment().put("NODE_PATH", MODULES.toAbsolutePath().toString());
        // Version 1 takes no authority of its own for a WebSocket.
        node.environment().put("NODE_EXTRA_CA_CERTS", folder.resolve("root.pem").toString());
        Process process = node.start();
        try {
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(output).endsWith("round trip done\n");
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void firstVersionGoesRound() throws Exception {
        roundTrip("aws-iot-device-sdk", "device_sdk_v1.cjs");
    }

    @Test
    void secondVersionGoesRound() throws Exception {
        roundTrip("aws-iot-device-sdk-v2", "device_sdk_v2.cjs");
    }
}
