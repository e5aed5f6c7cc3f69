package dev.penstock.broker.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.broker.PolicyMode;
import dev.penstock.broker.authority.CertificateAuthority;
import dev.penstock.broker.authority.TestRequests;
import dev.penstock.broker.policy.Action;
import dev.penstock.broker.policy.Admission;
import dev.penstock.broker.policy.Authorizer;
import dev.penstock.broker.policy.ClientFacts;
import dev.penstock.broker.policy.Decision;
import dev.penstock.broker.policy.Permissions;
import dev.penstock.broker.policy.Principal;
import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.time.TestTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RegistryAuthorizerTest {
    private static final String ARN = "arn:aws:iot:us-east-1:000000000000:";
    private static final CertificateAuthority AUTHORITY = CertificateAuthority.inMemory();

    private final TestTime time = TestTime.at("2026-01-01T00:00:00Z");
    private final Registry registry = new Registry(AwsIdentity.DEFAULT, time, AUTHORITY);
    private final Authorizer authorizer = new RegistryAuthorizer(registry, PolicyMode.CERTIFICATES, new Denials(time));

    @Test
    void activeCertificateIsAdmittedWithItsId() {
        DeviceCertificate certificate = certificate(true);

        Admission admission = authorizer.admit(certificate.x509());

        assertThat(admission.principal()).contains(Principal.certificate(certificate.id()));
    }

    @Test
    void inactiveCertificateIsRefusedWithWhatToDo() {
        DeviceCertificate certificate = certificate(false);

        Admission admission = authorizer.admit(certificate.x509());

        assertThat(admission.principal()).isEmpty();
        assertThat(admission.reason()).contains("is INACTIVE", "aws iot update-certificate");
    }

    @Test
    void unknownCertificateIsRefused() {
        Admission admission = authorizer.admit(AUTHORITY.sign(TestRequests.request("CN=unknown")));

        assertThat(admission.principal()).isEmpty();
        assertThat(admission.reason()).contains("is not registered");
    }

    @Test
    void thingOfTheConnectionIsTheAttachedOneWithTheClientId() {
        Principal device = device("pump-7", "Connect", "client/${iot:Connection.Thing.ThingName}");
        registry.things().create("pump-8", null, null, Map.of());

        assertThat(decide(device, "pump-7", Action.CONNECT, "pump-7").isAllowed())
                .isTrue();
        assertThat(decide(device, "pump-8", Action.CONNECT, "pump-8").isAllowed())
                .isFalse();
        assertThat(decide(device, "pump-8", Action.CONNECT, "pump-8").explanation())
                .isEqualTo(
                        "iot:Connect on " + ARN
                                + "client/pump-8 is denied: no statement of pump-7-policy allows it; without a value: iot:Connection.Thing.ThingName");
    }

    @Test
    void attributesAndTypeOfTheThingAreVariables() {
        registry.types().create("pump", "", List.of());
        Principal device = device(
                "pump-7",
                "Publish",
                "topic/${iot:Connection.Thing.ThingTypeName}/${iot:Connection.Thing.Attributes[site]}/*");
        registry.things()
                .update(
                        "pump-7",
                        new Thing.Change(
                                Optional.of(Map.of("site", "north")),
                                true,
                                Optional.of("pump"),
                                false,
                                Optional.empty()));

        assertThat(decide(device, "pump-7", Action.PUBLISH, "pump/north/a").isAllowed())
                .isTrue();
        assertThat(decide(device, "pump-7", Action.PUBLISH, "pump/south/a").isAllowed())
                .isFalse();
    }

    @Test
    void certificateFieldsAreVariables() {
        Principal device = device("pump-7", "Publish", "topic/${iot:Certificate.Subject.CommonName}");

        assertThat(decide(device, "x", Action.PUBLISH, "serial-1").isAllowed()).isTrue();
        assertThat(decide(device, "x", Action.PUBLISH, "other").isAllowed()).isFalse();
    }

    @Test
    void policyOfAGroupAndOfItsParentHoldsForItsThings() {
        Principal device = device("pump-7", "Connect", "client/pump-7");
        registry.groups().create("plant", null, "", Map.of());
        registry.groups().create("pumps", "plant", "", Map.of());
        registry.policies().create("plant-policy", document("Publish", "topic/plant/*"));
        registry.policies().attach("plant-policy", ARN + "thinggroup/plant");
        assertThat(decide(device, "pump-7", Action.PUBLISH, "plant/a").isAllowed())
                .isFalse();

        registry.groups().add("pumps", "pump-7");

        assertThat(decide(device, "pump-7", Action.PUBLISH, "plant/a").isAllowed())
                .isTrue();
        assertThat(decide(device, "other", Action.PUBLISH, "plant/a").isAllowed())
                .isFalse();
    }

    @Test
    void changedPolicyCountsFromTheNextQuestionOn() {
        Principal device = device("pump-7", "Publish", "topic/a");
        Permissions may = authorizer.permissions(device, client("pump-7"));
        assertThat(may.decide(Action.PUBLISH, "a").isAllowed()).isTrue();

        registry.policies().createVersion("pump-7-policy", document("Publish", "topic/b"), true);

        assertThat(may.decide(Action.PUBLISH, "a").isAllowed()).isFalse();
        assertThat(may.decide(Action.PUBLISH, "b").isAllowed()).isTrue();
    }

    @Test
    void decisionIsRememberedUntilSomethingChanges() {
        Permissions may = authorizer.permissions(device("pump-7", "Publish", "topic/*"), client("pump-7"));

        Decision first = may.decide(Action.PUBLISH, "a");

        assertThat(may.decide(Action.PUBLISH, "a")).isSameAs(first);
        for (int i = 0; i < RegistryPermissions.MOST_REMEMBERED; i++) {
            may.decide(Action.PUBLISH, "t" + i);
        }
        assertThat(may.decide(Action.PUBLISH, "a")).isEqualTo(first).isNotSameAs(first);
    }

    @Test
    void decisionThatDependsOnTheTimeIsNotRemembered() {
        Principal device = device("pump-7", "Connect", "client/*");
        String until = time.now().plusSeconds(60).toString();
        registry.policies()
                .create(
                        "timed",
                        document("Publish", "topic/*")
                                .replace(
                                        "}]",
                                        ",\"Condition\":{\"DateLessThan\":{\"aws:CurrentTime\":\"%s\"}}}]"
                                                .formatted(until)));
        registry.policies().attach("timed", ARN + "cert/" + device.id());
        Permissions may = authorizer.permissions(device, client("pump-7"));
        assertThat(may.decide(Action.PUBLISH, "a").isAllowed()).isTrue();

        time.advance(Duration.ofSeconds(61));

        assertThat(may.decide(Action.PUBLISH, "a").isAllowed()).isFalse();
    }

    @Test
    void connectAttributesAreThoseOfTheConnect() {
        Principal device = device("pump-7", "Publish", "topic/*");
        registry.policies()
                .create(
                        "clean",
                        document("Connect", "client/*")
                                .replace(
                                        "}]",
                                        ",\"Condition\":{\"ForAllValues:StringEquals\":{\"iot:ConnectAttributes\":[\"LastWill\"]}}}]"));
        registry.policies().attach("clean", ARN + "cert/" + device.id());

        assertThat(authorizer
                        .permissions(device, new ClientFacts("c", "", false, true))
                        .decide(Action.CONNECT, "c")
                        .isAllowed())
                .isTrue();
        assertThat(authorizer
                        .permissions(device, new ClientFacts("c", "", true, true))
                        .decide(Action.CONNECT, "c")
                        .isAllowed())
                .isFalse();
    }

    @Test
    void modesDifferInWhomTheyHold() {
        Principal device = Principal.certificate("00");
        List<String> allowed = new ArrayList<>();
        for (PolicyMode mode : PolicyMode.values()) {
            for (Principal principal : List.of(device, Principal.ANONYMOUS, Principal.signed("AKIA"))) {
                if (new RegistryAuthorizer(registry, mode, new Denials(time))
                        .permissions(principal, client("c"))
                        .decide(Action.PUBLISH, "a")
                        .isAllowed()) {
                    allowed.add(mode + " " + principal.kind());
                }
            }
        }

        assertThat(allowed)
                .containsExactly(
                        "CERTIFICATES ANONYMOUS",
                        "CERTIFICATES SIGNED",
                        "ENFORCE SIGNED",
                        "WARN CERTIFICATE",
                        "WARN ANONYMOUS",
                        "WARN SIGNED",
                        "OFF CERTIFICATE",
                        "OFF ANONYMOUS",
                        "OFF SIGNED");
    }

    @Test
    void deactivatedAndDeletedCertificatesAreTold() {
        List<Principal> told = new ArrayList<>();
        authorizer.onRevoked(told::add);
        DeviceCertificate certificate = certificate(true);

        registry.certificates().update(certificate.id(), CertificateStatus.INACTIVE);
        registry.certificates().delete(certificate.id(), false);

        assertThat(told).hasSize(2).containsOnly(Principal.certificate(certificate.id()));
    }

    private DeviceCertificate certificate(boolean active) {
        return registry.certificates().sign(TestRequests.request("CN=serial-1"), active);
    }

    private Principal device(String thing, String action, String resource) {
        DeviceCertificate certificate = certificate(true);
        registry.things().create(thing, null, null, Map.of());
        registry.things().attach(thing, ARN + "cert/" + certificate.id());
        registry.policies().create(thing + "-policy", document(action, resource));
        registry.policies().attach(thing + "-policy", ARN + "cert/" + certificate.id());
        return Principal.certificate(certificate.id());
    }

    private Decision decide(Principal principal, String clientId, Action action, String name) {
        return authorizer.permissions(principal, client(clientId)).decide(action, name);
    }

    private static ClientFacts client(String clientId) {
        return new ClientFacts(clientId, "127.0.0.1", false, false);
    }

    private static String document(String action, String resource) {
        return "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"iot:%s\",\"Resource\":\"%s\"}]}"
                .formatted(action, ARN + resource);
    }
}
