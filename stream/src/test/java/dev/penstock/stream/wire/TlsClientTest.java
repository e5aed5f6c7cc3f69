package dev.penstock.stream.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.time.SystemTime;
import dev.penstock.platform.wire.AwsEndpoint;
import dev.penstock.stream.LocalStreams;
import dev.penstock.stream.StreamFactory;
import dev.penstock.stream.StreamSettings;
import java.net.URI;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.Protocol;
import software.amazon.awssdk.http.ProtocolNegotiation;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpConfigurationOption;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.utils.AttributeMap;

/** The AWS SDK for Java over TLS on the port of everything else, in the ways in which it chooses its protocol. */
class TlsClientTest {
    private static final AttributeMap TRUST_ALL = AttributeMap.builder()
            .put(SdkHttpConfigurationOption.TRUST_ALL_CERTIFICATES, true)
            .build();
    private static final SystemTime TIME = new SystemTime();
    private static final AwsEndpoint ENDPOINT = new AwsEndpoint("127.0.0.1", 0);

    @BeforeAll
    static void start() {
        LocalStreams local = StreamFactory.local(AwsIdentity.DEFAULT, TIME, StreamSettings.defaults());
        ENDPOINT.register(local.api());
        ENDPOINT.start();
    }

    @AfterAll
    static void stop() {
        ENDPOINT.close();
        TIME.close();
    }

    @Test
    void syncClientSpeaksHttp1() {
        try (SdkHttpClient http = UrlConnectionHttpClient.builder().buildWithDefaults(TRUST_ALL);
                KinesisClient client = KinesisClient.builder()
                        .endpointOverride(address())
                        .httpClient(http)
                        .build()) {
            client.createStream(r -> r.streamName("sync").shardCount(1));
            client.waiter().waitUntilStreamExists(r -> r.streamName("sync"));

            assertThat(client.putRecord(
                                    r -> r.streamName("sync").partitionKey("k").data(SdkBytes.fromUtf8String("hello")))
                            .sequenceNumber())
                    .isNotEmpty();
        }
    }

    @Test
    void asyncClientSpeaksHttp2WithoutNegotiatingIt() {
        putsARecord("assumed", ProtocolNegotiation.ASSUME_PROTOCOL);
    }

    @Test
    void asyncClientNegotiatesHttp2() {
        putsARecord("negotiated", ProtocolNegotiation.ALPN);
    }

    private static void putsARecord(String stream, ProtocolNegotiation negotiation) {
        try (var http = NettyNioAsyncHttpClient.builder()
                        .protocol(Protocol.HTTP2)
                        .protocolNegotiation(negotiation)
                        .buildWithDefaults(TRUST_ALL);
                KinesisAsyncClient client = KinesisAsyncClient.builder()
                        .endpointOverride(address())
                        .httpClient(http)
                        .build()) {
            client.createStream(r -> r.streamName(stream).shardCount(1)).join();
            client.waiter().waitUntilStreamExists(r -> r.streamName(stream)).join();

            assertThat(client.putRecord(
                                    r -> r.streamName(stream).partitionKey("k").data(SdkBytes.fromUtf8String("hello")))
                            .join()
                            .sequenceNumber())
                    .isNotEmpty();
        }
    }

    private static URI address() {
        return URI.create("https://localhost:" + ENDPOINT.port());
    }
}
