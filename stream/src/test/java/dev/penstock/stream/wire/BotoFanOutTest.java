package dev.penstock.stream.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.penstock.platform.wire.AwsEndpoint;
import dev.penstock.stream.local.Resharding;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** boto3, where it is installed: HTTP/1.1 with chunks, and it hands out nothing before an initial-response. */
@Timeout(180)
class BotoFanOutTest {
    private final FanOut fanOut = new FanOut();
    private final AwsEndpoint endpoint = new AwsEndpoint("127.0.0.1", 0);

    @BeforeAll
    static void isInstalled() throws InterruptedException {
        boolean there;
        try {
            Process probe = new ProcessBuilder("python3", "-c", "import boto3").start();
            there = probe.waitFor(30, TimeUnit.SECONDS) && probe.exitValue() == 0;
        } catch (IOException noPython) {
            there = false;
        }
        assumeTrue(there, "python3 with boto3 is not installed");
    }

    @BeforeEach
    void start() {
        endpoint.register(fanOut.local.api());
        endpoint.start();
    }

    @AfterEach
    void stop() {
        endpoint.close();
    }

    private Process subscribe(String consumerArn) throws Exception {
        Path script =
                Path.of(BotoFanOutTest.class.getResource("/boto3/subscribe.py").toURI());
        return new ProcessBuilder("python3", script.toString(), endpoint.uri().toString(), consumerArn)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static BufferedReader output(Process process) {
        return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    @Test
    void eventsReachBotoUntilTheEndOfTheShard() throws Exception {
        fanOut.put("waits");
        Process boto = subscribe(fanOut.consumerArn);
        try (BufferedReader lines = output(boto)) {
            assertThat(lines.readLine()).isEqualTo("open");
            assertThat(lines.readLine()).isEqualTo("event waits 0");

            fanOut.put("pushed");
            assertThat(lines.readLine()).isEqualTo("event pushed 0");
            Resharding.split(fanOut.local.streams(), "events");

            assertThat(lines.readLine()).isEqualTo("event  2");
            assertThat(lines.readLine()).isEqualTo("end");
        } finally {
            boto.destroy();
        }
    }

    @Test
    void errorsReachBotoBeforeAndInsideTheStream() throws Exception {
        Process refused = subscribe(FanOut.STREAM_ARN + "/consumer/nobody:1");
        Process replaced = subscribe(fanOut.consumerArn);
        try (BufferedReader lines = output(refused);
                BufferedReader others = output(replaced)) {
            assertThat(lines.readLine()).isEqualTo("error ResourceNotFoundException");
            assertThat(others.readLine()).isEqualTo("open");

            Subscriber second = fanOut.latest();

            assertThat(others.readLine()).isEqualTo("error ResourceInUseException");
            assertThat(second.isEnded()).isFalse();
        } finally {
            refused.destroy();
            replaced.destroy();
        }
    }
}
