package dev.penstock.bench.kinesis;

import dev.penstock.bench.load.Latencies;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Penstock and kinesalite one after the other under the same load: PutRecord, PutRecords and GetRecords in JSON over
 * HTTP/1.1, then the latencies of Penstock's fan-out and of a consumer in the same JVM. Prints one table.
 */
@Command(
        name = "kinesis-load",
        mixinStandardHelpOptions = true,
        description = "Kinesis requests a second, latency, processor time and memory, beside kinesalite")
public final class KinesisLoad implements Callable<Integer> {
    private static final int RECORD_BYTES = 100;
    private static final int BATCH = 100;
    private static final int READ = 1_000;
    private static final int SHARDS = 4;
    private static final int REQUESTS = 256;
    private static final long GIB = 1L << 30;
    /** Of a warm-up: the end of connections and streams is part of what gets warm. */
    private static final int ROUND_SECONDS = 5;

    /** Base64 of one record's data. */
    private static final int DATA_CHARS = (RECORD_BYTES + 2) / 3 * 4;

    /** Digits of the shortest sequence number. */
    private static final int NUMBER_CHARS = 56;

    @Option(
            names = "--home",
            description = "folder of penstock.jar (default: ${DEFAULT-VALUE})",
            defaultValue = "launcher/target")
    private Path home;

    @Option(
            names = "--peers",
            description = "folder of the peers (default: ${DEFAULT-VALUE})",
            defaultValue = "bench/peers")
    private Path peers;

    @Option(names = "--connections", description = "default: ${DEFAULT-VALUE}", defaultValue = "16")
    private int connections;

    @Option(
            names = "--seconds",
            description = "that each load is measured for (default: ${DEFAULT-VALUE})",
            defaultValue = "10")
    private int seconds;

    @Option(
            names = "--warm-up",
            description =
                    "seconds of each load before it is measured, in rounds with streams and connections of their own (default: ${DEFAULT-VALUE})",
            defaultValue = "30")
    private int warmUp;

    @Option(
            names = "--jvm",
            split = " ",
            description = "options of Penstock's JVM (default: ${DEFAULT-VALUE})",
            defaultValue = "-Xmx4g")
    private List<String> jvm = List.of();

    @Option(names = "--alone", description = "without kinesalite")
    private boolean alone;

    private KinesisLoad() {}

    /** Runs with {@code --help} for the options. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new KinesisLoad()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        Map<String, Load.Result> theirs = alone ? Map.of() : theirs();
        Map<String, Load.Result> ours;
        PushLatency push = new PushLatency();
        Latencies fanOut;
        Path config = Files.createTempFile("penstock-bench", ".yaml");
        try {
            Files.writeString(config, "stream: {maxBytesPerStream: %d, maxBytes: %d}\n".formatted(2 * GIB, 3 * GIB));
            try (Peer penstock = Peer.penstock(home, peers.resolve("kinesis.yaml"), config, jvm)) {
                ours = measure(penstock);
                progress("fan-out");
                fanOut = push.overFanOut(penstock.port());
            }
        } finally {
            Files.delete(config);
        }
        progress("consumer in the same JVM");
        print(ours, theirs);
        System.out.printf("%nput to push over fan-out, paced     %s%n", fanOut);
        System.out.printf("put to consumer in one JVM, paced   %s%n", push.inOneJvm());
        return 0;
    }

    private Map<String, Load.Result> theirs() throws Exception {
        try (Peer kinesalite = Peer.kinesalite(peers)) {
            return measure(kinesalite);
        }
    }

    private static void keep(Map<String, Load.Result> results, String name, Load.Result result) {
        results.put(name, result);
        progress(String.format(Locale.ROOT, "    %s: %,.0f requests/s", name, result.perSecond()));
    }

    private Map<String, Load.Result> measure(Peer peer) throws IOException, InterruptedException {
        Map<String, Load.Result> results = new LinkedHashMap<>();
        keep(
                results,
                "PutRecord, 100 bytes",
                measure(peer, "put-record", KinesisLoad::putRecord, new Load.Good("SequenceNumber", NUMBER_CHARS)));
        keep(
                results,
                "PutRecords, 100 of 100 bytes",
                measure(
                        peer,
                        "put-records",
                        KinesisLoad::putRecords,
                        new Load.Good("\"FailedRecordCount\":0", BATCH * NUMBER_CHARS)));
        keep(
                results,
                "GetRecords of 1,000",
                measure(
                        peer,
                        "get-records",
                        stream -> getRecords(peer, stream),
                        new Load.Good("SequenceNumber", READ * (NUMBER_CHARS + DATA_CHARS))));
        return results;
    }

    private Load.Result measure(Peer peer, String name, Requests requests, Load.Good good)
            throws IOException, InterruptedException {
        progress(peer.name() + ": " + name);
        Load load = new Load(peer, connections);
        for (int done = 0; done < warmUp; done += ROUND_SECONDS) {
            int seconds = Math.min(ROUND_SECONDS, warmUp - done);
            once(peer, load, name + "-warm-up-" + done, requests, good, seconds);
        }
        return once(peer, load, name, requests, good, seconds);
    }

    private static Load.Result once(Peer peer, Load load, String stream, Requests requests, Load.Good good, int seconds)
            throws IOException, InterruptedException {
        create(peer, stream);
        Load.Result result = load.run(requests.to(stream), good, seconds);
        delete(peer, stream);
        return result;
    }

    /** Makes the requests of a load. */
    private interface Requests {
        List<ByteBuffer> to(String stream) throws IOException;
    }

    private static void create(Peer peer, String stream) throws IOException, InterruptedException {
        call(peer, "CreateStream", "{\"StreamName\":\"%s\",\"ShardCount\":%d}".formatted(stream, SHARDS));
        try (Connection connection = new Connection(peer.port())) {
            ByteBuffer describe = Connection.request("DescribeStream", "{\"StreamName\":\"%s\"}".formatted(stream));
            while (connection.send(describe) != 200
                    || !connection.answer().text().contains("\"ACTIVE\"")) {
                Thread.sleep(20);
            }
        }
    }

    private static void delete(Peer peer, String stream) throws IOException {
        call(peer, "DeleteStream", "{\"StreamName\":\"%s\"}".formatted(stream));
    }

    private static String call(Peer peer, String operation, String json) throws IOException {
        try (Connection connection = new Connection(peer.port())) {
            if (connection.send(Connection.request(operation, json)) != 200) {
                throw new IOException("%s answered: %s"
                        .formatted(operation, connection.answer().text()));
            }
            return connection.answer().text();
        }
    }

    private static List<ByteBuffer> putRecord(String stream) {
        Random random = new Random(1);
        return IntStream.range(0, REQUESTS)
                .mapToObj(i -> Connection.request(
                        "PutRecord",
                        "{\"StreamName\":\"%s\",\"PartitionKey\":\"device-%d\",\"Data\":\"%s\"}"
                                .formatted(stream, i, data(random))))
                .toList();
    }

    private static List<ByteBuffer> putRecords(String stream) {
        Random random = new Random(2);
        return IntStream.range(0, REQUESTS / 8)
                .mapToObj(i -> Connection.request(
                        "PutRecords",
                        "{\"StreamName\":\"%s\",\"Records\":[%s]}".formatted(stream, entries(BATCH, random))))
                .toList();
    }

    private static String entries(int count, Random random) {
        return IntStream.range(0, count)
                .mapToObj(i -> "{\"PartitionKey\":\"device-%d\",\"Data\":\"%s\"}"
                        .formatted(random.nextInt(10_000), data(random)))
                .collect(Collectors.joining(","));
    }

    /** Every connection reads the same thousand records again and again: an iterator may be used more than once. */
    private static List<ByteBuffer> getRecords(Peer peer, String stream) throws IOException {
        Random random = new Random(3);
        for (int i = 0; i < 2 * SHARDS * READ / BATCH; i++) {
            call(
                    peer,
                    "PutRecords",
                    "{\"StreamName\":\"%s\",\"Records\":[%s]}".formatted(stream, entries(BATCH, random)));
        }
        List<ByteBuffer> requests = new ArrayList<>();
        for (int shard = 0; shard < SHARDS; shard++) {
            String iterator = call(
                            peer,
                            "GetShardIterator",
                            "{\"StreamName\":\"%s\",\"ShardId\":\"shardId-%012d\",\"ShardIteratorType\":\"TRIM_HORIZON\"}"
                                    .formatted(stream, shard))
                    .replaceAll(".*\"ShardIterator\":\"([^\"]+)\".*", "$1");
            requests.add(Connection.request(
                    "GetRecords", "{\"ShardIterator\":\"%s\",\"Limit\":%d}".formatted(iterator, READ)));
        }
        return requests;
    }

    private static String data(Random random) {
        byte[] data = new byte[RECORD_BYTES];
        random.nextBytes(data);
        return Base64.getEncoder().encodeToString(data);
    }

    private static void print(Map<String, Load.Result> ours, Map<String, Load.Result> theirs) {
        System.out.println(
                "| load | | requests/s | p50 ms | p99 ms | CPU s | CPU us/request | driver CPU us/request | resident MiB |");
        System.out.println("|---|---|---|---|---|---|---|---|---|");
        for (String name : ours.keySet()) {
            row(name, "Penstock", ours.get(name));
            if (theirs.containsKey(name)) {
                row(name, "kinesalite", theirs.get(name));
            }
        }
        System.out.println();
        for (String name : theirs.keySet()) {
            System.out.printf(
                    Locale.ROOT,
                    "%-30s %.1f times kinesalite's requests; p99 is %.2f of its median%n",
                    name,
                    ours.get(name).perSecond() / theirs.get(name).perSecond(),
                    ours.get(name).latencies().millis(99)
                            / theirs.get(name).latencies().millis(50));
        }
    }

    private static void row(String name, String who, Load.Result result) {
        System.out.printf(
                Locale.ROOT,
                "| %s | %s | %,.0f | %.2f | %.2f | %.1f | %.0f | %.0f | %d |%n",
                name,
                who,
                result.perSecond(),
                result.latencies().millis(50),
                result.latencies().millis(99),
                result.cpuSeconds(),
                result.cpuMicrosPerRequest(),
                result.driverCpuMicrosPerRequest(),
                result.residentMib());
    }

    private static void progress(String step) {
        System.err.println("... " + step);
    }
}
