package dev.penstock.functions.source;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.functions.Destinations;
import dev.penstock.functions.EventSourceMappingSpec;
import dev.penstock.functions.InvocationResult;
import dev.penstock.functions.MappingSettings;
import dev.penstock.functions.event.KinesisSource;
import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.time.SystemTime;
import dev.penstock.platform.wire.AwsEndpoint;
import dev.penstock.store.StoreFactory;
import dev.penstock.store.StoreSettings;
import dev.penstock.store.Tables;
import dev.penstock.stream.AwsStreamSettings;
import dev.penstock.stream.LocalStreams;
import dev.penstock.stream.PutResult;
import dev.penstock.stream.StreamFactory;
import dev.penstock.stream.StreamSettings;
import dev.penstock.stream.StreamSpec;
import dev.penstock.stream.Streams;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/**
 * A stream of another Penstock, read through the Kinesis Client Library with leases in DynamoDB Local, with a mapping and
 * a function; it knows which records are dealt with. Guarded by itself, but for what is final.
 */
final class RemoteStream implements MappedFunctions, Destinations, AutoCloseable {
    static final String ARN = "arn:aws:kinesis:us-east-1:000000000000:stream/s";
    static final String BUCKET = "arn:aws:s3:::b"; // its objects have the records
    private static final Path DYNAMODB_LOCAL = Path.of("..", "store", "dynamodb-local", "target", "dynamodb-local");
    private static final int KEYS = 7;

    private final SystemTime time = new SystemTime();
    private final LocalStreams served = StreamFactory.local(AwsIdentity.DEFAULT, time, StreamSettings.defaults());
    private final AwsEndpoint endpoint = new AwsEndpoint("127.0.0.1", 0);
    private final Tables tables = StoreFactory.local(new StoreSettings(DYNAMODB_LOCAL), time);
    private final StaticCredentialsProvider keys =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("penstock", "penstock"));
    private final DynamoDbClient dynamoDb;
    private final TreeMap<BigInteger, Put> records = new TreeMap<>();
    private final Map<BigInteger, Integer> attempts = new HashMap<>();
    private final List<String> order = new ArrayList<>();
    private final List<String> discarded = new ArrayList<>();
    private final TreeSet<BigInteger> invoked = new TreeSet<>();
    private final List<String> violations = new CopyOnWriteArrayList<>();
    private volatile Function<Batch, CompletionStage<InvocationResult>> function =
            batch -> later(batch, batch.size(), "{}", null);
    private @Nullable Streams streams;
    private @Nullable LocalMappings mappings;
    private int put;

    RemoteStream() {
        endpoint.register(served.api());
        endpoint.start();
        served.streams().start();
        tables.start();
        dynamoDb = DynamoDbClient.builder()
                .region(Region.US_EAST_1)
                .endpointOverride(tables.endpoint())
                .credentialsProvider(keys)
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
    }

    /** A record and what became of it. */
    private static final class Put {
        private final String shardId;
        private final String key;
        private final String data;
        private boolean dealtWith;

        Put(String shardId, String key, String data) {
            this.shardId = shardId;
            this.key = key;
            this.data = data;
        }
    }

    /** What the function is invoked with. */
    record Batch(List<String> numbers, List<String> keys, List<String> data, int attempt) {
        int size() {
            return numbers.size();
        }
    }

    void create(int shards) {
        served.streams().create(new StreamSpec("s", shards, StreamSpec.DEFAULT_RETENTION));
    }

    void split() {
        try (KinesisClient kinesis = KinesisClient.builder()
                .region(Region.US_EAST_1)
                .endpointOverride(endpoint.uri())
                .credentialsProvider(keys)
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build()) {
            kinesis.splitShard(r -> r.streamName("s")
                    .shardToSplit("shardId-000000000000")
                    .newStartingHashKey(BigInteger.ONE.shiftLeft(127).toString()));
            kinesis.waiter().waitUntilStreamExists(r -> r.streamName("s"));
        }
    }

    /** With data that begins like this, under seven keys in turn. */
    void put(String prefix, int count) {
        for (int i = 0; i < count; i++) {
            String key = "key-" + put++ % KEYS;
            synchronized (this) {
                PutResult result = served.streams()
                        .put("s", key, Bytes.utf8(prefix + i))
                        .toCompletableFuture()
                        .join();
                records.put(
                        new BigInteger(result.sequenceNumber().toString()), new Put(result.shardId(), key, prefix + i));
            }
        }
    }

    void function(Function<Batch, CompletionStage<InvocationResult>> answers) {
        function = answers;
    }

    /** Begins to read, as another process would after {@link #unmap}. */
    void map(EventSourceMappingSpec spec) {
        synchronized (this) {
            invoked.clear();
        }
        streams = StreamFactory.aws(new AwsStreamSettings(endpoint.uri(), tables.endpoint(), "us-east-1", "it"), time);
        streams.start();
        mappings = new LocalMappings(
                AwsIdentity.DEFAULT,
                time,
                List.of(KinesisSource.of(streams)),
                this,
                this,
                MappingSettings.DEFAULT.withRetries(Duration.ofMillis(20), Duration.ofMillis(200)));
        mappings.create(spec);
    }

    void unmap() {
        if (mappings != null) {
            mappings.close();
        }
        if (streams != null) {
            streams.close();
        }
        mappings = null;
        streams = null;
    }

    /** The answer after a while, by which the first {@code taken} records are dealt with. */
    CompletionStage<InvocationResult> later(Batch batch, int taken, String body, @Nullable String error) {
        CompletableFuture<InvocationResult> answer = new CompletableFuture<>();
        time.schedule(Duration.ofMillis(1 + Math.floorMod(batch.data().hashCode(), 30)), () -> {
            dealtWith(batch, taken);
            answer.complete(new InvocationResult("id", Bytes.utf8(body), error, Duration.ZERO));
        });
        return answer;
    }

    private synchronized void dealtWith(Batch batch, int taken) {
        for (String number : batch.numbers().subList(0, taken)) {
            Put record = record(number);
            if (!record.dealtWith) {
                order.add(record.data);
            }
            record.dealtWith = true;
        }
    }

    private Put record(String number) {
        Put record = records.get(new BigInteger(number));
        if (record == null) {
            throw new AssertionError(number + " was never put");
        }
        return record;
    }

    @Override
    public synchronized CompletionStage<InvocationResult> invoke(String name, Bytes event) {
        List<String> numbers = new ArrayList<>();
        List<String> partitionKeys = new ArrayList<>();
        List<String> data = new ArrayList<>();
        for (JsonNode one : MappedStream.tree(event.utf8()).get("Records")) {
            JsonNode kinesis = one.get("kinesis");
            numbers.add(kinesis.get("sequenceNumber").asText());
            partitionKeys.add(kinesis.get("partitionKey").asText());
            byte[] bytes = Base64.getDecoder().decode(kinesis.get("data").asText());
            data.add(new String(bytes, StandardCharsets.UTF_8));
        }
        checkOrder(numbers);
        numbers.forEach(number -> invoked.add(new BigInteger(number)));
        int attempt = attempts.merge(new BigInteger(numbers.get(0)), 1, Integer::sum);
        return function.apply(new Batch(numbers, partitionKeys, data, attempt));
    }

    /** A record is not tried before all earlier ones of its key are dealt with or in the same batch. */
    private void checkOrder(List<String> numbers) {
        Set<BigInteger> before = new HashSet<>();
        for (String number : numbers) {
            BigInteger mine = new BigInteger(number);
            Put record = record(number);
            records.headMap(mine).forEach((other, earlier) -> {
                boolean sameKey = earlier.key.equals(record.key) && earlier.shardId.equals(record.shardId);
                if (sameKey && !earlier.dealtWith && !before.contains(other)) {
                    violations.add("%s overtakes %s".formatted(record.data, earlier.data));
                }
            });
            before.add(mine);
        }
    }

    @Override
    public boolean exists(String name) {
        return true;
    }

    @Override
    public String roleArn(String name) {
        return "arn:aws:iam::000000000000:role/r";
    }

    @Override
    public void check(String targetArn) {}

    @Override
    public synchronized CompletionStage<Void> send(String targetArn, Delivery delivery) {
        for (JsonNode one : MappedStream.tree(delivery.body().utf8()).at("/payload/Records")) {
            Put record = record(one.at("/kinesis/sequenceNumber").asText());
            record.dealtWith = true;
            discarded.add(record.data);
        }
        return CompletableFuture.completedFuture(null);
    }

    synchronized boolean isDealtWith() {
        return records.values().stream().allMatch(record -> record.dealtWith);
    }

    synchronized long delivered() {
        return order.size();
    }

    synchronized List<String> discarded() {
        return List.copyOf(discarded);
    }

    synchronized List<String> order() {
        return List.copyOf(order);
    }

    List<String> violations() {
        return violations;
    }

    /** The lowest sequence number that the function saw since {@link #map}. */
    synchronized BigInteger lowestSinceMapping() {
        return invoked.first();
    }

    /** What the lease table has, by shard: a sequence number, {@code SHARD_END}, or where the reader is to begin. */
    Map<String, String> checkpoints() {
        Map<String, String> found = new HashMap<>();
        for (String table : dynamoDb.listTables().tableNames()) {
            if (table.startsWith("it-s-f-")) {
                for (Map<String, AttributeValue> item :
                        dynamoDb.scan(r -> r.tableName(table)).items()) {
                    String lease = item.getOrDefault("leaseKey", AttributeValue.fromS(""))
                            .s();
                    if (lease.startsWith("shardId-") && item.containsKey("checkpoint")) {
                        found.put(lease, item.get("checkpoint").s());
                    }
                }
            }
        }
        return found;
    }

    /** Nothing at or before a checkpoint is open. */
    void checkCheckpoints() {
        Map<String, String> seen = checkpoints();
        synchronized (this) {
            records.forEach((number, record) -> {
                String checkpoint = seen.getOrDefault(record.shardId, "");
                boolean passed = checkpoint.equals("SHARD_END")
                        || (isNumber(checkpoint) && number.compareTo(new BigInteger(checkpoint)) <= 0);
                if (passed && !record.dealtWith) {
                    violations.add("checkpoint %s of %s passes %s".formatted(checkpoint, record.shardId, record.data));
                }
            });
        }
    }

    private static boolean isNumber(String checkpoint) {
        return !checkpoint.isEmpty() && checkpoint.chars().allMatch(Character::isDigit);
    }

    /** Whether the last record of each shard is. */
    boolean isCheckpointed() {
        Map<String, String> seen = checkpoints();
        Map<String, BigInteger> last = new HashMap<>();
        synchronized (this) {
            records.forEach((number, record) -> last.put(record.shardId, number));
        }
        return last.entrySet().stream().allMatch(shard -> {
            String checkpoint = seen.getOrDefault(shard.getKey(), "");
            return checkpoint.equals("SHARD_END")
                    || checkpoint.equals(shard.getValue().toString());
        });
    }

    /** How many records are in other lanes than a key is. */
    synchronized long recordsBeside(String key, int lanes) {
        return records.values().stream()
                .filter(record -> FeedReader.laneOf(record.key, lanes) != FeedReader.laneOf(key, lanes))
                .count();
    }

    @Override
    public void close() {
        unmap();
        dynamoDb.close();
        endpoint.close();
        tables.close();
        served.streams().close();
        time.close();
    }
}
