package dev.penstock.platform.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.penstock.platform.time.TestTime;
import dev.penstock.platform.wire.AwsEndpoint;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.CloudWatchException;
import software.amazon.awssdk.services.cloudwatch.model.Datapoint;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.DimensionFilter;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataResponse;
import software.amazon.awssdk.services.cloudwatch.model.InvalidParameterValueException;
import software.amazon.awssdk.services.cloudwatch.model.ListMetricsResponse;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.cloudwatch.model.MissingRequiredParameterException;
import software.amazon.awssdk.services.cloudwatch.model.ScanBy;
import software.amazon.awssdk.services.cloudwatch.model.StandardUnit;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;

/** The AWS SDK for Java as its users configure it; it speaks Smithy RPC v2 CBOR. */
class CloudWatchSdkTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final TestTime time = TestTime.at(START);
    private final MetricStore store = new MetricStore(time, MetricStore.DEFAULT_MAX_BYTES);
    private final AwsEndpoint endpoint = new AwsEndpoint("127.0.0.1", 0);
    private final ConcurrentLinkedQueue<Map<String, List<String>>> headers = new ConcurrentLinkedQueue<>();
    private CloudWatchClient metrics;

    @BeforeEach
    void start() {
        store.serve(endpoint);
        endpoint.start();
        ExecutionInterceptor keepHeaders = new ExecutionInterceptor() {
            @Override
            public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes attributes) {
                Map<String, List<String>> sent = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
                sent.putAll(context.httpRequest().headers());
                headers.add(sent);
            }
        };
        metrics = CloudWatchClient.builder()
                .endpointOverride(endpoint.uri())
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .overrideConfiguration(
                        c -> c.retryStrategy(r -> r.maxAttempts(1)).addExecutionInterceptor(keepHeaders))
                .build();
    }

    @AfterEach
    void stop() {
        metrics.close();
        endpoint.close();
    }

    private void put(Consumer<MetricDatum.Builder> datum) {
        metrics.putMetricData(r -> r.namespace("app")
                .metricData(MetricDatum.builder().applyMutation(datum).build()));
    }

    @Test
    void valuesAreReadBackPeriodByPeriod() {
        put(d -> d.metricName("Records").value(3.0).unit(StandardUnit.COUNT));
        put(d -> d.metricName("Records").value(5.5).unit(StandardUnit.COUNT).timestamp(START.plusSeconds(59)));
        put(d -> d.metricName("Records").value(7.0).unit(StandardUnit.COUNT).timestamp(START.plusSeconds(60)));

        List<Datapoint> points = metrics.getMetricStatistics(r -> r.namespace("app")
                        .metricName("Records")
                        .startTime(START)
                        .endTime(START.plusSeconds(120))
                        .period(60)
                        .statistics(
                                Statistic.AVERAGE,
                                Statistic.SUM,
                                Statistic.MINIMUM,
                                Statistic.MAXIMUM,
                                Statistic.SAMPLE_COUNT))
                .datapoints();

        assertThat(points)
                .containsExactly(
                        Datapoint.builder()
                                .timestamp(START)
                                .sampleCount(2.0)
                                .average(4.25)
                                .sum(8.5)
                                .minimum(3.0)
                                .maximum(5.5)
                                .unit(StandardUnit.COUNT)
                                .build(),
                        Datapoint.builder()
                                .timestamp(START.plusSeconds(60))
                                .sampleCount(1.0)
                                .average(7.0)
                                .sum(7.0)
                                .minimum(7.0)
                                .maximum(7.0)
                                .unit(StandardUnit.COUNT)
                                .build());
    }

    @Test
    void statisticSetsAndValuesWithCountsAreAddedUp() {
        put(d -> d.metricName("m")
                .statisticValues(s -> s.sampleCount(4.0).sum(10.0).minimum(1.0).maximum(4.0)));
        put(d -> d.metricName("m").values(10.0, 20.0).counts(2.0, 1.0));

        assertThat(store.total(new Metric("app", "m", List.of()))).contains(new Statistics(7, 50, 1, 20));
    }

    @Test
    void metricsAreListedByNameAndDimension() {
        Dimension shard = Dimension.builder()
                .name("ShardId")
                .value("shardId-000000000000")
                .build();
        put(d -> d.metricName("a").value(1.0).dimensions(shard));
        put(d -> d.metricName("b").value(1.0));

        ListMetricsResponse all = metrics.listMetrics(r -> r.namespace("app"));
        ListMetricsResponse ofShards = metrics.listMetrics(
                r -> r.dimensions(DimensionFilter.builder().name("ShardId").build()));

        assertThat(all.metrics()).extracting(m -> m.metricName()).containsExactly("a", "b");
        assertThat(ofShards.metrics()).hasSize(1);
        assertThat(ofShards.metrics().get(0).dimensions()).containsExactly(shard);
        assertThat(metrics.listMetrics(r -> r.namespace("other")).metrics()).isEmpty();
    }

    @Test
    void manyMetricsComeInPages() {
        List<MetricDatum> data = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            data.add(MetricDatum.builder()
                    .metricName("m%04d".formatted(i))
                    .value(1.0)
                    .build());
        }

        metrics.putMetricData(r -> r.namespace("app").metricData(data));

        assertThat(headers.element()).containsEntry("Content-Encoding", List.of("gzip"));
        assertThat(metrics.listMetrics(r -> r.namespace("app")).metrics()).hasSize(500);
        assertThat(metrics.listMetricsPaginator(r -> r.namespace("app")).metrics().stream()
                        .map(m -> m.metricName())
                        .distinct())
                .hasSize(1_000);
    }

    @Test
    void metricDataComesNewestFirstAndInPages() {
        for (int minute = 0; minute < 3; minute++) {
            Instant at = START.plusSeconds(60L * minute);
            double value = minute;
            put(d -> d.metricName("m").value(value).timestamp(at));
        }

        GetMetricDataResponse first = data(null, null);
        GetMetricDataResponse second = data(first.nextToken(), null);
        GetMetricDataResponse ascending = data(null, ScanBy.TIMESTAMP_ASCENDING);

        assertThat(first.metricDataResults().get(0).values()).containsExactly(2.0, 1.0);
        assertThat(first.metricDataResults().get(0).statusCodeAsString()).isEqualTo("PartialData");
        assertThat(second.metricDataResults().get(0).values()).containsExactly(0.0);
        assertThat(second.metricDataResults().get(0).timestamps()).containsExactly(START);
        assertThat(second.nextToken()).isNull();
        assertThat(ascending.metricDataResults().get(0).values()).containsExactly(0.0, 1.0);
    }

    private GetMetricDataResponse data(@Nullable String token, @Nullable ScanBy order) {
        return metrics.getMetricData(r -> r.startTime(START)
                .endTime(START.plusSeconds(600))
                .maxDatapoints(2)
                .nextToken(token)
                .scanBy(order)
                .metricDataQueries(MetricDataQuery.builder()
                        .id("one")
                        .metricStat(s -> s.stat("Sum")
                                .period(60)
                                .metric(m -> m.namespace("app").metricName("m")))
                        .build()));
    }

    @Test
    void refusalsAreTypedAndKeepNothing() {
        assertThatExceptionOfType(MissingRequiredParameterException.class)
                .isThrownBy(() -> metrics.putMetricData(r -> r.namespace("app")
                        .metricData(
                                MetricDatum.builder()
                                        .metricName("good")
                                        .value(1.0)
                                        .build(),
                                MetricDatum.builder().metricName("bad").build())))
                .withMessageContaining("The parameter MetricData.member.2.Value is required.")
                .satisfies(e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("MissingParameter"));
        assertThatExceptionOfType(InvalidParameterValueException.class)
                .isThrownBy(() -> put(d -> d.metricName("m").value(Double.POSITIVE_INFINITY)))
                .withMessageContaining("MetricData.member.1.Value");
        assertThatExceptionOfType(InvalidParameterValueException.class)
                .isThrownBy(() -> put(d -> d.metricName("m").value(1.0).timestamp(START.plusSeconds(7_201))))
                .withMessageContaining("no more than two hours in the future");

        assertThat(store.metrics()).isEmpty();
    }

    @Test
    void whatIsNotThereIsRefusedByName() {
        assertThatExceptionOfType(CloudWatchException.class)
                .isThrownBy(() -> metrics.describeAlarms())
                .withMessageContaining("Penstock does not have DescribeAlarms of CloudWatch");
        assertThatExceptionOfType(CloudWatchException.class)
                .isThrownBy(() -> metrics.getMetricStatistics(r -> r.namespace("app")
                        .metricName("m")
                        .startTime(START)
                        .endTime(START.plusSeconds(60))
                        .period(60)
                        .extendedStatistics("p99")))
                .withMessageContaining("Penstock does not have ExtendedStatistics of CloudWatch");
    }
}
