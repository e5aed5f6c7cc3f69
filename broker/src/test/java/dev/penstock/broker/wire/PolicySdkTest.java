package dev.penstock.broker.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.penstock.broker.authority.TestRequests;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iot.IotClient;
import software.amazon.awssdk.services.iot.model.ActionType;
import software.amazon.awssdk.services.iot.model.AuthDecision;
import software.amazon.awssdk.services.iot.model.AuthInfo;
import software.amazon.awssdk.services.iot.model.AuthResult;
import software.amazon.awssdk.services.iot.model.CreatePolicyResponse;
import software.amazon.awssdk.services.iot.model.CreatePolicyVersionResponse;
import software.amazon.awssdk.services.iot.model.DeleteConflictException;
import software.amazon.awssdk.services.iot.model.EffectivePolicy;
import software.amazon.awssdk.services.iot.model.InvalidRequestException;
import software.amazon.awssdk.services.iot.model.LimitExceededException;
import software.amazon.awssdk.services.iot.model.MalformedPolicyException;
import software.amazon.awssdk.services.iot.model.Policy;
import software.amazon.awssdk.services.iot.model.PolicyVersion;
import software.amazon.awssdk.services.iot.model.ResourceAlreadyExistsException;
import software.amazon.awssdk.services.iot.model.ResourceNotFoundException;
import software.amazon.awssdk.services.iot.model.VersionsLimitExceededException;

class PolicySdkTest {
    private static final String A = ControlPlane.policy("Publish", "topic/a");
    private static final String B = ControlPlane.policy("Publish", "topic/b");

    private final ControlPlane plane = new ControlPlane();
    private final IotClient iot = plane.iot;

    @AfterEach
    void stop() {
        plane.close();
    }

    @Test
    void policyComesBackAsItWasGiven() {
        CreatePolicyResponse created = create("p", A);

        assertThat(created.policyArn()).isEqualTo(ControlPlane.ARN + "policy/p");
        assertThat(created.policyVersionId()).isEqualTo("1");
        assertThat(iot.getPolicy(r -> r.policyName("p")).policyDocument()).isEqualTo(A);
        assertThat(iot.getPolicy(r -> r.policyName("p")).defaultVersionId()).isEqualTo("1");
        assertThat(iot.listPolicies(r -> {}).policies())
                .extracting(Policy::policyName)
                .containsExactly("p");
        assertThatExceptionOfType(ResourceAlreadyExistsException.class).isThrownBy(() -> create("p", A));
    }

    @Test
    void malformedPolicyIsRefused() {
        assertThatExceptionOfType(MalformedPolicyException.class)
                .isThrownBy(() -> create("p", "{}"))
                .satisfies(refusal -> assertThat(refusal.statusCode()).isEqualTo(400));
        assertThat(iot.listPolicies(r -> {}).policies()).isEmpty();
    }

    @Test
    void versionsAreAtMostFiveAndOneIsTheDefault() {
        create("p", A);

        CreatePolicyVersionResponse second =
                iot.createPolicyVersion(r -> r.policyName("p").policyDocument(B).setAsDefault(true));
        IntStream.range(0, 3)
                .forEach(i -> iot.createPolicyVersion(r -> r.policyName("p").policyDocument(A)));

        assertThat(second.policyVersionId()).isEqualTo("2");
        assertThat(iot.getPolicy(r -> r.policyName("p")).policyDocument()).isEqualTo(B);
        assertThatExceptionOfType(VersionsLimitExceededException.class)
                .isThrownBy(() -> iot.createPolicyVersion(r -> r.policyName("p").policyDocument(A)));
        assertThat(iot.listPolicyVersions(r -> r.policyName("p")).policyVersions())
                .extracting(PolicyVersion::versionId)
                .containsExactly("5", "4", "3", "2", "1");

        iot.setDefaultPolicyVersion(r -> r.policyName("p").policyVersionId("1"));
        iot.deletePolicyVersion(r -> r.policyName("p").policyVersionId("2"));

        assertThat(iot.getPolicyVersion(r -> r.policyName("p").policyVersionId("1"))
                        .isDefaultVersion())
                .isTrue();
        assertThatExceptionOfType(DeleteConflictException.class)
                .isThrownBy(() -> iot.deletePolicyVersion(r -> r.policyName("p").policyVersionId("1")));
        assertThatExceptionOfType(ResourceNotFoundException.class)
                .isThrownBy(() -> iot.getPolicyVersion(r -> r.policyName("p").policyVersionId("2")));
        assertThat(iot.createPolicyVersion(r -> r.policyName("p").policyDocument(A))
                        .policyVersionId())
                .isEqualTo("6");
    }

    @Test
    void policyIsDeletedWhenItIsAttachedToNothingAndHasOneVersion() {
        String target = certificate();
        create("p", A);
        iot.attachPolicy(r -> r.policyName("p").target(target));
        iot.createPolicyVersion(r -> r.policyName("p").policyDocument(B));
        assertThatExceptionOfType(DeleteConflictException.class)
                .isThrownBy(() -> iot.deletePolicy(r -> r.policyName("p")));
        iot.detachPolicy(r -> r.policyName("p").target(target));
        assertThatExceptionOfType(DeleteConflictException.class)
                .isThrownBy(() -> iot.deletePolicy(r -> r.policyName("p")));
        iot.deletePolicyVersion(r -> r.policyName("p").policyVersionId("2"));

        iot.deletePolicy(r -> r.policyName("p"));

        assertThatExceptionOfType(ResourceNotFoundException.class)
                .isThrownBy(() -> iot.getPolicy(r -> r.policyName("p")));
    }

    @Test
    void attachingTwiceIsAttachingOnce() {
        String target = certificate();
        create("p", A);

        iot.attachPolicy(r -> r.policyName("p").target(target));
        iot.attachPolicy(r -> r.policyName("p").target(target));

        assertThat(iot.listAttachedPolicies(r -> r.target(target)).policies())
                .extracting(Policy::policyArn)
                .containsExactly(ControlPlane.ARN + "policy/p");
        assertThat(iot.listTargetsForPolicy(r -> r.policyName("p")).targets()).containsExactly(target);
        assertThatExceptionOfType(ResourceNotFoundException.class)
                .isThrownBy(() -> iot.attachPolicy(r -> r.policyName("none").target(target)));
        assertThatExceptionOfType(ResourceNotFoundException.class)
                .isThrownBy(
                        () -> iot.attachPolicy(r -> r.policyName("p").target(ControlPlane.ARN + "thinggroup/none")));
    }

    @Test
    @SuppressWarnings("deprecation")
    void oldOperationsAttachTheSamePolicies() {
        String target = certificate();
        create("p", A);

        iot.attachPrincipalPolicy(r -> r.policyName("p").principal(target));

        assertThat(iot.listAttachedPolicies(r -> r.target(target)).policies()).hasSize(1);
        assertThat(iot.listPrincipalPolicies(r -> r.principal(target)).policies())
                .extracting(Policy::policyName)
                .containsExactly("p");
        assertThat(iot.listPolicyPrincipals(r -> r.policyName("p")).principals())
                .containsExactly(target);
        iot.detachPrincipalPolicy(r -> r.policyName("p").principal(target));
        assertThat(iot.listPolicyPrincipals(r -> r.policyName("p")).principals())
                .isEmpty();
    }

    @Test
    void elevenPoliciesAreTooMany() {
        String target = certificate();
        IntStream.range(0, 11).forEach(i -> create("p" + i, A));
        IntStream.range(0, 10)
                .forEach(i -> iot.attachPolicy(r -> r.policyName("p" + i).target(target)));

        assertThatExceptionOfType(LimitExceededException.class)
                .isThrownBy(() -> iot.attachPolicy(r -> r.policyName("p10").target(target)));
    }

    @Test
    void groupHasThePoliciesOfWhatItIsPartOf() {
        iot.createThingGroup(r -> r.thingGroupName("plant"));
        iot.createThingGroup(r -> r.thingGroupName("pumps").parentGroupName("plant"));
        create("p", A);
        iot.attachPolicy(r -> r.policyName("p").target(ControlPlane.ARN + "thinggroup/plant"));

        String pumps = ControlPlane.ARN + "thinggroup/pumps";
        assertThat(iot.listAttachedPolicies(r -> r.target(pumps)).policies()).isEmpty();
        assertThat(iot.listAttachedPolicies(r -> r.target(pumps).recursive(true))
                        .policies())
                .hasSize(1);
    }

    @Test
    void testAuthorizationAsksTheEngine() {
        String target = certificate();
        create("p", ControlPlane.policy("Publish", "topic/${iot:ClientId}"));
        create("q", ControlPlane.policy("Publish", "topic/q").replace("Allow", "Deny"));
        iot.attachPolicy(r -> r.policyName("p").target(target));

        List<AuthResult> results = iot.testAuthorization(r -> r.principal(target)
                        .clientId("dev")
                        .policyNamesToAdd("q")
                        .authInfos(
                                info(ActionType.PUBLISH, "topic/dev"),
                                info(ActionType.PUBLISH, "topic/q"),
                                info(ActionType.CONNECT, "client/dev")))
                .authResults();

        assertThat(results)
                .extracting(AuthResult::authDecision)
                .containsExactly(AuthDecision.ALLOWED, AuthDecision.EXPLICIT_DENY, AuthDecision.IMPLICIT_DENY);
        assertThat(results.get(0).allowed().policies())
                .extracting(Policy::policyName)
                .containsExactly("p");
        assertThat(results.get(1).denied().explicitDeny().policies())
                .extracting(Policy::policyName)
                .containsExactly("q");
        assertThat(iot.testAuthorization(r -> r.principal(target).authInfos(info(ActionType.PUBLISH, "topic/dev")))
                        .authResults()
                        .get(0)
                        .missingContextValues())
                .containsExactly("iot:ClientId");
    }

    @Test
    void testAuthorizationLeavesOutWhatItIsTold() {
        String target = certificate();
        create("p", A);
        iot.attachPolicy(r -> r.policyName("p").target(target));

        AuthResult result = iot.testAuthorization(
                        r -> r.principal(target).policyNamesToSkip("p").authInfos(info(ActionType.PUBLISH, "topic/a")))
                .authResults()
                .get(0);

        assertThat(result.authDecision()).isEqualTo(AuthDecision.IMPLICIT_DENY);
        assertThatExceptionOfType(ResourceNotFoundException.class)
                .isThrownBy(() -> iot.testAuthorization(r ->
                        r.principal(target).policyNamesToAdd("none").authInfos(info(ActionType.PUBLISH, "topic/a"))));
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() ->
                        iot.testAuthorization(r -> r.principal("me").authInfos(info(ActionType.PUBLISH, "topic/a"))));
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> iot.testAuthorization(r -> r.principal(target)
                        .authInfos(AuthInfo.builder()
                                .actionType("RETAIN")
                                .resources("*")
                                .build())));
    }

    @Test
    void effectivePoliciesAreThoseOfTheCertificateAndOfTheGroupsOfItsThing() {
        String target = certificate();
        create("own", A);
        create("group", B);
        iot.createThing(r -> r.thingName("pump"));
        iot.createThingGroup(r -> r.thingGroupName("pumps"));
        iot.addThingToThingGroup(r -> r.thingGroupName("pumps").thingName("pump"));
        iot.attachThingPrincipal(r -> r.thingName("pump").principal(target));
        iot.attachPolicy(r -> r.policyName("own").target(target));
        iot.attachPolicy(r -> r.policyName("group").target(ControlPlane.ARN + "thinggroup/pumps"));

        assertThat(iot.getEffectivePolicies(r -> r.principal(target).thingName("pump"))
                        .effectivePolicies())
                .extracting(EffectivePolicy::policyName)
                .containsExactly("own", "group");
        assertThat(iot.getEffectivePolicies(r -> r.principal(target)).effectivePolicies())
                .extracting(EffectivePolicy::policyDocument)
                .containsExactly(A);
    }

    private CreatePolicyResponse create(String name, String document) {
        return iot.createPolicy(r -> r.policyName(name).policyDocument(document));
    }

    private String certificate() {
        return iot.createCertificateFromCsr(r -> r.certificateSigningRequest(TestRequests.request("CN=d")))
                .certificateArn();
    }

    private static AuthInfo info(ActionType action, String resource) {
        return AuthInfo.builder()
                .actionType(action)
                .resources(ControlPlane.ARN + resource)
                .build();
    }
}
