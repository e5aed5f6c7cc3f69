package dev.penstock.broker.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.penstock.broker.authority.TestRequests;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.services.iot.IotClient;
import software.amazon.awssdk.services.iot.model.Configuration;
import software.amazon.awssdk.services.iot.model.CreateThingResponse;
import software.amazon.awssdk.services.iot.model.DescribeThingResponse;
import software.amazon.awssdk.services.iot.model.GroupNameAndArn;
import software.amazon.awssdk.services.iot.model.InvalidRequestException;
import software.amazon.awssdk.services.iot.model.IotException;
import software.amazon.awssdk.services.iot.model.ListThingsResponse;
import software.amazon.awssdk.services.iot.model.ResourceAlreadyExistsException;
import software.amazon.awssdk.services.iot.model.ResourceNotFoundException;
import software.amazon.awssdk.services.iot.model.ThingAttribute;
import software.amazon.awssdk.services.iot.model.ThingTypeDefinition;
import software.amazon.awssdk.services.iot.model.VersionConflictException;

/** Things, their types and groups; each test has names of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ThingSdkTest {
    private ControlPlane plane;
    private IotClient iot;

    @BeforeAll
    void start() {
        plane = new ControlPlane();
        iot = plane.iot;
    }

    @AfterAll
    void stop() {
        plane.close();
    }

    @Test
    void thingIsDescribedAsItWasCreated() {
        CreateThingResponse created = iot.createThing(
                r -> r.thingName("pump-1").attributePayload(a -> a.attributes(Map.of("site", "north"))));

        DescribeThingResponse found = iot.describeThing(r -> r.thingName("pump-1"));
        assertThat(created.thingArn()).isEqualTo(ControlPlane.ARN + "thing/pump-1");
        assertThat(found.thingId()).isEqualTo(created.thingId());
        assertThat(found.defaultClientId()).isEqualTo("pump-1");
        assertThat(found.attributes()).isEqualTo(Map.of("site", "north"));
        assertThat(found.version()).isEqualTo(1);
    }

    @Test
    void sameThingMayBeCreatedAgainButNoOther() {
        CreateThingResponse first = iot.createThing(r -> r.thingName("pump-2"));

        assertThat(iot.createThing(r -> r.thingName("pump-2")).thingId()).isEqualTo(first.thingId());
        assertThatExceptionOfType(ResourceAlreadyExistsException.class)
                .isThrownBy(() -> iot.createThing(
                        r -> r.thingName("pump-2").attributePayload(a -> a.attributes(Map.of("a", "b")))))
                .satisfies(refusal -> {
                    assertThat(refusal.resourceId()).isEqualTo("pump-2");
                    assertThat(refusal.resourceArn()).isEqualTo(first.thingArn());
                    assertThat(refusal.statusCode()).isEqualTo(409);
                });
    }

    @Test
    void attributesAreMergedOrReplaced() {
        iot.createThing(r -> r.thingName("pump-3").attributePayload(a -> a.attributes(Map.of("a", "1", "b", "2"))));

        iot.updateThing(r -> r.thingName("pump-3")
                .attributePayload(a -> a.attributes(Map.of("a", "", "c", "3")).merge(true)));
        Map<String, String> merged =
                iot.describeThing(r -> r.thingName("pump-3")).attributes();
        iot.updateThing(r -> r.thingName("pump-3").attributePayload(a -> a.attributes(Map.of("d", "4"))));

        assertThat(merged).isEqualTo(Map.of("b", "2", "c", "3"));
        assertThat(iot.describeThing(r -> r.thingName("pump-3")).attributes()).isEqualTo(Map.of("d", "4"));
        assertThat(iot.describeThing(r -> r.thingName("pump-3")).version()).isEqualTo(3);
    }

    @Test
    void otherVersionThanExpectedIsAConflict() {
        iot.createThing(r -> r.thingName("pump-4"));

        assertThatExceptionOfType(VersionConflictException.class)
                .isThrownBy(() -> iot.updateThing(r -> r.thingName("pump-4").expectedVersion(7L)));
        assertThatExceptionOfType(VersionConflictException.class)
                .isThrownBy(() -> iot.deleteThing(r -> r.thingName("pump-4").expectedVersion(7L)));
    }

    @Test
    void deletedThingIsGoneAndDeletingItAgainSucceeds() {
        iot.createThing(r -> r.thingName("pump-5"));

        iot.deleteThing(r -> r.thingName("pump-5"));
        iot.deleteThing(r -> r.thingName("pump-5"));

        assertThatExceptionOfType(ResourceNotFoundException.class)
                .isThrownBy(() -> iot.describeThing(r -> r.thingName("pump-5")))
                .withMessageContaining("Thing pump-5 not found.");
    }

    @Test
    void thingWithAPrincipalIsNotDeleted() {
        String arn = iot.createCertificateFromCsr(r -> r.certificateSigningRequest(TestRequests.request("CN=pump-6")))
                .certificateArn();
        iot.createThing(r -> r.thingName("pump-6"));
        iot.attachThingPrincipal(r -> r.thingName("pump-6").principal(arn));

        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> iot.deleteThing(r -> r.thingName("pump-6")));
        assertThat(iot.listThingPrincipals(r -> r.thingName("pump-6")).principals())
                .containsExactly(arn);
        assertThat(iot.listPrincipalThings(r -> r.principal(arn)).things()).containsExactly("pump-6");

        iot.detachThingPrincipal(r -> r.thingName("pump-6").principal(arn));
        iot.deleteThing(r -> r.thingName("pump-6"));
        assertThat(iot.listPrincipalThings(r -> r.principal(arn)).things()).isEmpty();
    }

    @Test
    void thingIsNotAttachedToWhatIsNotThere() {
        iot.createThing(r -> r.thingName("pump-7"));

        assertThatExceptionOfType(ResourceNotFoundException.class)
                .isThrownBy(() -> iot.attachThingPrincipal(
                        r -> r.thingName("pump-7").principal(ControlPlane.ARN + "cert/" + "0".repeat(64))));
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() ->
                        iot.attachThingPrincipal(r -> r.thingName("pump-7").principal("me")));
    }

    @Test
    void thingsAreListedInPagesAndByAttribute() {
        IntStream.range(0, 5)
                .forEach(i -> iot.createThing(r -> r.thingName("list-" + i)
                        .attributePayload(a -> a.attributes(Map.of("row", i < 3 ? "left" : "right")))));

        ListThingsResponse first = iot.listThings(
                r -> r.attributeName("row").attributeValue("left").maxResults(2));
        ListThingsResponse second = iot.listThings(
                r -> r.attributeName("row").attributeValue("left").maxResults(2).nextToken(first.nextToken()));

        assertThat(first.things()).extracting(ThingAttribute::thingName).containsExactly("list-0", "list-1");
        assertThat(second.things()).extracting(ThingAttribute::thingName).containsExactly("list-2");
        assertThat(second.nextToken()).isNull();
        assertThat(iot.listThings(
                                r -> r.attributeName("row").attributeValue("r").usePrefixAttributeValue(true))
                        .things())
                .hasSize(2);
    }

    @Test
    void namesAndAttributesHaveRules() {
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> iot.createThing(r -> r.thingName("a b")))
                .withMessageContaining("thingName");
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> iot.createThing(r -> r.thingName("many")
                        .attributePayload(a -> a.attributes(Map.of("a", "1", "b", "1", "c", "1", "d", "1")))))
                .withMessageContaining("at most 3");
    }

    @Test
    void typeIsDeprecatedBeforeItIsDeleted() {
        iot.createThingType(r -> r.thingTypeName("valve")
                .thingTypeProperties(p -> p.thingTypeDescription("d").searchableAttributes("site")));
        iot.createThing(r -> r.thingName("valve-1").thingTypeName("valve"));

        assertThat(iot.describeThingType(r -> r.thingTypeName("valve"))
                        .thingTypeProperties()
                        .searchableAttributes())
                .containsExactly("site");
        assertThat(iot.listThings(r -> r.thingTypeName("valve")).things()).hasSize(1);
        assertThat(iot.listThingTypes(r -> r.thingTypeName("valve")).thingTypes())
                .extracting(ThingTypeDefinition::thingTypeName)
                .containsExactly("valve");
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> iot.deleteThingType(r -> r.thingTypeName("valve")));

        iot.deprecateThingType(r -> r.thingTypeName("valve"));
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> iot.createThing(r -> r.thingName("valve-2").thingTypeName("valve")));
        iot.updateThing(r -> r.thingName("valve-1").removeThingType(true));
        iot.deleteThingType(r -> r.thingTypeName("valve"));
        assertThatExceptionOfType(ResourceNotFoundException.class)
                .isThrownBy(() -> iot.describeThingType(r -> r.thingTypeName("valve")));
    }

    @Test
    void groupsHaveThingsAndGroups() {
        iot.createThing(r -> r.thingName("member"));
        iot.createThingGroup(r -> r.thingGroupName("plant"));
        iot.createThingGroup(r -> r.thingGroupName("pumps")
                .parentGroupName("plant")
                .thingGroupProperties(
                        p -> p.thingGroupDescription("d").attributePayload(a -> a.attributes(Map.of("k", "v")))));

        iot.addThingToThingGroup(r -> r.thingGroupName("pumps").thingName("member"));

        assertThat(iot.listThingsInThingGroup(r -> r.thingGroupName("plant")).things())
                .isEmpty();
        assertThat(iot.listThingsInThingGroup(r -> r.thingGroupName("plant").recursive(true))
                        .things())
                .containsExactly("member");
        assertThat(iot.listThingGroupsForThing(r -> r.thingName("member")).thingGroups())
                .extracting(GroupNameAndArn::groupName)
                .containsExactly("pumps");
        assertThat(iot.listThingGroups(r -> r.parentGroup("plant")).thingGroups())
                .extracting(GroupNameAndArn::groupArn)
                .containsExactly(ControlPlane.ARN + "thinggroup/pumps");
        assertThat(iot.describeThingGroup(r -> r.thingGroupName("pumps"))
                        .thingGroupMetadata()
                        .parentGroupName())
                .isEqualTo("plant");
        assertThat(iot.updateThingGroup(
                                r -> r.thingGroupName("pumps").thingGroupProperties(p -> p.thingGroupDescription("e")))
                        .version())
                .isEqualTo(2);
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> iot.deleteThingGroup(r -> r.thingGroupName("plant")));

        iot.removeThingFromThingGroup(r -> r.thingGroupName("pumps").thingName("member"));
        iot.deleteThingGroup(r -> r.thingGroupName("pumps"));
        iot.deleteThingGroup(r -> r.thingGroupName("plant"));
        assertThat(iot.listThingGroups(r -> r.namePrefixFilter("p")).thingGroups())
                .isEmpty();
    }

    @Test
    void endpointIsAHostWithoutAPort() {
        assertThat(List.of("iot:Data-ATS", "iot:Data", "iot:CredentialProvider", "iot:Jobs"))
                .allSatisfy(type -> assertThat(
                                iot.describeEndpoint(r -> r.endpointType(type)).endpointAddress())
                        .isEqualTo("localhost"));
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> iot.describeEndpoint(r -> r.endpointType("iot:Other")));
    }

    @Test
    void otherOperationsAreRefusedByName() {
        assertThatExceptionOfType(IotException.class)
                .isThrownBy(() ->
                        iot.createDynamicThingGroup(r -> r.thingGroupName("g").queryString("q")))
                .withMessageContaining("CreateDynamicThingGroup of iot is not emulated by Penstock");
        assertThatExceptionOfType(IotException.class)
                .isThrownBy(() -> iot.registerThing(r -> r.templateBody("{}")))
                .withMessageContaining("RegisterThing of iot is not emulated by Penstock");
        assertThatExceptionOfType(IotException.class)
                .isThrownBy(
                        () -> iot.createRoleAlias(r -> r.roleAlias("a").roleArn("arn:aws:iam::000000000000:role/r")))
                .withMessageContaining("CreateRoleAlias");
    }

    @Test
    void registryEventsCannotBeSwitchedOn() {
        assertThat(iot.describeEventConfigurations(r -> {}).eventConfigurationsAsStrings())
                .allSatisfy((event, configuration) ->
                        assertThat(configuration.enabled()).isFalse());
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> iot.updateEventConfigurations(r -> r.eventConfigurationsWithStrings(
                        Map.of("THING", Configuration.builder().enabled(true).build()))))
                .withMessageContaining("Events of THING are not published");
    }
}
