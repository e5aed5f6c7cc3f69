package dev.penstock.launcher.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Law 5: nothing leaves the machine. The demo, and a round of requests to {@code up}, run in a network namespace that has
 * only a loopback interface; the kernel counts there every attempt to reach anything else (OutNoRoutes), a look-up of a
 * name included.
 */
class OfflineIT {
    private static final String IN_EMPTY_NAMESPACE = """
            ip link set lo up || exit 97
            "$@"
            code=$?
            echo "no-route-v4 $(awk '/^Ip:/ {line=$0} END {split(line, f, " "); print f[13]}' /proc/net/snmp)"
            echo "no-route-v6 $(awk '$1 == "Ip6OutNoRoutes" {print $2}' /proc/net/snmp6)"
            exit $code
            """;

    @Test
    void demoReachesForNothingOutsideTheMachine(@TempDir Path workingDirectory) throws Exception {
        assumeTrue(canMakeNetworkNamespaces(), "needs Linux with unshare -rn and ip; not available here");

        try (PenstockProcess demo = PenstockProcess.start(
                workingDirectory,
                List.of("unshare", "-rn", "sh", "-c", IN_EMPTY_NAMESPACE, "sh"),
                "demo",
                "--seconds",
                "3",
                "--port",
                "0",
                "--mqtt-port",
                "0")) {
            int code = demo.awaitExit(300);

            assertThat(code).as(demo.text()).isZero();
            assertThat(demo.find("no-route-v4 (\\d+)")).isEqualTo("0");
            assertThat(demo.find("no-route-v6 (\\d*)")).isIn("0", "");
        }
    }

    @Test
    void streamsOnDiskTlsMetricsAndIdentityReachForNothingOutsideTheMachine(@TempDir Path workingDirectory)
            throws Exception {
        assumeTrue(canMakeNetworkNamespaces(), "needs Linux with unshare -rn and ip; not available here");

        try (PenstockProcess round = PenstockProcess.runMain(
                Path.of("").toAbsolutePath(),
                List.of("unshare", "-rn", "sh", "-c", IN_EMPTY_NAMESPACE, "sh"),
                OfflineRound.class,
                workingDirectory.toString())) {
            int code = round.awaitExit(300);

            assertThat(code).as(round.text()).isZero();
            assertThat(round.text()).contains("round 200 200 200").contains("up ended with 0");
            assertThat(round.find("no-route-v4 (\\d+)")).isEqualTo("0");
            assertThat(round.find("no-route-v6 (\\d*)")).isIn("0", "");
        }
    }

    @Test
    void attemptToLeaveTheMachineWouldBeCounted() throws Exception {
        assumeTrue(canMakeNetworkNamespaces(), "needs Linux with unshare -rn and ip; not available here");

        Process probe = new ProcessBuilder(
                        "unshare",
                        "-rn",
                        "bash",
                        "-c",
                        "ip link set lo up; (echo > /dev/tcp/192.0.2.1/80) 2>/dev/null; "
                                + "awk '/^Ip:/ {line=$0} END {split(line, f, \" \"); print f[13]}' /proc/net/snmp")
                .start();
        String counted = new String(probe.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(Integer.parseInt(counted.strip())).isPositive();
    }

    private static boolean canMakeNetworkNamespaces() {
        try {
            Process probe = new ProcessBuilder("unshare", "-rn", "ip", "link", "set", "lo", "up").start();
            return probe.waitFor(60, TimeUnit.SECONDS) && probe.exitValue() == 0;
        } catch (IOException notThere) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
