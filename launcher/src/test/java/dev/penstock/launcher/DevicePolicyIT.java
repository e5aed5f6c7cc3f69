package dev.penstock.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.hivemq.client.mqtt.MqttClientSslConfig;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5PubAckException;
import com.hivemq.client.mqtt.mqtt5.message.publish.puback.Mqtt5PubAckReasonCode;
import dev.penstock.launcher.settings.Settings;
import dev.penstock.platform.time.SystemTime;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A device that is provisioned through port 4566 and connects with its certificate. */
class DevicePolicyIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final char[] PASSWORD = "secret".toCharArray();
    private static final String TEMPLATE = """
            Resources:
              Policy:
                Type: AWS::IoT::Policy
                Properties:
                  PolicyName: own-topics
                  PolicyDocument:
                    Version: '2012-10-17'
                    Statement:
                      - {Effect: Allow, Action: 'iot:Connect', Resource: '*'}
                      - Effect: Allow
                        Action: ['iot:Publish', 'iot:Receive']
                        Resource: 'arn:aws:iot:us-east-1:000000000000:topic/devices/${iot:ClientId}/*'
                      - {Effect: Allow, Action: 'iot:Subscribe', Resource: '*'}
            """;

    @TempDir
    private Path folder;

    private RunningPipeline pipeline;
    private Mqtt5BlockingClient device;

    @BeforeEach
    void provision() throws Exception {
        pipeline = RunningPipeline.start(folder, TEMPLATE, Settings.forTests(), new SystemTime());
        JsonNode issued = call("POST", "/keys-and-certificate?setAsActive=true", "");
        call(
                "PUT",
                "/target-policies/own-topics",
                JSON.createObjectNode()
                        .put("target", issued.path("certificateArn").textValue())
                        .toString());
        device = Mqtt5Client.builder()
                .identifier("one")
                .serverHost("localhost")
                .serverPort(pipeline.emulator().tlsPort().orElseThrow())
                .sslConfig(ssl(issued))
                .buildBlocking();
        device.connect();
    }

    @AfterEach
    void close() {
        device.toAsync().disconnect();
        pipeline.close();
    }

    @Test
    void deviceMayPublishToItsOwnTopicOnly() throws Exception {
        Mqtt5BlockingClient.Mqtt5Publishes received = device.publishes(MqttGlobalPublishFilter.ALL);
        device.subscribeWith()
                .topicFilter("devices/#")
                .qos(MqttQos.AT_LEAST_ONCE)
                .send();

        publish("devices/one/data");
        assertThatThrownBy(() -> publish("devices/two/data"))
                .isInstanceOfSatisfying(
                        Mqtt5PubAckException.class,
                        answer -> assertThat(answer.getMqttMessage().getReasonCode())
                                .isEqualTo(Mqtt5PubAckReasonCode.NOT_AUTHORIZED));

        assertThat(received.receive(LIMIT.toSeconds(), TimeUnit.SECONDS))
                .hasValueSatisfying(message -> assertThat(message.getTopic()).hasToString("devices/one/data"));
        received.close();
    }

    private void publish(String topic) {
        device.publishWith()
                .topic(topic)
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload("{}".getBytes(StandardCharsets.UTF_8))
                .send();
    }

    private JsonNode call(String method, String path, String body) throws IOException, InterruptedException {
        URI uri = pipeline.emulator().endpoint().resolve(path);
        String answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(uri)
                                .method(method, BodyPublishers.ofString(body))
                                .header(
                                        "Authorization",
                                        "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/iot/aws4_request,"
                                                + " SignedHeaders=host, Signature=0")
                                .timeout(LIMIT)
                                .build(),
                        BodyHandlers.ofString())
                .body();
        return JSON.readTree(answer);
    }

    private MqttClientSslConfig ssl(JsonNode issued) throws GeneralSecurityException, IOException {
        KeyStore mine = KeyStore.getInstance(KeyStore.getDefaultType());
        mine.load(null, PASSWORD);
        mine.setKeyEntry(
                "device", key(issued.path("keyPair").path("PrivateKey").textValue()), PASSWORD, new Certificate[] {
                    certificate(issued.path("certificatePem").textValue())
                });
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(mine, PASSWORD);
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, PASSWORD);
        trusted.setCertificateEntry("penstock", certificate(caCertificate()));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        return MqttClientSslConfig.builder()
                .keyManagerFactory(keys)
                .trustManagerFactory(trust)
                // the first client waits for the broker's certificate to be made
                .handshakeTimeout(LIMIT.toMillis(), TimeUnit.MILLISECONDS)
                .build();
    }

    private String caCertificate() throws IOException {
        try (InputStream ca = pipeline.emulator()
                .endpoint()
                .resolve("/_penstock/ca.pem")
                .toURL()
                .openStream()) {
            return new String(ca.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static PrivateKey key(String pem) throws IOException {
        try (PEMParser parser = new PEMParser(new StringReader(pem))) {
            return new JcaPEMKeyConverter()
                    .getKeyPair((PEMKeyPair) parser.readObject())
                    .getPrivate();
        }
    }

    private static Certificate certificate(String pem) throws GeneralSecurityException {
        return CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8)));
    }
}
