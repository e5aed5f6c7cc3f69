package dev.penstock.functions.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The scripts that people can run by hand too, where their clients are installed. */
class ScriptsIT {
    private static final Path SCRIPTS = Path.of("src", "test", "scripts");
    private static final Pattern CALLED = Pattern.compile("(?m)^called (\\S+)$");
    private static final long LIMIT_SECONDS = 120;

    private final LambdaServer server = new LambdaServer();

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

    private static List<String> called(String output) {
        return CALLED.matcher(output)
                .results()
                .map(result -> result.group(1))
                .distinct()
                .toList();
    }

    private void roundTrip(String client, String interpreter, String script) throws IOException, InterruptedException {
        Finished finished = run(
                interpreter, SCRIPTS.resolve(script).toString(), server.uri().toString());

        assertThat(finished.output).as("%s", finished).contains("round trip done");
        CallRecord calls = new CallRecord("ScriptsIT-" + script);
        called(finished.output).forEach(operation -> calls.add(client, camelCase(operation)));
        calls.check();
    }

    private static String camelCase(String command) {
        StringBuilder name = new StringBuilder();
        for (String word : command.split("-")) {
            name.append(word.substring(0, 1).toUpperCase(Locale.ROOT)).append(word.substring(1));
        }
        return name.toString();
    }

    @Test
    void botoGoesRound() throws Exception {
        assumeTrue(works("python3", "-c", "import boto3"), "python3 with boto3 is not here: pip install boto3");

        roundTrip("boto3", "python3", "lambda_round_trip.py");
    }

    @Test
    void cliGoesRound() throws Exception {
        assumeTrue(works("aws", "--version"), "the AWS CLI is not here: pip install awscli");

        roundTrip("AWS CLI", "bash", "lambda_round_trip.sh");
    }
}
