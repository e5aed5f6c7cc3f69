package dev.penstock.analytics;

import static dev.penstock.analytics.TestPipeline.column;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.wire.WireRequest;
import dev.penstock.stream.StartingPosition;
import dev.penstock.stream.StreamSpec;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One stream of Kinesis read into several in-application streams. */
class ParallelInputTest {
    private static final String WIDE = "wide";

    /** Both streams by pumps into one, and by UNION ALL. */
    private static final String TOGETHER = """
            CREATE STREAM PUMPED (N INTEGER, SHARD VARCHAR(64), PART INTEGER);
            CREATE PUMP P1 AS INSERT INTO PUMPED SELECT STREAM N, SHARD_ID, 1 FROM IN_001;
            CREATE PUMP P2 AS INSERT INTO PUMPED SELECT STREAM N, SHARD_ID, 2 FROM IN_002;
            CREATE STREAM UNITED (N INTEGER);
            CREATE PUMP P3 AS INSERT INTO UNITED
              SELECT STREAM N FROM IN_001 UNION ALL SELECT STREAM N FROM IN_002;
            """;

    private final TestPipeline pipeline = new TestPipeline();
    private int next;

    @AfterEach
    void close() {
        pipeline.close();
    }

    @Test
    void shardsAreDividedEvenly() {
        run(50, 2, TOGETHER);

        assertThat(source("IN_001").shards()).hasSize(25).startsWith("shardId-000000000000");
        assertThat(source("IN_002").shards()).hasSize(25).startsWith("shardId-000000000001");
        assertThat(stream("PUMPED").source()).isNull();
    }

    @Test
    void eachRecordIsOneRowInTheStreamOfItsShard() {
        run(4, 2, TOGETHER);

        putMany(60);

        assertThat(numbers("PUMPED")).hasSize(60).doesNotHaveDuplicates();
        assertThat(numbers("UNITED")).hasSize(60).doesNotHaveDuplicates();
        assertThat(shards(1)).containsExactlyInAnyOrder("shardId-000000000000", "shardId-000000000002");
        assertThat(shards(2)).containsExactlyInAnyOrder("shardId-000000000001", "shardId-000000000003");
        assertThat(stream("IN_001").rows() + stream("IN_002").rows()).isEqualTo(60);
        assertThat(pipeline.analytics.status("app").rowsIn()).isEqualTo(60);
    }

    @Test
    void streamsBeyondTheShardsStayEmpty() {
        run(1, 3, TOGETHER);

        putMany(5);

        assertThat(stream("IN_001").rows()).isEqualTo(5);
        assertThat(stream("IN_002").rows()).isZero();
        assertThat(source("IN_003").shards()).isEmpty();
        assertThat(numbers("PUMPED")).hasSize(5);
    }

    @Test
    void childrenOfASplitKeepItEvenAndNothingIsLost() {
        run(2, 2, TOGETHER);
        putMany(20);

        split("shardId-000000000001", "255211775190703847597530955573826158591");
        putMany(40);

        assertThat(source("IN_001").shards()).containsExactly("shardId-000000000000");
        assertThat(source("IN_002").shards()).containsExactly("shardId-000000000002", "shardId-000000000003");
        assertThat(numbers("PUMPED")).hasSize(60).doesNotHaveDuplicates();
        assertThat(shards(1)).containsExactly("shardId-000000000000");
        assertThat(shards(2))
                .containsExactlyInAnyOrder("shardId-000000000001", "shardId-000000000002", "shardId-000000000003");
    }

    @Test
    void mergedShardGoesWhereThereAreFewest() {
        run(4, 2, TOGETHER);
        putMany(20);

        kinesis(
                "MergeShards",
                "\"ShardToMerge\":\"shardId-000000000001\",\"AdjacentShardToMerge\":\"shardId-000000000002\"");
        putMany(40);

        assertThat(source("IN_001").shards()).containsExactly("shardId-000000000000", "shardId-000000000004");
        assertThat(source("IN_002").shards()).containsExactly("shardId-000000000003");
        assertThat(numbers("PUMPED")).hasSize(60).doesNotHaveDuplicates();
    }

    @Test
    void startGoesOnWhereTheLastOneStopped() {
        run(4, 2, TOGETHER);
        putMany(20);
        pipeline.at(1_000);

        pipeline.analytics.stopApplication("app");
        List<String> whileStopped = source("IN_001").shards();
        putMany(20);
        pipeline.analytics.startApplication("app", InputStartingPosition.LAST_STOPPED_POINT);
        pipeline.time.settle();
        putMany(20);

        assertThat(whileStopped).isEmpty();
        assertThat(source("IN_001").shards()).hasSize(2);
        assertThat(numbers("PUMPED")).hasSize(60).doesNotHaveDuplicates();
        assertThat(pipeline.analytics.view("app").millisBehindLatest()).isZero();
    }

    @Test
    void windowsOfEachStreamCloseByTheClock() {
        run(2, 2, """
                CREATE STREAM COUNTS (PART INTEGER, N INTEGER);
                CREATE PUMP P1 AS INSERT INTO COUNTS
                  SELECT STREAM 1, COUNT(*) FROM IN_001 GROUP BY FLOOR(IN_001.ROWTIME TO MINUTE);
                CREATE PUMP P2 AS INSERT INTO COUNTS
                  SELECT STREAM 2, COUNT(*) FROM IN_002 GROUP BY FLOOR(IN_002.ROWTIME TO MINUTE);
                """);
        putMany(30);

        pipeline.at(60_000);

        List<@Nullable Object> counts = values("COUNTS", "N");
        assertThat(values("COUNTS", "PART")).containsExactly(1, 2);
        assertThat(counts)
                .allSatisfy(count ->
                        assertThat((Integer) Objects.requireNonNull(count)).isPositive());
        assertThat(counts.stream().mapToInt(Integer.class::cast).sum()).isEqualTo(30);
        assertThat(stream("IN_002").watermark()).isEqualTo("2024-01-01T00:01:00Z");
    }

    @Test
    void streamsOfTheInputCanBeJoined() {
        run(2, 2, """
                CREATE STREAM PAIRS (A INTEGER, B INTEGER);
                CREATE PUMP P AS INSERT INTO PAIRS SELECT STREAM A.N, B.N
                  FROM IN_001 OVER (RANGE INTERVAL '1' MINUTE PRECEDING) AS A
                  JOIN IN_002 OVER (RANGE INTERVAL '1' MINUTE PRECEDING) AS B ON A.N = B.N - 1;
                """);
        String first = keyOf(0);
        String second = keyOf(1);

        put(first, "{\"N\":1}");
        put(second, "{\"N\":2}");
        put(first, "{\"N\":3}");

        assertThat(pipeline.rows("PAIRS"))
                .extracting(row -> row.get("A"), row -> row.get("B"))
                .containsExactly(tuple(1, 2));
    }

    @Test
    void errorRowTellsWhichStreamTheRecordWasFor() {
        run(2, 2, TOGETHER);

        put(keyOf(1), "{");

        assertThat(pipeline.rows("error_stream").get(0).get("MESSAGE"))
                .asString()
                .startsWith("IN_002: ");
    }

    @Test
    void streamOfTheInputCanBeSent() {
        create(2, 2, "CREATE STREAM IDLE (N INTEGER);", new ApplicationSpec.Output("IN_002", TestPipeline.OUT, "CSV"));
        pipeline.analytics.startApplication("app");

        put(keyOf(0), "{\"N\":1}");
        put(keyOf(1), "{\"N\":2}");

        assertThat(pipeline.records(TestPipeline.OUT))
                .singleElement()
                .asString()
                .startsWith("2,");
    }

    @Test
    void anotherCountGoesOnWhereTheInputWas() {
        run(4, 2, TOGETHER);
        putMany(20);
        pipeline.at(1_000);

        pipeline.analytics.update(spec(3, TOGETHER + """
                CREATE PUMP P4 AS INSERT INTO PUMPED SELECT STREAM N, SHARD_ID, 3 FROM IN_003;
                """));
        putMany(40);

        assertThat(numbers("PUMPED")).hasSize(60).doesNotHaveDuplicates();
        assertThat(shards(3)).containsExactly("shardId-000000000002");
        assertThat(stream("IN_001").rows()
                        + stream("IN_002").rows()
                        + stream("IN_003").rows())
                .isEqualTo(40);
    }

    @Test
    void countThatTheCodeNeedsCannotBeTakenBack() {
        run(2, 2, TOGETHER);

        assertThatThrownBy(() -> pipeline.analytics.update(spec(1, TOGETHER)))
                .isInstanceOf(AwsException.class)
                .hasMessageContaining("there is no stream IN_002 at this point of the code; there are: IN_001, PUMPED");
        putMany(10);

        assertThat(numbers("PUMPED")).hasSize(10);
    }

    @Test
    void codeCannotInsertIntoAnyStreamOfTheInput() {
        assertThatThrownBy(() -> create(1, 2, "CREATE PUMP P AS INSERT INTO IN_002 SELECT STREAM * FROM IN_001;"))
                .hasMessageContaining("IN_002 is an input stream; pumps cannot insert into it");
        assertThatThrownBy(() -> create(1, 2, "CREATE STREAM IN_002 (N INTEGER);"))
                .hasMessageContaining("stream IN_002 is there already");
    }

    @Test
    void referenceTableCannotHaveTheNameOfAStream() {
        ApplicationSpec spec = spec(2, "");
        ApplicationSpec.Reference table = new ApplicationSpec.Reference(
                "IN_002",
                new ApplicationSpec.RecordFormat.Json("$"),
                List.of(column("N", "INTEGER")),
                () -> Bytes.EMPTY);

        assertThatThrownBy(() -> pipeline.analytics.create(
                        new ApplicationSpec(spec.name(), spec.code(), spec.input(), spec.outputs(), List.of(table))))
                .isInstanceOf(AwsException.class)
                .hasMessageContaining("the reference table IN_002 has the name of a stream of the input");
    }

    @Test
    void countIsOneToSixtyFour() {
        for (int count : new int[] {0, 65}) {
            assertThatThrownBy(() -> pipeline.analytics.create(spec(count, TOGETHER)))
                    .isInstanceOf(AwsException.class)
                    .hasMessage("InputParallelism.Count must be 1 to 64, not " + count);
        }

        assertThat(spec(64, "").input().inApplicationStreams())
                .hasSize(64)
                .startsWith("IN_001", "IN_002")
                .endsWith("IN_064");
    }

    private static ApplicationSpec spec(int count, String code, ApplicationSpec.Output... outputs) {
        ApplicationSpec.Input input = new ApplicationSpec.Input(
                "IN", WIDE, new StartingPosition.TrimHorizon(), "$", List.of(column("N", "INTEGER")));
        return new ApplicationSpec("app", code, input.inParallel(count), List.of(outputs));
    }

    private void create(int shards, int count, String code, ApplicationSpec.Output... outputs) {
        pipeline.streams.create(new StreamSpec(WIDE, shards, StreamSpec.DEFAULT_RETENTION));
        pipeline.analytics.create(spec(count, code, outputs));
    }

    private void run(int shards, int count, String code) {
        create(shards, count, code);
        pipeline.analytics.startApplication("app");
        pipeline.time.settle();
    }

    private void putMany(int count) {
        for (int i = 0; i < count; i++) {
            put("key-" + next, "{\"N\":%d}".formatted(next));
            next++;
        }
    }

    /** A key of one half of all hash keys. */
    private static String keyOf(int half) {
        return IntStream.range(0, 1_000)
                .mapToObj(i -> "k" + i)
                .filter(key -> hash(key).testBit(127) == (half == 1))
                .findFirst()
                .orElseThrow();
    }

    private static BigInteger hash(String key) {
        try {
            byte[] digest = MessageDigest.getInstance("MD5").digest(key.getBytes(StandardCharsets.UTF_8));
            return new BigInteger(1, digest);
        } catch (NoSuchAlgorithmException missing) {
            throw new AssertionError(missing);
        }
    }

    private void put(String key, String record) {
        try {
            pipeline.streams
                    .put(WIDE, key, Bytes.utf8(record))
                    .toCompletableFuture()
                    .get(30, TimeUnit.SECONDS);
        } catch (Exception failure) {
            throw new AssertionError("the input did not take the record", failure);
        }
        pipeline.time.settle();
    }

    private void split(String shard, String at) {
        kinesis("SplitShard", "\"ShardToSplit\":\"%s\",\"NewStartingHashKey\":\"%s\"".formatted(shard, at));
    }

    private void kinesis(String operation, String members) {
        DefaultHttpHeaders headers = new DefaultHttpHeaders();
        headers.set("X-Amz-Target", "Kinesis_20131202." + operation).set("Content-Type", "application/x-amz-json-1.1");
        String body = "{\"StreamName\":\"%s\",%s}".formatted(WIDE, members);
        int status = pipeline.kinesis
                .handle(new WireRequest("POST", "/", "", headers, Bytes.utf8(body)))
                .toCompletableFuture()
                .join()
                .status();
        assertThat(status).isEqualTo(200);
        pipeline.at(1_000);
    }

    private ApplicationView.Stream stream(String name) {
        return pipeline.analytics.view("app").streams().stream()
                .filter(stream -> stream.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private ApplicationView.Source source(String name) {
        return Objects.requireNonNull(stream(name).source());
    }

    private List<@Nullable Object> numbers(String stream) {
        return values(stream, "N");
    }

    private List<@Nullable Object> values(String stream, String column) {
        List<@Nullable Object> found = new ArrayList<>();
        pipeline.rows(stream).forEach(row -> found.add(row.get(column)));
        return found;
    }

    /** Where the rows of a part came from. */
    private List<@Nullable Object> shards(int part) {
        return pipeline.rows("PUMPED").stream()
                .filter(row -> Objects.equals(row.get("PART"), part))
                .map(row -> row.get("SHARD"))
                .distinct()
                .toList();
    }
}
