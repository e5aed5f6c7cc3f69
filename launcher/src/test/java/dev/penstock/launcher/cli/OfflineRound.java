package dev.penstock.launcher.cli;

import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * A process that starts {@code up} with streams on disk and asks its services over TLS, for a place where nothing but
 * loopback can be reached. It prints {@code round 200 200 200} when all three answered. The argument is the working
 * directory.
 */
final class OfflineRound {
    private static final String FORM = "application/x-www-form-urlencoded";

    private final HttpClient http;
    private final URI endpoint;

    private OfflineRound(URI endpoint) throws Exception {
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, new TrustManager[] {new TrustingAll()}, null);
        http = HttpClient.newBuilder().sslContext(tls).build();
        this.endpoint = endpoint;
    }

    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of(arguments[0]);
        Files.writeString(
                directory.resolve("template.yaml"),
                "Resources: {Events: {Type: 'AWS::Kinesis::Stream', Properties: {Name: events, ShardCount: 1}}}");
        Files.writeString(directory.resolve("penstock.yaml"), "stream: {persistence: ./kept}");
        try (PenstockProcess up =
                PenstockProcess.start(directory, "up", "template.yaml", "--port", "0", "--mqtt-port", "0")) {
            up.awaitLine("Ready.", 120);
            OfflineRound round = new OfflineRound(URI.create("https" + up.find("http(://127\\.0\\.0\\.1:\\d+)")));
            System.out.printf("round %d %d %d%n", round.put(), round.metric(), round.identity());
            up.interrupt();
            System.out.println("up ended with " + up.awaitExit(120));
        }
    }

    private int put() throws Exception {
        return status(HttpRequest.newBuilder(endpoint)
                .header("X-Amz-Target", "Kinesis_20131202.PutRecord")
                .header("Content-Type", "application/x-amz-json-1.1")
                .POST(BodyPublishers.ofString("""
                        {"StreamName": "events", "PartitionKey": "k", "Data": "eA=="}""")));
    }

    private int metric() throws Exception {
        return form("Action=PutMetricData&Version=2010-08-01&Namespace=n"
                + "&MetricData.member.1.MetricName=m&MetricData.member.1.Value=1");
    }

    private int identity() throws Exception {
        return form("Action=GetCallerIdentity&Version=2011-06-15");
    }

    private int form(String form) throws Exception {
        return status(
                HttpRequest.newBuilder(endpoint).header("Content-Type", FORM).POST(BodyPublishers.ofString(form)));
    }

    private int status(HttpRequest.Builder request) throws Exception {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString()).statusCode();
    }

    /** Names are not checked either: a trust manager of this kind has to do that itself. */
    private static final class TrustingAll extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
