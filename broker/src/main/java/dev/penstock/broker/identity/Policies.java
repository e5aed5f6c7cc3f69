package dev.penstock.broker.identity;

import dev.penstock.broker.policy.PolicyDocument;
import dev.penstock.broker.policy.PolicyEngine.NamedPolicy;
import dev.penstock.platform.aws.AwsException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/** Policies with their versions, and what they are attached to. */
public final class Policies {
    static final int MAX_VERSIONS = 5;
    private static final int MAX_ATTACHED = 10;

    private final RegistryState state;

    Policies(RegistryState state) {
        this.state = state;
    }

    /** @throws AwsException ResourceAlreadyExistsException, MalformedPolicyException, InvalidRequestException */
    public Policy create(String name, String document) {
        NameRules.policy(name);
        PolicyDocument parsed = PolicyDocument.parse(document);
        return state.change(() -> {
            if (state.policies.containsKey(name)) {
                throw IdentityErrors.exists("Policy", name, arn(name));
            }
            Instant now = state.time.now();
            return put(new Policy(name, fresh(), Map.of(1, new Policy.Version(parsed, now)), 1, 1, now, now));
        });
    }

    /** @throws AwsException ResourceNotFoundException */
    public Policy get(String name) {
        return state.read(() -> Optional.ofNullable(state.policies.get(name))
                .orElseThrow(() -> IdentityErrors.notFound("Policy", name)));
    }

    /** In the order of their names. */
    public List<Policy> all() {
        return state.read(() -> List.copyOf(state.policies.values()));
    }

    /** @throws AwsException DeleteConflictException when it is attached or has other versions; ResourceNotFoundException */
    public void delete(String name) {
        state.change(() -> {
            Policy found = get(name);
            if (!state.policyTargets.rightsOf(name).isEmpty()) {
                throw IdentityErrors.deleteConflict(
                        "The policy cannot be deleted as the policy is attached to one or more principals (name=%s)"
                                .formatted(name));
            }
            if (found.versions().size() > 1) {
                throw IdentityErrors.deleteConflict(
                        "Cannot delete the policy because it has one or more policy versions attached to it (name=%s)"
                                .formatted(name));
            }
            state.policies.remove(name);
        });
    }

    /** @return the policy with its new version, whose number is {@link Policy#newest} */
    public Policy createVersion(String name, String document, boolean asDefault) {
        PolicyDocument parsed = PolicyDocument.parse(document);
        return state.change(() -> {
            Policy found = get(name);
            if (found.versions().size() >= MAX_VERSIONS) {
                throw IdentityErrors.versionsLimit(name);
            }
            int number = found.newest() + 1;
            Map<Integer, Policy.Version> versions = new TreeMap<>(found.versions());
            versions.put(number, new Policy.Version(parsed, state.time.now()));
            return put(changed(found, versions, asDefault ? number : found.defaultVersion(), number));
        });
    }

    /** @throws AwsException ResourceNotFoundException */
    public Policy.Version version(String name, int number) {
        return Optional.ofNullable(get(name).versions().get(number))
                .orElseThrow(() -> IdentityErrors.notFound("Policy version", name + ":" + number));
    }

    /** @throws AwsException ResourceNotFoundException */
    public void setDefaultVersion(String name, int number) {
        state.change(() -> {
            version(name, number);
            Policy found = get(name);
            put(changed(found, found.versions(), number, found.newest()));
        });
    }

    /** @throws AwsException DeleteConflictException when it is the default one; ResourceNotFoundException */
    public void deleteVersion(String name, int number) {
        state.change(() -> {
            version(name, number);
            Policy found = get(name);
            if (found.defaultVersion() == number) {
                throw IdentityErrors.deleteConflict(
                        "Cannot delete the default version of a policy (name=%s, version=%d)".formatted(name, number));
            }
            Map<Integer, Policy.Version> versions = new TreeMap<>(found.versions());
            versions.remove(number);
            put(changed(found, versions, found.defaultVersion(), found.newest()));
        });
    }

    /**
     * @param target ARN of a certificate or a thing group, or a Cognito identity
     * @throws AwsException ResourceNotFoundException; LimitExceededException when it would have more than ten
     */
    public void attach(String name, String target) {
        state.change(() -> {
            get(name);
            Principals.checkTarget(state, target);
            if (!state.policyTargets.has(name, target)
                    && state.policyTargets.leftsOf(target).size() >= MAX_ATTACHED) {
                throw IdentityErrors.limit("At most %d policies may be attached to %s".formatted(MAX_ATTACHED, target));
            }
            state.policyTargets.add(name, target);
        });
    }

    /** @throws AwsException ResourceNotFoundException when there is no such policy */
    public void detach(String name, String target) {
        state.change(() -> {
            get(name);
            state.policyTargets.remove(name, target);
        });
    }

    /** ARNs and Cognito ids. */
    public List<String> targets(String name) {
        return state.read(() -> {
            get(name);
            return state.policyTargets.rightsOf(name);
        });
    }

    /** @param recursive for a thing group: also those of the groups that it is part of */
    public List<Policy> attached(String target, boolean recursive) {
        return state.read(() -> {
            Set<String> names = new LinkedHashSet<>(state.policyTargets.leftsOf(target));
            String start = state.arn("thinggroup/");
            if (recursive && target.startsWith(start)) {
                names.addAll(ofGroup(target.substring(start.length())));
            }
            return names.stream().map(this::get).toList();
        });
    }

    /** What counts for a principal: its own policies and those of the groups of its thing; default versions. */
    public List<NamedPolicy> effective(String principal, Optional<Thing> thing) {
        return state.read(() -> {
            Set<String> names = new LinkedHashSet<>(state.policyTargets.leftsOf(principal));
            thing.ifPresent(
                    one -> state.groupThings.leftsOf(one.name()).forEach(group -> names.addAll(ofGroup(group))));
            return names.stream().map(name -> get(name).named()).toList();
        });
    }

    private List<String> ofGroup(String group) {
        List<String> names = new ArrayList<>();
        ThingGroup next = state.groups.get(group);
        while (next != null) {
            names.addAll(state.policyTargets.leftsOf(state.arn("thinggroup/" + next.name())));
            next = next.parent() == null ? null : state.groups.get(next.parent());
        }
        return names;
    }

    public String arn(String name) {
        return state.arn("policy/" + name);
    }

    private Policy put(Policy policy) {
        state.policies.put(policy.name(), policy);
        return policy;
    }

    private Policy changed(Policy found, Map<Integer, Policy.Version> versions, int defaultVersion, int newest) {
        return new Policy(found.name(), fresh(), versions, defaultVersion, newest, found.createdAt(), state.time.now());
    }

    private static String fresh() {
        return UUID.randomUUID().toString();
    }
}
