package dev.penstock.analytics.wire;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.analytics.Analytics;
import dev.penstock.analytics.AnalyticsFactory;
import dev.penstock.analytics.AnalyticsServices;
import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.data.Json;
import dev.penstock.platform.time.TestTime;
import dev.penstock.platform.wire.AwsJsonService;
import dev.penstock.platform.wire.WireRequest;
import dev.penstock.platform.wire.WireResponse;
import dev.penstock.stream.ShardReader;
import dev.penstock.stream.StartingPosition;
import dev.penstock.stream.StreamFactory;
import dev.penstock.stream.StreamSettings;
import dev.penstock.stream.StreamSpec;
import dev.penstock.stream.StreamSubscription;
import dev.penstock.stream.Streams;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** Both versions of the API over a real engine, without a server between. */
final class Api implements AutoCloseable {
    static final String STREAMS = "arn:aws:kinesis:us-east-1:000000000000:stream/";
    static final String ROLE = "arn:aws:iam::000000000000:role/r";
    static final String CODE = "CREATE STREAM OUT_STREAM (N INTEGER); "
            + "CREATE PUMP P AS INSERT INTO OUT_STREAM SELECT STREAM N FROM IN_001;";

    final TestTime time = TestTime.at("2026-01-01T00:00:00Z");
    final Streams streams = StreamFactory.local(AwsIdentity.DEFAULT, time, StreamSettings.defaults())
            .streams();
    final List<JsonNode> events = new CopyOnWriteArrayList<>();
    final Analytics analytics;
    final List<AwsJsonService> services;
    volatile java.util.function.Function<JsonNode, String> function = event -> "{}";

    Api() {
        streams.start();
        streams.create(new StreamSpec("in", 1, StreamSpec.DEFAULT_RETENTION));
        streams.create(new StreamSpec("out", 1, StreamSpec.DEFAULT_RETENTION));
        AnalyticsServices around = new AnalyticsServices(
                (arn, event) -> {
                    JsonNode tree = tree(event);
                    events.add(tree);
                    return CompletableFuture.completedFuture(Bytes.utf8(function.apply(tree)));
                },
                (bucket, key) -> key.equals("names.csv")
                        ? CompletableFuture.completedFuture(Bytes.utf8("1,one\n2,two\n"))
                        : CompletableFuture.failedFuture(new AwsException("NoSuchKey", 404, "no " + key)),
                AnalyticsServices.NONE.deliveries());
        analytics = AnalyticsFactory.local(AwsIdentity.DEFAULT, time, streams, around);
        services = AnalyticsApi.services(analytics, AwsIdentity.DEFAULT, time, streams, around);
    }

    private static JsonNode tree(Bytes body) {
        try {
            return Json.MAPPER.readTree(body.isEmpty() ? "{}" : body.utf8());
        } catch (java.io.IOException malformed) {
            throw new AssertionError(body.utf8(), malformed);
        }
    }

    /** The answer, or the error with its status. */
    record Answer(int status, JsonNode body) {
        String error() {
            String type = body.path("__type").asText();
            return type.substring(type.indexOf('#') + 1) + ": "
                    + body.path(body.has("message") ? "message" : "Message").asText();
        }
    }

    Answer first(String operation, String input) {
        return call(0, "KinesisAnalytics_20150814." + operation, input);
    }

    Answer second(String operation, String input) {
        return call(1, "KinesisAnalytics_20180523." + operation, input);
    }

    private Answer call(int version, String target, String input) {
        DefaultHttpHeaders headers = new DefaultHttpHeaders();
        headers.set("X-Amz-Target", target).set("Content-Type", "application/x-amz-json-1.1");
        try {
            WireResponse response = services.get(version)
                    .handle(new WireRequest("POST", "/", "", headers, Bytes.utf8(input.replace('\'', '"'))))
                    .toCompletableFuture()
                    .get(30, TimeUnit.SECONDS);
            return new Answer(response.status(), tree(response.body()));
        } catch (Exception failure) {
            throw new AssertionError(target, failure);
        }
    }

    /** An input over stream {@code in} with the column N, and one over any other columns. */
    static String input(String more) {
        return "{'NamePrefix':'IN','KinesisStreamsInput':{'ResourceARN':'" + STREAMS + "in','RoleARN':'" + ROLE + "'},"
                + "'InputSchema':{'RecordFormat':{'RecordFormatType':'JSON','MappingParameters':"
                + "{'JSONMappingParameters':{'RecordRowPath':'$'}}},'RecordEncoding':'UTF-8','RecordColumns':"
                + "[{'Name':'N','SqlType':'INTEGER','Mapping':'$.n'}]}" + more + "}";
    }

    static String output() {
        return "{'Name':'OUT_STREAM','KinesisStreamsOutput':{'ResourceARN':'" + STREAMS + "out','RoleARN':'" + ROLE
                + "'},'DestinationSchema':{'RecordFormatType':'JSON'}}";
    }

    void put(String record) {
        try {
            streams.put("in", "k", Bytes.utf8(record)).toCompletableFuture().get(30, TimeUnit.SECONDS);
        } catch (Exception failure) {
            throw new AssertionError("the stream did not take the record", failure);
        }
        time.settle();
    }

    List<String> sent() {
        List<ShardReader> readers = new CopyOnWriteArrayList<>();
        List<String> records = new ArrayList<>();
        StreamSubscription subscription =
                streams.subscribe("out", "test", new StartingPosition.TrimHorizon(), readers::add);
        readers.forEach(reader -> reader.poll(1000, Long.MAX_VALUE)
                .forEach(record -> records.add(record.data().utf8())));
        subscription.close();
        return records;
    }

    @Override
    public void close() {
        analytics.close();
        streams.close();
    }
}
