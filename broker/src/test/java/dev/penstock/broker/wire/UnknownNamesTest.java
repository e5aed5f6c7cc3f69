package dev.penstock.broker.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.iot.IotClient;
import software.amazon.awssdk.services.iot.model.AuthInfo;
import software.amazon.awssdk.services.iot.model.InvalidRequestException;
import software.amazon.awssdk.services.iot.model.IotException;
import software.amazon.awssdk.services.iot.model.ResourceNotFoundException;

/** What is not there, and names that nothing can have. Source: AWS IoT API Reference. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UnknownNamesTest {
    private static final String ID = "0".repeat(64);
    private static final String CERTIFICATE = ControlPlane.ARN + "cert/" + ID;
    private static final String POLICY = ControlPlane.policy("Connect", "client/*");
    private ControlPlane plane;
    private IotClient iot;

    @BeforeAll
    void start() {
        plane = new ControlPlane();
        iot = plane.iot;
        iot.createThing(r -> r.thingName("there"));
        iot.createThingGroup(r -> r.thingGroupName("there"));
        iot.createPolicy(r -> r.policyName("there").policyDocument(POLICY));
    }

    @AfterAll
    void stop() {
        plane.close();
    }

    private static Arguments of(String name, Consumer<IotClient> call) {
        return Arguments.of(name, call);
    }

    @SuppressWarnings("deprecation")
    static Stream<Arguments> calls() {
        return Stream.of(
                of("DescribeThing", iot -> iot.describeThing(r -> r.thingName("none"))),
                of("UpdateThing", iot -> iot.updateThing(r -> r.thingName("none"))),
                of(
                        "CreateThing of an unknown type",
                        iot -> iot.createThing(r -> r.thingName("new").thingTypeName("none"))),
                of(
                        "UpdateThing to an unknown type",
                        iot -> iot.updateThing(r -> r.thingName("there").thingTypeName("none"))),
                of("ListThingPrincipals", iot -> iot.listThingPrincipals(r -> r.thingName("none"))),
                of(
                        "AttachThingPrincipal",
                        iot -> iot.attachThingPrincipal(r -> r.thingName("none").principal(CERTIFICATE))),
                of(
                        "AttachThingPrincipal of an unknown certificate",
                        iot -> iot.attachThingPrincipal(
                                r -> r.thingName("there").principal(CERTIFICATE))),
                of(
                        "DetachThingPrincipal",
                        iot -> iot.detachThingPrincipal(r -> r.thingName("none").principal(CERTIFICATE))),
                of("DescribeThingType", iot -> iot.describeThingType(r -> r.thingTypeName("none"))),
                of("DeprecateThingType", iot -> iot.deprecateThingType(r -> r.thingTypeName("none"))),
                of("DeleteThingType", iot -> iot.deleteThingType(r -> r.thingTypeName("none"))),
                of("DescribeThingGroup", iot -> iot.describeThingGroup(r -> r.thingGroupName("none"))),
                of(
                        "CreateThingGroup below none",
                        iot -> iot.createThingGroup(r -> r.thingGroupName("new").parentGroupName("none"))),
                of(
                        "UpdateThingGroup",
                        iot -> iot.updateThingGroup(
                                r -> r.thingGroupName("none").thingGroupProperties(p -> p.thingGroupDescription("d")))),
                of("ListThingGroups below none", iot -> iot.listThingGroups(r -> r.parentGroup("none"))),
                of("ListThingsInThingGroup", iot -> iot.listThingsInThingGroup(r -> r.thingGroupName("none"))),
                of("ListThingGroupsForThing", iot -> iot.listThingGroupsForThing(r -> r.thingName("none"))),
                of(
                        "AddThingToThingGroup",
                        iot -> iot.addThingToThingGroup(
                                r -> r.thingGroupName("none").thingName("there"))),
                of(
                        "AddThingToThingGroup of an unknown thing",
                        iot -> iot.addThingToThingGroup(
                                r -> r.thingGroupName("there").thingName("none"))),
                of(
                        "RemoveThingFromThingGroup",
                        iot -> iot.removeThingFromThingGroup(
                                r -> r.thingGroupName("none").thingName("there"))),
                of("DescribeCertificate", iot -> iot.describeCertificate(r -> r.certificateId(ID))),
                of(
                        "UpdateCertificate",
                        iot -> iot.updateCertificate(r -> r.certificateId(ID).newStatus("ACTIVE"))),
                of("DeleteCertificate", iot -> iot.deleteCertificate(r -> r.certificateId(ID))),
                of("DescribeCACertificate", iot -> iot.describeCACertificate(r -> r.certificateId(ID))),
                of(
                        "UpdateCACertificate",
                        iot -> iot.updateCACertificate(r -> r.certificateId(ID).newStatus("ACTIVE"))),
                of("DeleteCACertificate", iot -> iot.deleteCACertificate(r -> r.certificateId(ID))),
                of("ListCertificatesByCA", iot -> iot.listCertificatesByCA(r -> r.caCertificateId(ID))),
                of("GetPolicy", iot -> iot.getPolicy(r -> r.policyName("none"))),
                of("DeletePolicy", iot -> iot.deletePolicy(r -> r.policyName("none"))),
                of(
                        "CreatePolicyVersion",
                        iot -> iot.createPolicyVersion(r -> r.policyName("none").policyDocument(POLICY))),
                of("ListPolicyVersions", iot -> iot.listPolicyVersions(r -> r.policyName("none"))),
                of(
                        "GetPolicyVersion",
                        iot -> iot.getPolicyVersion(r -> r.policyName("there").policyVersionId("9"))),
                of(
                        "SetDefaultPolicyVersion",
                        iot -> iot.setDefaultPolicyVersion(
                                r -> r.policyName("there").policyVersionId("9"))),
                of(
                        "DeletePolicyVersion",
                        iot -> iot.deletePolicyVersion(
                                r -> r.policyName("there").policyVersionId("9"))),
                of(
                        "AttachPolicy",
                        iot -> iot.attachPolicy(r -> r.policyName("none").target(CERTIFICATE))),
                of(
                        "AttachPolicy to an unknown certificate",
                        iot -> iot.attachPolicy(r -> r.policyName("there").target(CERTIFICATE))),
                of(
                        "DetachPolicy",
                        iot -> iot.detachPolicy(r -> r.policyName("none").target(CERTIFICATE))),
                of(
                        "AttachPrincipalPolicy",
                        iot -> iot.attachPrincipalPolicy(
                                r -> r.policyName("there").principal(CERTIFICATE))),
                of("ListTargetsForPolicy", iot -> iot.listTargetsForPolicy(r -> r.policyName("none"))),
                of("ListPolicyPrincipals", iot -> iot.listPolicyPrincipals(r -> r.policyName("none"))),
                of(
                        "GetEffectivePolicies of an unknown thing",
                        iot -> iot.getEffectivePolicies(
                                r -> r.principal(CERTIFICATE).thingName("none"))),
                of(
                        "TestAuthorization",
                        iot -> iot.testAuthorization(r -> r.principal(CERTIFICATE)
                                .authInfos(AuthInfo.builder()
                                        .actionType("PUBLISH")
                                        .resources(ControlPlane.ARN + "topic/a")
                                        .build()))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("calls")
    void whatIsNotThereIsNotFound(String name, Consumer<IotClient> call) {
        assertThatExceptionOfType(ResourceNotFoundException.class)
                .isThrownBy(() -> call.accept(iot))
                .satisfies(refusal -> {
                    assertThat(refusal.statusCode()).isEqualTo(404);
                    assertThat(refusal.awsErrorDetails().errorCode()).isEqualTo("ResourceNotFoundException");
                    assertThat(refusal.awsErrorDetails().errorMessage()).contains("not found");
                    assertThat(refusal.requestId()).isNotNull();
                });
    }

    @Test
    void deletingAThingOrAGroupThatIsNotThereSucceeds() {
        assertThat(iot.deleteThing(r -> r.thingName("none")).sdkHttpResponse().statusCode())
                .isEqualTo(200);
        assertThat(iot.deleteThingGroup(r -> r.thingGroupName("none"))
                        .sdkHttpResponse()
                        .statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a.b", "ä", "a%2Fb", "a+b"})
    void nameOfAThingHasLettersDigitsAndFourSigns(String name) {
        List<Consumer<IotClient>> calls = List.of(
                one -> one.createThing(r -> r.thingName(name)),
                one -> one.createThingType(r -> r.thingTypeName(name)),
                one -> one.createThingGroup(r -> r.thingGroupName(name)));

        assertThat(calls)
                .allSatisfy(call -> assertThatExceptionOfType(InvalidRequestException.class)
                        .isThrownBy(() -> call.accept(iot))
                        .withMessageContaining("failed to satisfy constraint"));
    }

    @Test
    void namesHaveAtMost128Characters() {
        String longest = "x".repeat(128);
        String tooLong = longest + "x";

        iot.createThing(r -> r.thingName(longest));
        iot.createThingType(r -> r.thingTypeName(longest));
        iot.createThingGroup(r -> r.thingGroupName(longest));
        iot.createPolicy(r -> r.policyName(longest).policyDocument(POLICY));

        List<Consumer<IotClient>> calls = List.of(
                one -> one.createThing(r -> r.thingName(tooLong)),
                one -> one.createThingType(r -> r.thingTypeName(tooLong)),
                one -> one.createThingGroup(r -> r.thingGroupName(tooLong)),
                one -> one.createPolicy(r -> r.policyName(tooLong).policyDocument(POLICY)),
                one -> one.createPolicy(r -> r.policyName("a:b").policyDocument(POLICY)));
        assertThat(calls)
                .allSatisfy(call ->
                        assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> call.accept(iot)));
        iot.createPolicy(r -> r.policyName("a_B+=,.@-9").policyDocument(POLICY));
    }

    @Test
    void attributesHaveTheirLimits() {
        String longest = "v".repeat(800);
        iot.createThing(r -> r.thingName("rich").attributePayload(a -> a.attributes(Map.of("a.B,@/:#-9", longest))));

        assertThat(iot.describeThing(r -> r.thingName("rich")).attributes()).containsValue(longest);
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> iot.createThing(r ->
                        r.thingName("richer").attributePayload(a -> a.attributes(Map.of("a", longest + "v")))));
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> iot.createThing(
                        r -> r.thingName("richer").attributePayload(a -> a.attributes(Map.of("a b", "v")))));
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> iot.createThing(
                        r -> r.thingName("richer").attributePayload(a -> a.attributes(Map.of("a", "v w")))));
    }

    @Test
    void certificatesAreNotTransferred() {
        assertThatExceptionOfType(IotException.class)
                .isThrownBy(
                        () -> iot.transferCertificate(r -> r.certificateId(ID).targetAwsAccount("111111111111")))
                .withMessageContaining("TransferCertificate of iot is not emulated by Penstock");
        assertThatExceptionOfType(IotException.class)
                .isThrownBy(() -> iot.acceptCertificateTransfer(r -> r.certificateId(ID)))
                .withMessageContaining("AcceptCertificateTransfer");
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> iot.updateCertificate(r -> r.certificateId(ID).newStatus("PENDING_TRANSFER")))
                .withMessageContaining("certificates are not transferred");
    }
}
