package dev.penstock.stream.wire;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.time.SystemTime;
import dev.penstock.stream.PutResult;
import dev.penstock.stream.StreamPersistence;
import dev.penstock.stream.StreamPersistence.Fsync;
import dev.penstock.stream.StreamSpec;
import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * A process that puts until it is killed. Each put that was acknowledged is a line on standard output: data, shard,
 * sequence number.
 */
final class Victim {
    static final int WRITERS = 8;
    static final String STREAM = "victim";

    private final Writer out = new BufferedWriter(
            new OutputStreamWriter(new FileOutputStream(FileDescriptor.out), StandardCharsets.UTF_8));
    private final Restarted run;
    private final String round;

    private Victim(Restarted run, String round) {
        this.run = run;
        this.round = round;
    }

    /** Directory, round, fsync. */
    public static void main(String[] arguments) throws InterruptedException {
        Fsync fsync = arguments[2].equals("always") ? Fsync.always() : Fsync.never();
        StreamPersistence persistence =
                new StreamPersistence(Path.of(arguments[0]), fsync, StreamPersistence.LEAST_MAX_BYTES);
        Restarted run = new Restarted(persistence, new SystemTime());
        run.streams.create(new StreamSpec(STREAM, 2, StreamSpec.DEFAULT_RETENTION));
        Victim victim = new Victim(run, arguments[1]);
        for (int writer = 1; writer < WRITERS; writer++) {
            int number = writer;
            new Thread(() -> victim.write(number)).start();
        }
        victim.splitWidest();
        victim.write(0);
    }

    private void write(int writer) {
        for (int i = 0; ; i++) {
            String data = "%s:%d:%d".formatted(round, writer, i);
            PutResult put = run.streams
                    .put(STREAM, "key-" + (writer + i), Bytes.utf8(data))
                    .toCompletableFuture()
                    .join();
            say("%s %s %s%n".formatted(data, put.shardId(), put.sequenceNumber()));
        }
    }

    private synchronized void say(String line) {
        try {
            out.write(line);
            out.flush();
        } catch (IOException parentIsGone) {
            throw new UncheckedIOException(parentIsGone);
        }
    }

    /** One more shard in each round. */
    private void splitWidest() {
        List<JsonNode> open = run.shards(STREAM).stream()
                .filter(shard -> !shard.path("SequenceNumberRange").has("EndingSequenceNumber"))
                .toList();
        JsonNode widest = open.get(0);
        for (JsonNode shard : open) {
            widest = width(shard).compareTo(width(widest)) > 0 ? shard : widest;
        }
        BigInteger middle = key(widest, "StartingHashKey").add(width(widest).shiftRight(1));
        run.answer(
                "SplitShard",
                "{'StreamName':'%s','ShardToSplit':'%s','NewStartingHashKey':'%s'}"
                        .formatted(STREAM, widest.path("ShardId").asText(), middle));
    }

    private static BigInteger width(JsonNode shard) {
        return key(shard, "EndingHashKey").subtract(key(shard, "StartingHashKey"));
    }

    private static BigInteger key(JsonNode shard, String end) {
        return new BigInteger(shard.path("HashKeyRange").path(end).asText());
    }
}
