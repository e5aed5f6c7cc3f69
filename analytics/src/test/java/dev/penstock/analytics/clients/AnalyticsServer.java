package dev.penstock.analytics.clients;

import dev.penstock.analytics.Analytics;
import dev.penstock.analytics.AnalyticsFactory;
import dev.penstock.analytics.AnalyticsServices;
import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.time.SystemTime;
import dev.penstock.platform.wire.AwsEndpoint;
import dev.penstock.stream.LocalStreams;
import dev.penstock.stream.ShardReader;
import dev.penstock.stream.StartingPosition;
import dev.penstock.stream.StreamFactory;
import dev.penstock.stream.StreamSettings;
import dev.penstock.stream.StreamSpec;
import dev.penstock.stream.StreamSubscription;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** Applications and streams behind one HTTP port: what clients connect to. There is an object {@code names.csv}. */
final class AnalyticsServer implements AutoCloseable {
    private static final String ACCOUNT = ":us-east-1:000000000000:";
    static final String IN = "arn:aws:kinesis" + ACCOUNT + "stream/in";
    static final String OUT = "arn:aws:kinesis" + ACCOUNT + "stream/out";
    static final String FUNCTION = "arn:aws:lambda" + ACCOUNT + "function:f";
    static final String LOG = "arn:aws:logs" + ACCOUNT + "log-group:g:log-stream:s";
    static final String ROLE = "arn:aws:iam::000000000000:role/r";
    static final String BUCKET = "arn:aws:s3:::tables";
    static final String CODE = "CREATE STREAM OUT_STREAM (N INTEGER); "
            + "CREATE PUMP P AS INSERT INTO OUT_STREAM SELECT STREAM N FROM IN_001;";

    private final SystemTime time = new SystemTime();
    private final AwsEndpoint endpoint = new AwsEndpoint("127.0.0.1", 0);
    private final LocalStreams streams = StreamFactory.local(AwsIdentity.DEFAULT, time, StreamSettings.defaults());
    private final Analytics analytics;

    AnalyticsServer() {
        AnalyticsServices services = new AnalyticsServices(
                AnalyticsServices.NONE.functions(),
                (bucket, key) -> key.equals("names.csv")
                        ? CompletableFuture.completedFuture(Bytes.utf8("1,one\n2,two\n"))
                        : CompletableFuture.failedFuture(new AwsException("NoSuchKey", 404, "no " + key)),
                AnalyticsServices.NONE.deliveries());
        endpoint.register(streams.api());
        analytics = AnalyticsFactory.local(AwsIdentity.DEFAULT, time, streams.streams(), services);
        AnalyticsFactory.serve(analytics, AwsIdentity.DEFAULT, time, streams.streams(), services, endpoint);
        endpoint.start();
        streams.streams().start();
        streams.streams().create(new StreamSpec("in", 1, StreamSpec.DEFAULT_RETENTION));
        streams.streams().create(new StreamSpec("out", 1, StreamSpec.DEFAULT_RETENTION));
    }

    URI uri() {
        return endpoint.uri();
    }

    void put(String record) throws Exception {
        streams.streams()
                .put("in", "k", Bytes.utf8(record))
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS);
    }

    /** What applications have sent so far. */
    List<String> sent() {
        List<ShardReader> readers = new CopyOnWriteArrayList<>();
        List<String> records = new ArrayList<>();
        StreamSubscription subscription =
                streams.streams().subscribe("out", "test", new StartingPosition.TrimHorizon(), readers::add);
        readers.forEach(reader -> reader.poll(1000, Long.MAX_VALUE)
                .forEach(record -> records.add(record.data().utf8())));
        subscription.close();
        return records;
    }

    /** By the clock of the server. */
    Instant now() {
        return time.now();
    }

    @Override
    public void close() {
        analytics.close();
        endpoint.close();
        streams.streams().close();
        time.close();
    }
}
