package dev.penstock.broker;

import static dev.penstock.broker.TestBroker.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.Mqtt3BlockingClient;
import com.hivemq.client.mqtt.mqtt3.message.publish.Mqtt3Publish;
import dev.penstock.broker.authority.CertificateAuthority;
import dev.penstock.broker.authority.Pem;
import dev.penstock.broker.authority.TestRequests.UserAuthority;
import dev.penstock.broker.identity.CaCertificates;
import dev.penstock.broker.identity.CertificateStatus;
import dev.penstock.broker.identity.Denials;
import dev.penstock.broker.identity.Registry;
import dev.penstock.broker.identity.RegistryAuthorizer;
import dev.penstock.broker.policy.CertificateIds;
import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.data.Json;
import dev.penstock.platform.time.TestTime;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Queue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Source: AWS IoT Core developer guide, Just-in-time registration. */
class JustInTimeRegistrationTest {
    private final CertificateAuthority amazon = CertificateAuthority.inMemory();
    private final UserAuthority mine = UserAuthority.create("CN=mine");
    private final CertificateAuthority.IssuedKeys device = mine.issue("CN=pump-7");
    private final TestTime time = TestTime.at("2026-01-01T00:00:00Z");
    private final Registry registry = new Registry(AwsIdentity.DEFAULT, time, amazon);
    private final TestBroker test =
            new TestBroker(new RegistryAuthorizer(registry, PolicyMode.WARN, new Denials(time)), amazon);

    @AfterEach
    void close() {
        test.close();
    }

    private String registerAuthority() {
        String code = registry.authorities().registrationCode();
        return registry.authorities()
                .register(new CaCertificates.Draft(mine.pem(), mine.sign("CN=" + code), true, true, false))
                .id();
    }

    private Mqtt3BlockingClient device() {
        return DeviceTls.client("pump-7", amazon, device, test.broker.tlsPort().orElseThrow());
    }

    @Test
    void firstConnectionIsAnnouncedAndRefusedUntilSomebodyActivatesIt() throws Exception {
        String authority = registerAuthority();
        String id = CertificateIds.of(device.certificate());
        Queue<Mqtt3Publish> events = TestBroker.collect(
                test.connect("office"), "$aws/events/certificates/registered/#", MqttQos.AT_LEAST_ONCE);

        assertThatThrownBy(() -> device().connect()).isNotNull();
        await("the event").until(() -> !events.isEmpty());
        registry.certificates().update(id, CertificateStatus.ACTIVE);
        Mqtt3BlockingClient activated = device();
        activated.connect();

        Mqtt3Publish event = events.remove();
        assertThat(event.getTopic()).hasToString("$aws/events/certificates/registered/" + authority);
        assertThat(Json.MAPPER.readTree(event.getPayloadAsBytes()))
                .isEqualTo(Json.MAPPER.readTree("""
                        {"certificateId": "%s", "caCertificateId": "%s", "timestamp": 1767225600000,
                         "certificateStatus": "PENDING_ACTIVATION", "awsAccountId": "000000000000",
                         "certificateRegistrationTimestamp": "1767225600000"}""".formatted(id, authority).getBytes(StandardCharsets.UTF_8)));
        assertThat(events).isEmpty();
        activated.disconnect();
    }

    @Test
    void authorityThatIsDeactivatedRegistersNobodyButLetsItsDevicesIn() {
        String authority = registerAuthority();
        CertificateAuthority.IssuedKeys known = mine.issue("CN=pump-8");
        registry.certificates().register(Pem.write(known.certificate()), null, CertificateStatus.ACTIVE);

        registry.authorities().update(authority, Optional.of(false), Optional.empty());

        assertThatThrownBy(() -> device().connect()).isNotNull();
        assertThat(registry.certificates().all()).hasSize(1);
        Mqtt3BlockingClient other =
                DeviceTls.client("pump-8", amazon, known, test.broker.tlsPort().orElseThrow());
        other.connect();
        other.disconnect();
    }

    @Test
    void certificateOfAnUnknownAuthorityIsNotAnnounced() {
        Queue<Mqtt3Publish> events = TestBroker.collect(
                test.connect("office"), "$aws/events/certificates/registered/#", MqttQos.AT_LEAST_ONCE);

        assertThatThrownBy(() -> device().connect()).isNotNull();
        TestBroker.publish(test.connect("other"), "marker", "x");

        assertThat(events).isEmpty();
        assertThat(registry.certificates().all()).isEmpty();
    }
}
