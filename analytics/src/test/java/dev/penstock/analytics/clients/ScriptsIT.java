package dev.penstock.analytics.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The scripts that people can run by hand too, where their clients are installed. */
class ScriptsIT {
    private static final Path SCRIPTS = Path.of("src", "test", "scripts");
    private static final Pattern CALLED = Pattern.compile("(?m)^called (v[12]) (\\S+)$");
    private static final long LIMIT_SECONDS = 180;

    private final AnalyticsServer server = new AnalyticsServer();

    @AfterEach
    void stop() {
        server.close();
    }

    private record Finished(int exitCode, String output) {}

    private static Finished run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        try {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
            return new Finished(process.exitValue(), output);
        } finally {
            process.destroyForcibly();
        }
    }

    private static boolean works(String... command) throws InterruptedException {
        try {
            return run(command).exitCode == 0;
        } catch (IOException notThere) {
            return false;
        }
    }

    private void roundTrip(String client, String interpreter, String script) throws IOException, InterruptedException {
        Finished finished = run(
                interpreter, SCRIPTS.resolve(script).toString(), server.uri().toString());

        assertThat(finished.output).as("%s", finished).contains("round trip done");
        CallRecord calls = new CallRecord("ScriptsIT-" + script);
        CALLED.matcher(finished.output)
                .results()
                .forEach(call -> calls.add(client + " " + call.group(1), camelCase(call.group(2))));
        calls.check();
    }

    private static String camelCase(String command) {
        return Arrays.stream(command.split("-"))
                .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
                .collect(Collectors.joining());
    }

    @Test
    void botoGoesRound() throws Exception {
        assumeTrue(works("python3", "-c", "import boto3"), "python3 with boto3 is not here: pip install boto3");

        roundTrip("boto3", "python3", "analytics_round_trip.py");
    }

    @Test
    void cliGoesRound() throws Exception {
        assumeTrue(works("aws", "--version"), "the AWS CLI is not here: pip install awscli");

        roundTrip("AWS CLI", "bash", "analytics_round_trip.sh");
    }
}
