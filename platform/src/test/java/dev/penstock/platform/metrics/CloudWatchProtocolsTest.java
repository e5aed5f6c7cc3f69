package dev.penstock.platform.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.platform.time.TestTime;
import dev.penstock.platform.wire.AwsEndpoint;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What other clients send, byte by byte: forms (SDKs before 2025), JSON 1.0 (botocore). */
class CloudWatchProtocolsTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final String FORM = "application/x-www-form-urlencoded; charset=utf-8";
    private static final Metric METRIC =
            new Metric("app", "m", List.of(new Metric.Dimension("a", "1"), new Metric.Dimension("b", "x<y")));

    private final MetricStore store = new MetricStore(TestTime.at(START), MetricStore.DEFAULT_MAX_BYTES);
    private final AwsEndpoint endpoint = new AwsEndpoint("127.0.0.1", 0);
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @BeforeEach
    void start() {
        store.serve(endpoint);
        endpoint.start();
    }

    @AfterEach
    void stop() {
        endpoint.close();
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create(endpoint.uri() + path));
    }

    private HttpResponse<String> form(String form) throws IOException, InterruptedException {
        return send(to("/").header("Content-Type", FORM)
                .POST(HttpRequest.BodyPublishers.ofString("Version=2010-08-01&" + form)));
    }

    private HttpResponse<String> json(String operation, String json) throws IOException, InterruptedException {
        return send(to("/").header("Content-Type", "application/x-amz-json-1.0")
                .header("X-Amz-Target", "GraniteServiceVersion20100801." + operation)
                .POST(HttpRequest.BodyPublishers.ofString(json)));
    }

    @Test
    void formPutsAndReadsMetrics() throws Exception {
        HttpResponse<String> put = form("Action=PutMetricData&Namespace=app&MetricData.member.1.MetricName=m"
                + "&MetricData.member.1.Dimensions.member.2.Name=b&MetricData.member.1.Dimensions.member.2.Value=x%3Cy"
                + "&MetricData.member.1.Dimensions.member.1.Name=a&MetricData.member.1.Dimensions.member.1.Value=1"
                + "&MetricData.member.1.Timestamp=2026-01-01T00%3A00%3A01Z&MetricData.member.1.Value=2.5");
        HttpResponse<String> list = form("Action=ListMetrics&Dimensions=");
        HttpResponse<String> read = form("Action=GetMetricStatistics&Namespace=app&MetricName=m&Period=60"
                + "&StartTime=2026-01-01T00%3A00%3A00Z&EndTime=2026-01-01T00%3A01%3A00%2B00%3A00"
                + "&Statistics.member.1=Sum"
                + "&Dimensions.member.1.Name=a&Dimensions.member.1.Value=1"
                + "&Dimensions.member.2.Name=b&Dimensions.member.2.Value=x%3Cy");

        assertThat(put.statusCode()).isEqualTo(200);
        assertThat(put.body())
                .startsWith("<PutMetricDataResponse xmlns=\"http://monitoring.amazonaws.com/doc/2010-08-01/\">"
                        + "<ResponseMetadata><RequestId>");
        assertThat(store.total(METRIC)).contains(Statistics.of(2.5));
        assertThat(list.body())
                .contains("<ListMetricsResult><Metrics><member><Namespace>app</Namespace><MetricName>m</MetricName>"
                        + "<Dimensions><member><Name>a</Name><Value>1</Value></member>"
                        + "<member><Name>b</Name><Value>x&lt;y</Value></member></Dimensions></member></Metrics>"
                        + "</ListMetricsResult>");
        assertThat(read.body())
                .contains("<Label>m</Label><Datapoints><member><Timestamp>2026-01-01T00:00:00Z</Timestamp>"
                        + "<Sum>2.5</Sum><Unit>None</Unit></member></Datapoints>");
    }

    @Test
    void formMayBePackedWhenItIsSigned() throws Exception {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(("Action=PutMetricData&Version=2010-08-01&Namespace=app&MetricData.member.1.MetricName=m"
                            + "&MetricData.member.1.Value=1")
                    .getBytes(StandardCharsets.UTF_8));
        }

        HttpResponse<String> put = send(to("/").header("Content-Type", FORM)
                .header("Content-Encoding", "gzip")
                .header(
                        "Authorization",
                        "AWS4-HMAC-SHA256 Credential=t/20260101/us-east-1/monitoring/aws4_request,"
                                + " SignedHeaders=host;x-amz-date, Signature=0")
                .header("X-Amz-Date", "20260101T000000Z")
                .POST(HttpRequest.BodyPublishers.ofByteArray(packed.toByteArray())));

        assertThat(put.statusCode()).isEqualTo(200);
        assertThat(store.metrics()).hasSize(1);
    }

    @Test
    void jsonPutsAndReadsMetrics() throws Exception {
        HttpResponse<String> put = json("PutMetricData", """
                {"Namespace": "app", "MetricData": [{"MetricName": "m", "Value": 2, "Timestamp": 1767225601.5}]}""");
        HttpResponse<String> read = json("GetMetricStatistics", """
                {"Namespace": "app", "MetricName": "m", "Period": 1, "Statistics": ["Maximum"],
                "StartTime": 1767225600, "EndTime": 1767225660}""");

        assertThat(put.statusCode()).isEqualTo(200);
        assertThat(put.headers().firstValue("Content-Type")).contains("application/x-amz-json-1.0");
        assertThat(read.body())
                .isEqualTo(
                        "{\"Label\":\"m\",\"Datapoints\":[{\"Timestamp\":1767225601,\"Maximum\":2.0,\"Unit\":\"None\"}]}");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "Action=PutMetricData&MetricData.member.1.MetricName=m | MissingParameter | The parameter Namespace is required.",
                "Action=PutMetricData&Namespace=AWS/Kinesis | InvalidParameterValue | The value AWS/ for parameter Namespace",
                "Action=PutMetricData&Namespace=a&MetricData=x | MalformedInput | The parameter MetricData is not a list.",
                "Action=PutMetricData&Namespace=a&MetricData.member.1=x | MalformedInput | not a list of structures",
                "Action=PutMetricData&Namespace=a&MetricData.member.1.MetricName=m&MetricData.member.1.Value=NaN | InvalidParameterValue | The value NaN for parameter MetricData.member.1.Value is invalid.",
                "Action=PutMetricData&Namespace=a&MetricData.member.1.MetricName=m&MetricData.member.1.Value=x | MalformedInput | MetricData.member.1.Value is not a number",
                "Action=PutMetricAlarm | InvalidAction | Penstock does not have PutMetricAlarm of CloudWatch; it has [GetMetricData",
                "Namespace=a | MissingAction | The form has no Action.",
                "Action=%ZZ | MalformedQueryString | cannot be read",
                "Action=ListMetrics&NextToken=%21 | InvalidNextToken | NextToken",
                "a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p.q.r=1 | MalformedQueryString | more than 16 parts",
            })
    void formIsRefusedInXml(String form, String code, String message) throws Exception {
        HttpResponse<String> refused = form(form);

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body())
                .startsWith("<ErrorResponse xmlns=\"http://monitoring.amazonaws.com/doc/2010-08-01/\"><Error>"
                        + "<Type>Sender</Type><Code>" + code + "</Code><Message>")
                .contains(message);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[1] | SerializationException",
                "{\"Namespace\": | SerializationException",
                "{\"Namespace\": 7, \"MetricData\": []} | MalformedInput",
                "{\"Namespace\": \"a\", \"MetricData\": [{\"MetricName\": \"m\", \"Value\": 1, \"Timestamp\": 1e300}]} | InvalidParameterValueException",
            })
    void malformedJsonIsRefusedInJson(String body, String code) throws Exception {
        HttpResponse<String> refused = json("PutMetricData", body);

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.headers().firstValue("x-amzn-ErrorType")).contains(code);
    }

    @Test
    void bodyThatIsNotGzipIsRefused() throws Exception {
        HttpResponse<String> refused = send(to("/service/GraniteServiceVersion20100801/operation/PutMetricData")
                .header("Content-Type", "application/cbor")
                .header("Content-Encoding", "gzip")
                .POST(HttpRequest.BodyPublishers.ofString("no")));

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.headers().firstValue("smithy-protocol")).contains("rpc-v2-cbor");
        assertThat(refused.body()).contains("MalformedInput");
    }
}
