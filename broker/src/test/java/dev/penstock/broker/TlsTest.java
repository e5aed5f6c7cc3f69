package dev.penstock.broker;

import static dev.penstock.broker.TestBroker.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hivemq.client.mqtt.MqttClientSslConfig;
import com.hivemq.client.mqtt.MqttWebSocketConfig;
import com.hivemq.client.mqtt.mqtt3.Mqtt3BlockingClient;
import com.hivemq.client.mqtt.mqtt3.Mqtt3Client;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5ConnAckException;
import com.hivemq.client.mqtt.mqtt5.message.connect.connack.Mqtt5ConnAckReasonCode;
import dev.penstock.broker.authority.CertificateAuthority;
import dev.penstock.broker.policy.CertificateIds;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.cert.Certificate;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TlsTest {
    private static final CertificateAuthority AUTHORITY = CertificateAuthority.inMemory();
    private static final CertificateAuthority.IssuedKeys DEVICE = AUTHORITY.issue();
    private final ListedAuthorizer authorizer = new ListedAuthorizer();
    private final TestBroker test = new TestBroker(authorizer, AUTHORITY);

    @AfterEach
    void close() {
        test.close();
    }

    private int port() {
        return test.broker.tlsPort().orElseThrow();
    }

    private MqttClientSslConfig ssl(CertificateAuthority.@Nullable IssuedKeys keys) {
        return DeviceTls.mqtt(AUTHORITY, keys);
    }

    private Mqtt3BlockingClient secure(CertificateAuthority.@Nullable IssuedKeys keys) {
        return DeviceTls.client("device", AUTHORITY, keys, port());
    }

    @Test
    void activeCertificateConnectsAndIsThePrincipalThatRulesSee() {
        Mqtt3BlockingClient client = secure(DEVICE);

        client.connect();
        TestBroker.publish(client, "a", "x");

        assertThat(test.listener.messages)
                .singleElement()
                .extracting(PublishedMessage::principal)
                .isEqualTo(CertificateIds.of(DEVICE.certificate()));
        client.disconnect();
    }

    @Test
    void clientThatBreaksItsSocketInTheHandshakeIsNamedInTheLog() throws Exception {
        try (LogLines log = new LogLines()) {
            String client = resetInTheHandshake();

            TestBroker.await("the line in the log")
                    .untilAsserted(() -> assertThat(log.warnings())
                            .isNotEmpty()
                            .allSatisfy(line -> assertThat(line).contains(client)));
        }
    }

    /** @return the port it came from */
    private String resetInTheHandshake() throws IOException {
        try (Socket socket = new Socket(InetAddress.getByName("localhost"), port())) {
            socket.setSoLinger(true, 0); // closing is a reset then
            socket.getOutputStream().write(new byte[] {0x16, 3, 1, 1, 0, 1});
            return ":" + socket.getLocalPort();
        }
    }

    @Test
    void clientWithoutCertificateIsClosedBeforeConnAck() {
        assertThatThrownBy(() -> secure(null).connect()).isNotNull();
        assertThat(test.broker.counters().connections()).isZero();
    }

    @Test
    void certificateThatIsNotRegisteredIsRefusedWithItsReason() {
        authorizer.refuse(CertificateIds.of(DEVICE.certificate()));
        Mqtt5BlockingClient client = Mqtt5Client.builder()
                .identifier("device")
                .serverHost("localhost")
                .serverPort(port())
                .sslConfig(ssl(DEVICE))
                .buildBlocking();

        assertThatThrownBy(client::connect)
                .isInstanceOfSatisfying(
                        Mqtt5ConnAckException.class,
                        refusal -> assertThat(refusal.getMqttMessage().getReasonCode())
                                .isEqualTo(Mqtt5ConnAckReasonCode.NOT_AUTHORIZED));
    }

    @Test
    void revokedCertificateEndsItsConnectionAndNoOther() {
        Mqtt3BlockingClient client = secure(DEVICE);
        client.connect();
        Mqtt3BlockingClient other = test.connect("other");

        authorizer.revoke(CertificateIds.of(DEVICE.certificate()));

        await("the end").until(() -> !client.getState().isConnected());
        TestBroker.publish(other, "a", "x");
        assertThat(test.listener.payloads()).containsExactly("x");
    }

    @Test
    void serverCertificateIsForLocalhostAndSignedByTheAuthority() throws Exception {
        try (SSLSocket socket = handshake(null, "x-amzn-mqtt-ca")) {
            Certificate[] chain = socket.getSession().getPeerCertificates();

            assertThat(chain[chain.length - 1]).isEqualTo(AUTHORITY.certificate());
        }
    }

    @ParameterizedTest(name = "ALPN {0}")
    @CsvSource({"x-amzn-mqtt-ca", "http/1.1", "x-amzn-http-ca", "mqtt"})
    void alpnNamesOfAwsAreNegotiated(String name) throws Exception {
        try (SSLSocket socket = handshake(DEVICE, name)) {
            assertThat(socket.getApplicationProtocol()).isEqualTo(name);
        }
    }

    @Test
    void customAuthorizersAreNotEmulated() throws Exception {
        try (SSLSocket socket = handshake(DEVICE, "mqtt")) {
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void mqttWithAlpnWorksByHand() throws Exception {
        try (SSLSocket socket = handshake(DEVICE, "x-amzn-mqtt-ca")) {
            socket.getOutputStream().write(new byte[] {0x10, 13, 0, 4, 'M', 'Q', 'T', 'T', 4, 2, 0, 60, 0, 1, 'x'});
            socket.getOutputStream().flush();

            assertThat(socket.getInputStream().readNBytes(4)).containsExactly(0x20, 2, 0, 0);
        }
    }

    @Test
    void webSocketOverTlsNeedsNoCertificate() {
        Mqtt3BlockingClient client = Mqtt3Client.builder()
                .identifier("browser")
                .serverHost("localhost")
                .serverPort(port())
                .sslConfig(ssl(null))
                .webSocketConfig(
                        MqttWebSocketConfig.builder().serverPath("mqtt").build())
                .buildBlocking();

        client.connect();
        TestBroker.publish(client, "a", "x");

        assertThat(test.listener.payloads()).containsExactly("x");
        client.disconnect();
    }

    private SSLSocket handshake(CertificateAuthority.@Nullable IssuedKeys keys, String protocol) throws Exception {
        return DeviceTls.socket(AUTHORITY, keys, protocol, InetAddress.getLoopbackAddress(), port());
    }
}
