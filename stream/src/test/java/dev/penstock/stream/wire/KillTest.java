package dev.penstock.stream.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.platform.lifecycle.StartException;
import dev.penstock.platform.time.SystemTime;
import dev.penstock.stream.StreamPersistence;
import java.io.BufferedReader;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A process that puts is killed at points chosen by a seed, again and again on the same directory. */
class KillTest {
    @TempDir
    private Path path;

    private final SystemTime time = new SystemTime();

    /** Data of every put that was acknowledged, with its shard and sequence number. */
    private final Map<String, String> acknowledged = new HashMap<>();

    @AfterEach
    void close() {
        time.close();
    }

    @ParameterizedTest(name = "fsync {0}, {1} rounds")
    @CsvSource({"always, 4, 1", "never, 4, 2"})
    @Timeout(300)
    void everyAcknowledgedRecordIsThereOnceAndInOrder(String fsync, int rounds, long seed) throws Exception {
        Random random = new Random(seed);
        for (int round = 1; round <= rounds; round++) {
            putUntilKilled(round, fsync, 1 + random.nextInt(1_500));
            check(round);
        }
    }

    private void putUntilKilled(int round, String fsync, int kills) throws IOException, InterruptedException {
        Process victim = start(round, fsync);
        try (BufferedReader lines = victim.inputReader(StandardCharsets.UTF_8)) {
            for (int i = 0; i < kills; i++) {
                note(lines.readLine());
            }
            assertThatThrownBy(this::open)
                    .isInstanceOf(StartException.class)
                    .hasMessageContaining("in use by process " + victim.pid());
            victim.toHandle().destroyForcibly(); // Process.destroyForcibly would close the pipe that is still read
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.split(" ").length == 3) { // the last may be cut
                    note(line);
                }
            }
        } finally {
            victim.destroyForcibly();
            assertThat(victim.waitFor(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    private Process start(int round, String fsync) throws IOException {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Victim.class.getName(),
                path.toString(),
                Integer.toString(round),
                fsync);
        return new ProcessBuilder(command)
                .redirectError(path.resolve("stderr.txt").toFile())
                .start();
    }

    private void note(String line) {
        assertThat(line)
                .as("the process ended by itself; see its standard error")
                .isNotNull();
        int data = line.indexOf(' ');
        acknowledged.put(line.substring(0, data), line.substring(data + 1));
    }

    private Restarted open() {
        return new Restarted(StreamPersistence.in(path), time);
    }

    private void check(int round) {
        Map<String, String> found = new HashMap<>();
        try (Restarted run = open()) {
            for (JsonNode shard : run.shards(Victim.STREAM)) {
                String id = shard.path("ShardId").asText();
                Map<String, Integer> lastOfWriter = new HashMap<>();
                BigInteger last = BigInteger.ZERO;
                for (JsonNode record : run.records(Victim.STREAM, id)) {
                    String data = new String(
                            Base64.getDecoder().decode(record.path("Data").asText()), StandardCharsets.UTF_8);
                    BigInteger number =
                            new BigInteger(record.path("SequenceNumber").asText());
                    assertThat(number).as("order in %s", id).isGreaterThan(last);
                    last = number;
                    assertThat(found.put(data, id + " " + number))
                            .as("%s is there twice", data)
                            .isNull();
                    inOrder(data, lastOfWriter);
                }
            }
        }
        Map<String, String> missing = new HashMap<>(acknowledged);
        missing.entrySet().removeAll(found.entrySet());
        assertThat(missing)
                .as("acknowledged, but not as they were after round %d", round)
                .isEmpty();
        List<String> unacknowledged = new ArrayList<>(found.keySet());
        unacknowledged.removeAll(acknowledged.keySet());
        assertThat(unacknowledged)
                .as("each writer waits for one answer")
                .hasSizeLessThanOrEqualTo(round * 2 * Victim.WRITERS);
    }

    private static void inOrder(String data, Map<String, Integer> lastOfWriter) {
        int colon = data.lastIndexOf(':');
        int number = Integer.parseInt(data.substring(colon + 1));
        Integer before = lastOfWriter.put(data.substring(0, colon), number);
        assertThat(before == null || before < number)
                .as("%s after %s", data, before)
                .isTrue();
    }
}
