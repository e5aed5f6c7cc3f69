package dev.penstock.launcher.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.platform.lifecycle.StartException;
import dev.penstock.platform.lifecycle.Threads;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MqttConnectionsTest {
    private static final char[] PASSWORD = "changeit".toCharArray();
    private static final int CONNECT_PACKET = 0x10;
    /** Before the RSA key in a PKCS#8 file with a key of 2048 bits stand 26 bytes. */
    private static final int PKCS8_HEADER = 26;

    @TempDir
    private static Path folder;

    /** Key and certificate of a device; made once, for it takes a process and a key pair. */
    private static KeyStore store;

    @BeforeAll
    static void makeKeys() throws Exception {
        store = selfSigned();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PRIVATE KEY", "RSA PRIVATE KEY"})
    void deviceShowsItsCertificateOverTls(String keyKind) throws Exception {
        Path certificate =
                pem("d.pem", "CERTIFICATE", store.getCertificate("device").getEncoded());
        byte[] key = store.getKey("device", PASSWORD).getEncoded();
        byte[] inKind = keyKind.startsWith("RSA") ? Arrays.copyOfRange(key, PKCS8_HEADER, key.length) : key;
        var files = new BrokerAddress.TlsFiles(certificate, certificate, pem("d.key", keyKind, inKind));

        try (SSLServerSocket server = serverAskingForCertificates()) {
            CompletableFuture<String> seen = inBackground(server, MqttConnectionsTest::peerAndFirstByte);
            connect(new BrokerAddress("localhost", server.getLocalPort(), files, null));

            assertThat(seen.get(1, TimeUnit.MINUTES)).isEqualTo("CN=press-04 sent " + CONNECT_PACKET);
        }
    }

    @Test
    void webSocketIsAskedForAtItsPath() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<String> seen = inBackground(server, MqttConnectionsTest::requestHead);
            connect(new BrokerAddress("localhost", server.getLocalPort(), null, "mqtt"));

            assertThat(seen.get(1, TimeUnit.MINUTES))
                    .startsWith("GET /mqtt HTTP/1.1")
                    .containsIgnoringCase("sec-websocket-protocol: mqtt");
        }
    }

    @Test
    void keyOfAnotherFormIsRefusedWithTheCommandThatConvertsIt() throws Exception {
        Path certificate =
                pem("d.pem", "CERTIFICATE", store.getCertificate("device").getEncoded());
        Path key = pem("d.key", "EC PRIVATE KEY", new byte[] {1});
        var files = new BrokerAddress.TlsFiles(null, certificate, key);

        assertThatThrownBy(() -> MqttConnections.to(new BrokerAddress("localhost", 1, files, null)))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("openssl pkcs8 -topk8 -nocrypt -in " + key);
    }

    @Test
    void fileWithoutCertificateIsNamed() throws IOException {
        Path missing = folder.resolve("ca.pem");
        var files = new BrokerAddress.TlsFiles(missing, null, null);

        assertThatThrownBy(() -> MqttConnections.to(new BrokerAddress("localhost", 1, files, null)))
                .isInstanceOf(StartException.class)
                .hasMessageStartingWith("root CA file '%s' cannot be read".formatted(missing));
    }

    private static void connect(BrokerAddress broker) {
        MqttConnections.to(broker).create("device", cause -> {}).connect();
    }

    private static CompletableFuture<String> inBackground(ServerSocket server, Observation observation) {
        CompletableFuture<String> seen = new CompletableFuture<>();
        Threads.start("test-server", () -> {
            try (Socket socket = server.accept()) {
                seen.complete(observation.of(socket));
            } catch (IOException failure) {
                seen.completeExceptionally(failure);
            }
        });
        return seen;
    }

    private static String peerAndFirstByte(Socket socket) throws IOException {
        InputStream input = socket.getInputStream();
        int first = input.read();
        return ((SSLSocket) socket).getSession().getPeerPrincipal() + " sent " + first;
    }

    private static String requestHead(Socket socket) throws IOException {
        var reader = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
        StringBuilder head = new StringBuilder();
        for (String line = reader.readLine(); line != null && !line.isEmpty(); line = reader.readLine()) {
            head.append(line).append('\n');
        }
        return head.toString();
    }

    private static SSLServerSocket serverAskingForCertificates() throws Exception {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD);
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("device", store.getCertificate("device"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        SSLServerSocket server = (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 1, InetAddress.getLoopbackAddress());
        server.setNeedClientAuth(true);
        return server;
    }

    private static KeyStore selfSigned() throws Exception {
        Path file = folder.resolve("device.p12");
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Process made = new ProcessBuilder(
                        keytool,
                        "-genkeypair",
                        "-alias",
                        "device",
                        "-keyalg",
                        "RSA",
                        "-keysize",
                        "2048",
                        "-dname",
                        "CN=press-04",
                        "-ext",
                        "san=dns:localhost",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        new String(PASSWORD))
                .redirectErrorStream(true)
                .start();
        assertThat(made.waitFor())
                .as(new String(made.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isZero();
        KeyStore loaded = KeyStore.getInstance("PKCS12");
        try (InputStream content = Files.newInputStream(file)) {
            loaded.load(content, PASSWORD);
        }
        return loaded;
    }

    private static Path pem(String name, String kind, byte[] der) throws IOException {
        String body = Base64.getMimeEncoder().encodeToString(der);
        return Files.writeString(
                folder.resolve(name), "-----BEGIN %s-----%n%s%n-----END %s-----%n".formatted(kind, body, kind));
    }

    /** What a server sees of a client. */
    private interface Observation {
        String of(Socket socket) throws IOException;
    }
}
