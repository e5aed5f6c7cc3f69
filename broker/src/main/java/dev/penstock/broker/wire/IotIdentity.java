package dev.penstock.broker.wire;

import static dev.penstock.platform.wire.RestOperation.answering;

import dev.penstock.broker.identity.Registry;
import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.wire.RestJsonService;

/** The table of operations. What is in no part of the service is refused by its name. */
public final class IotIdentity {
    private final RestJsonService service = new RestJsonService("iot");
    private final Registry registry;

    private IotIdentity(Registry registry) {
        this.registry = registry;
    }

    /**
     * The service over a registry.
     *
     * @param endpointHost what DescribeEndpoint answers, for example {@code localhost}
     */
    public static RestJsonService service(Registry registry, AwsIdentity identity, String endpointHost) {
        IotIdentity all = new IotIdentity(registry);
        all.addThings();
        all.addGroups();
        all.addCertificates(identity);
        all.addPolicies();
        EndpointOperations endpoint = new EndpointOperations(endpointHost);
        all.service
                .operation("GET", "/endpoint", "DescribeEndpoint", answering(endpoint::describe))
                .operation(
                        "GET",
                        "/event-configurations",
                        "DescribeEventConfigurations",
                        answering(endpoint::describeEvents))
                .operation(
                        "PATCH",
                        "/event-configurations",
                        "UpdateEventConfigurations",
                        answering(endpoint::updateEvents));
        NotEmulated.operations().forEach(all.service::notEmulated);
        return all.service;
    }

    private void addThings() {
        ThingOperations things = new ThingOperations(registry);
        ThingTypeOperations types = new ThingTypeOperations(registry);
        service.operation("POST", "/things/{thingName}", "CreateThing", answering(things::create))
                .operation("GET", "/things/{thingName}", "DescribeThing", answering(things::describe))
                .operation("PATCH", "/things/{thingName}", "UpdateThing", answering(things::update))
                .operation("DELETE", "/things/{thingName}", "DeleteThing", answering(things::delete))
                .operation("GET", "/things", "ListThings", answering(things::list))
                .operation("PUT", "/things/{thingName}/principals", "AttachThingPrincipal", answering(things::attach))
                .operation(
                        "DELETE", "/things/{thingName}/principals", "DetachThingPrincipal", answering(things::detach))
                .operation(
                        "GET", "/things/{thingName}/principals", "ListThingPrincipals", answering(things::principals))
                .operation("GET", "/principals/things", "ListPrincipalThings", answering(things::ofPrincipal))
                .operation("POST", "/thing-types/{thingTypeName}", "CreateThingType", answering(types::create))
                .operation("GET", "/thing-types/{thingTypeName}", "DescribeThingType", answering(types::describe))
                .operation(
                        "POST",
                        "/thing-types/{thingTypeName}/deprecate",
                        "DeprecateThingType",
                        answering(types::deprecate))
                .operation("DELETE", "/thing-types/{thingTypeName}", "DeleteThingType", answering(types::delete))
                .operation("GET", "/thing-types", "ListThingTypes", answering(types::list));
    }

    private void addGroups() {
        ThingGroupOperations groups = new ThingGroupOperations(registry);
        service.operation("POST", "/thing-groups/{thingGroupName}", "CreateThingGroup", answering(groups::create))
                .operation("GET", "/thing-groups/{thingGroupName}", "DescribeThingGroup", answering(groups::describe))
                .operation("PATCH", "/thing-groups/{thingGroupName}", "UpdateThingGroup", answering(groups::update))
                .operation("DELETE", "/thing-groups/{thingGroupName}", "DeleteThingGroup", answering(groups::delete))
                .operation("GET", "/thing-groups", "ListThingGroups", answering(groups::list))
                .operation("PUT", "/thing-groups/addThingToThingGroup", "AddThingToThingGroup", answering(groups::add))
                .operation(
                        "PUT",
                        "/thing-groups/removeThingFromThingGroup",
                        "RemoveThingFromThingGroup",
                        answering(groups::remove))
                .operation(
                        "GET",
                        "/thing-groups/{thingGroupName}/things",
                        "ListThingsInThingGroup",
                        answering(groups::things))
                .operation(
                        "GET",
                        "/things/{thingName}/thing-groups",
                        "ListThingGroupsForThing",
                        answering(groups::ofThing));
    }

    private void addCertificates(AwsIdentity identity) {
        CertificateOperations certificates = new CertificateOperations(registry, identity);
        CaOperations authorities = new CaOperations(registry, identity, certificates);
        String one = "/certificates/{certificateId}";
        String authority = "/cacertificate/{caCertificateId}";
        service.onClose(certificates::close)
                .operation("POST", "/keys-and-certificate", "CreateKeysAndCertificate", certificates::createKeys)
                .operation("POST", "/certificates", "CreateCertificateFromCsr", certificates::sign)
                .operation("POST", "/certificate/register", "RegisterCertificate", answering(certificates::register))
                .operation(
                        "POST",
                        "/certificate/register-no-ca",
                        "RegisterCertificateWithoutCA",
                        answering(certificates::registerWithoutCa))
                .operation("GET", one, "DescribeCertificate", answering(certificates::describe))
                .operation("PUT", one, "UpdateCertificate", answering(certificates::update))
                .operation("DELETE", one, "DeleteCertificate", answering(certificates::delete))
                .operation("GET", "/certificates", "ListCertificates", answering(certificates::list))
                .operation("GET", "/registrationcode", "GetRegistrationCode", answering(authorities::code))
                .operation("DELETE", "/registrationcode", "DeleteRegistrationCode", answering(authorities::deleteCode))
                .operation("POST", "/cacertificate", "RegisterCACertificate", answering(authorities::register))
                .operation("GET", authority, "DescribeCACertificate", answering(authorities::describe))
                .operation("PUT", authority, "UpdateCACertificate", answering(authorities::update))
                .operation("DELETE", authority, "DeleteCACertificate", answering(authorities::delete))
                .operation("GET", "/cacertificates", "ListCACertificates", answering(authorities::list))
                .operation(
                        "GET",
                        "/certificates-by-ca/{caCertificateId}",
                        "ListCertificatesByCA",
                        answering(authorities::certificates));
    }

    private void addPolicies() {
        PolicyOperations policies = new PolicyOperations(registry);
        AttachmentOperations attached = new AttachmentOperations(registry);
        AuthorizationOperations authorization = new AuthorizationOperations(registry);
        String one = "/policies/{policyName}";
        String versions = one + "/version";
        String version = versions + "/{policyVersionId}";
        String target = "/target-policies/{policyName}";
        String principal = "/principal-policies/{policyName}";
        service.operation("POST", one, "CreatePolicy", answering(policies::create))
                .operation("GET", one, "GetPolicy", answering(policies::get))
                .operation("DELETE", one, "DeletePolicy", answering(policies::delete))
                .operation("GET", "/policies", "ListPolicies", answering(policies::list))
                .operation("POST", versions, "CreatePolicyVersion", answering(policies::createVersion))
                .operation("GET", versions, "ListPolicyVersions", answering(policies::listVersions))
                .operation("GET", version, "GetPolicyVersion", answering(policies::getVersion))
                .operation("PATCH", version, "SetDefaultPolicyVersion", answering(policies::setDefault))
                .operation("DELETE", version, "DeletePolicyVersion", answering(policies::deleteVersion))
                .operation("PUT", target, "AttachPolicy", answering(attached::attach))
                .operation("POST", target, "DetachPolicy", answering(attached::detach))
                .operation(
                        "POST", "/attached-policies/{target+}", "ListAttachedPolicies", answering(attached::ofTarget))
                .operation("POST", "/policy-targets/{policyName}", "ListTargetsForPolicy", answering(attached::targets))
                .operation("PUT", principal, "AttachPrincipalPolicy", answering(attached::attachPrincipal))
                .operation("DELETE", principal, "DetachPrincipalPolicy", answering(attached::detachPrincipal))
                .operation("GET", "/principal-policies", "ListPrincipalPolicies", answering(attached::ofPrincipal))
                .operation("GET", "/policy-principals", "ListPolicyPrincipals", answering(attached::principals))
                .operation("POST", "/test-authorization", "TestAuthorization", answering(authorization::test))
                .operation("POST", "/effective-policies", "GetEffectivePolicies", answering(authorization::effective));
    }
}
