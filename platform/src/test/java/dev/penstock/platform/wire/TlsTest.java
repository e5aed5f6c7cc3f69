package dev.penstock.platform.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.lifecycle.StartException;
import dev.penstock.platform.time.TestTime;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TlsTest {
    private static final WireHandler ECHO = request -> CompletableFuture.completedFuture(WireResponse.of(
            200, "text/plain", Bytes.utf8(request.path() + " " + request.body().length())));
    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final LocalCertificate ours = LocalCertificate.selfSigned("localhost");

    @TempDir
    private Path folder;

    private AwsEndpoint endpoint = new AwsEndpoint("127.0.0.1", 0);

    @AfterEach
    void close() {
        endpoint.close();
    }

    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void clientThatNegotiatesIsAnsweredInWhatItPrefers(HttpClient.Version version) throws Exception {
        start(withOurCertificate());
        HttpClient client = HttpClient.newBuilder()
                .version(version)
                .sslContext(trusting(ours.certificate()))
                .build();

        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(URI.create("https://localhost:%d/echo".formatted(endpoint.port())))
                        .timeout(Duration.ofSeconds(30))
                        .POST(BodyPublishers.ofByteArray(new byte[1_000_000]))
                        .build(),
                BodyHandlers.ofString());

        assertThat(answer.body()).isEqualTo("/echo 1000000");
        assertThat(answer.version()).isEqualTo(version);
    }

    @Test
    void clientThatDoesNotNegotiateMaySpeakHttp2() throws Exception {
        start(withOurCertificate());

        try (SSLSocket socket = handshake()) {
            socket.getOutputStream().write(PREFACE);
            socket.getOutputStream().write(new byte[] {0, 0, 0, 4, 0, 0, 0, 0, 0}); // empty SETTINGS
            InputStream in = socket.getInputStream();
            byte[] first = in.readNBytes(9);

            assertThat(socket.getApplicationProtocol()).isEmpty();
            assertThat(first[3]).as("type of the first frame").isEqualTo((byte) 4);
        }
    }

    @Test
    void clientThatDoesNotNegotiateMaySpeakHttp1() throws Exception {
        start(withOurCertificate());

        try (SSLSocket socket = handshake()) {
            socket.getOutputStream()
                    .write("GET /echo HTTP/1.1\r\nConnection: close\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .startsWith("HTTP/1.1 200 ")
                    .endsWith("/echo 0");
        }
    }

    @Test
    void certificateThatNobodyGaveIsGoodForThisMachine() throws Exception {
        start(EndpointSettings.of("127.0.0.1", 0));

        try (SSLSocket socket =
                (SSLSocket) trustingAll().getSocketFactory().createSocket("127.0.0.1", endpoint.port())) {
            socket.startHandshake();
            X509Certificate shown = (X509Certificate) socket.getSession().getPeerCertificates()[0];

            assertThat(shown.getSubjectAlternativeNames())
                    .extracting(name -> (Object) name.get(1))
                    .contains("localhost", "127.0.0.1", "0:0:0:0:0:0:0:1");
            shown.verify(shown.getPublicKey());
        }
    }

    @Test
    void clearTextIsServedOnTheSamePort() throws Exception {
        start(EndpointSettings.of("127.0.0.1", 0));

        try (RawConnection connection = new RawConnection(endpoint.port())) {
            assertThat(connection.send(RawConnection.post("/echo", "abc")).body())
                    .isEqualTo("/echo 3");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u0016\u0003\u0001",
                "\u0016garbage that is no handshake at all",
                "\u0016\u0003\u0001\u0000\u0005hello"
            })
    void brokenHandshakeEndsTheConnectionOnly(String beginning) throws Exception {
        start(withOurCertificate());

        try (RawConnection broken = new RawConnection(endpoint.port()).send(beginning);
                RawConnection good = new RawConnection(endpoint.port())) {
            assertThat(good.send(RawConnection.post("/echo", "")).body()).isEqualTo("/echo 0");
            broken.finish();

            assertThat(broken.isEndedByServer()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"missing.pem", "garbage.pem"})
    void certificateThatCannotBeUsedIsAStartError(String name) throws IOException {
        Path certificate = folder.resolve(name);
        Path key = Files.writeString(folder.resolve("key.pem"), "no key");
        if (name.startsWith("garbage")) {
            Files.writeString(certificate, "no certificate");
        }

        assertThatExceptionOfType(StartException.class)
                .isThrownBy(() -> new AwsEndpoint(
                        EndpointSettings.of("127.0.0.1", 0).withCertificate(certificate, key),
                        TestTime.at("2026-01-01T00:00:00Z")))
                .withMessageContaining(name);
    }

    @Test
    void answersHaveTheDateOfTheClock() throws Exception {
        start(EndpointSettings.of("127.0.0.1", 0));

        try (RawConnection connection = new RawConnection(endpoint.port())) {
            assertThat(connection.send(RawConnection.post("/echo", "")).answer())
                    .containsIgnoringCase("date: Thu, 01 Jan 2026 00:00:00 GMT\r\n");
        }
    }

    private EndpointSettings withOurCertificate() throws IOException, GeneralSecurityException {
        Path certificate = Files.writeString(
                folder.resolve("certificate.pem"),
                pem("CERTIFICATE", ours.certificate().getEncoded()));
        Path key = Files.writeString(
                folder.resolve("key.pem"), pem("PRIVATE KEY", ours.key().getEncoded()));
        return EndpointSettings.of("127.0.0.1", 0).withCertificate(certificate, key);
    }

    private static String pem(String type, byte[] der) {
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
                .formatted(type, Base64.getMimeEncoder().encodeToString(der), type);
    }

    private void start(EndpointSettings settings) {
        endpoint = new AwsEndpoint(settings, TestTime.at("2026-01-01T00:00:00Z"));
        endpoint.path("/echo", ECHO);
        endpoint.start();
    }

    /** Without ALPN. */
    private SSLSocket handshake() throws Exception {
        SSLSocket socket =
                (SSLSocket) trusting(ours.certificate()).getSocketFactory().createSocket("localhost", endpoint.port());
        socket.setSoTimeout(30_000);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    private static SSLContext trusting(X509Certificate certificate) throws GeneralSecurityException, IOException {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        trusted.setCertificateEntry("endpoint", certificate);
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, factory.getTrustManagers(), null);
        return context;
    }

    private static SSLContext trustingAll() throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, InsecureTrustManagerFactory.INSTANCE.getTrustManagers(), null);
        return context;
    }
}
