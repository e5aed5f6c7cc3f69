package dev.penstock.broker.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.penstock.broker.authority.TestRequests;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.iot.IotClient;
import software.amazon.awssdk.services.iot.model.Certificate;
import software.amazon.awssdk.services.iot.model.GroupNameAndArn;
import software.amazon.awssdk.services.iot.model.InvalidRequestException;
import software.amazon.awssdk.services.iot.model.ListCertificatesResponse;
import software.amazon.awssdk.services.iot.model.ListThingsResponse;
import software.amazon.awssdk.services.iot.model.Policy;
import software.amazon.awssdk.services.iot.model.ThingAttribute;
import software.amazon.awssdk.services.iot.model.ThingTypeDefinition;

class PagingTest {
    private static final String POLICY = ControlPlane.policy("Connect", "client/*");
    private static final List<String> NAMES = List.of("a", "b", "c", "d", "e");
    private final ControlPlane plane = new ControlPlane();
    private final IotClient iot = plane.iot;

    @AfterEach
    void stop() {
        plane.close();
    }

    private String certificate() {
        return iot.createCertificateFromCsr(r -> r.certificateSigningRequest(TestRequests.request("CN=d")))
                .certificateArn();
    }

    @Test
    void listsOfNamesAreGivenPageByPage() {
        String arn = certificate();
        for (String name : NAMES) {
            iot.createThing(r -> r.thingName(name));
            iot.createThingType(r -> r.thingTypeName(name));
            iot.createThingGroup(r -> r.thingGroupName(name));
            iot.createPolicy(r -> r.policyName(name).policyDocument(POLICY));
            iot.addThingToThingGroup(r -> r.thingGroupName("a").thingName(name));
            iot.addThingToThingGroup(r -> r.thingGroupName(name).thingName("a"));
            iot.attachThingPrincipal(r -> r.thingName(name).principal(arn));
            iot.attachPolicy(r -> r.policyName(name).target(arn));
        }

        assertThat(iot.listThingsPaginator(r -> r.maxResults(2)).things())
                .extracting(ThingAttribute::thingName)
                .isEqualTo(NAMES);
        assertThat(iot.listThingTypesPaginator(r -> r.maxResults(2)).thingTypes())
                .extracting(ThingTypeDefinition::thingTypeName)
                .isEqualTo(NAMES);
        assertThat(iot.listThingGroupsPaginator(r -> r.maxResults(2)).thingGroups())
                .extracting(GroupNameAndArn::groupName)
                .isEqualTo(NAMES);
        assertThat(iot.listThingsInThingGroupPaginator(
                                r -> r.thingGroupName("a").maxResults(2))
                        .things())
                .containsExactlyElementsOf(NAMES);
        assertThat(iot.listThingGroupsForThingPaginator(r -> r.thingName("a").maxResults(2))
                        .thingGroups())
                .extracting(GroupNameAndArn::groupName)
                .isEqualTo(NAMES);
        assertThat(iot.listPrincipalThingsPaginator(r -> r.principal(arn).maxResults(2))
                        .things())
                .containsExactlyElementsOf(NAMES);
        assertThat(iot.listPoliciesPaginator(r -> r.pageSize(2)).policies())
                .extracting(Policy::policyName)
                .isEqualTo(NAMES);
        assertThat(iot.listAttachedPoliciesPaginator(r -> r.target(arn).pageSize(2))
                        .policies())
                .extracting(Policy::policyName)
                .isEqualTo(NAMES);
    }

    @Test
    void listsOfArnsAreGivenPageByPage() {
        iot.createThing(r -> r.thingName("a"));
        iot.createPolicy(r -> r.policyName("a").policyDocument(POLICY));
        List<String> arns = new ArrayList<>();
        IntStream.range(0, 5).forEach(i -> arns.add(certificate()));
        arns.forEach(arn -> {
            iot.attachThingPrincipal(r -> r.thingName("a").principal(arn));
            iot.attachPolicy(r -> r.policyName("a").target(arn));
        });

        assertThat(iot.listThingPrincipalsPaginator(r -> r.thingName("a").maxResults(2))
                        .principals())
                .containsExactlyElementsOf(arns);
        assertThat(iot.listTargetsForPolicyPaginator(r -> r.policyName("a").pageSize(2))
                        .targets())
                .containsExactlyElementsOf(arns);
        assertThat(iot.listCertificatesPaginator(r -> r.pageSize(2)).certificates())
                .extracting(Certificate::certificateArn)
                .isEqualTo(arns);
    }

    @Test
    void pageGoesOnWhenAllOfTheOneBeforeAreDeleted() {
        NAMES.forEach(name -> iot.createThing(r -> r.thingName(name)));
        IntStream.range(0, 5).forEach(i -> certificate());
        List<String> ids = iot.listCertificates(r -> {}).certificates().stream()
                .map(Certificate::certificateId)
                .toList();
        ListThingsResponse things = iot.listThings(r -> r.maxResults(2));
        ListCertificatesResponse certificates = iot.listCertificates(r -> r.pageSize(2));

        things.things().forEach(thing -> iot.deleteThing(r -> r.thingName(thing.thingName())));
        certificates.certificates().forEach(one -> iot.deleteCertificate(r -> r.certificateId(one.certificateId())));

        assertThat(iot.listThings(r -> r.nextToken(things.nextToken())).things())
                .extracting(ThingAttribute::thingName)
                .containsExactly("c", "d", "e");
        assertThat(iot.listCertificates(r -> r.marker(certificates.nextMarker()))
                        .certificates())
                .extracting(Certificate::certificateId)
                .isEqualTo(ids.subList(2, 5));
    }

    @Test
    void pageGoesOnBehindTheLastItemWhenTheNextOneIsDeleted() {
        NAMES.forEach(name -> iot.createThing(r -> r.thingName(name)));
        String token = iot.listThings(r -> r.maxResults(2)).nextToken();

        iot.deleteThing(r -> r.thingName("c"));

        assertThat(iot.listThings(r -> r.nextToken(token)).things())
                .extracting(ThingAttribute::thingName)
                .containsExactly("d", "e");
        iot.deleteThing(r -> r.thingName("b"));
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> iot.listThings(r -> r.nextToken(token)))
                .withMessageContaining("begin the list again");
    }

    @ParameterizedTest
    @ValueSource(strings = {"?", "YQ", "not a token"})
    void tokenOfSomebodyElseIsRefused(String token) {
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> iot.listThings(r -> r.nextToken(token)));
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> iot.listPolicies(r -> r.marker(token)));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 251, -1})
    void pageHasOneTo250Items(int size) {
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> iot.listThings(r -> r.maxResults(size)));
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> iot.listCertificates(r -> r.pageSize(size)));
    }
}
