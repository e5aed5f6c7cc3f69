package dev.penstock.broker.identity;

import dev.penstock.platform.aws.AwsException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Things, and the principals that are attached to them. */
public final class Things {
    private static final int ATTRIBUTES = 3;
    private static final int ATTRIBUTES_WITH_TYPE = 50;

    private final RegistryState state;

    Things(RegistryState state) {
        this.state = state;
    }

    /**
     * Creates a thing; nothing happens when there is one that is the same.
     *
     * @throws AwsException ResourceAlreadyExistsException when there is one that is different; ResourceNotFoundException when
     *     there is no such type; InvalidRequestException
     */
    public Thing create(
            String name, @Nullable String type, @Nullable String billingGroup, Map<String, String> attributes) {
        NameRules.name("thingName", name);
        Thing wanted = new Thing(name, UUID.randomUUID().toString(), type, billingGroup, withoutEmpty(attributes), 1);
        return state.change(() -> {
            Thing found = state.things.get(name);
            if (found != null && !found.isLike(wanted)) {
                throw IdentityErrors.exists("Thing", name, arn(name));
            }
            check(wanted, Optional.empty());
            return found != null ? found : put(wanted);
        });
    }

    /** @throws AwsException ResourceNotFoundException */
    public Thing get(String name) {
        return find(name).orElseThrow(() -> IdentityErrors.notFound("Thing", name));
    }

    public Optional<Thing> find(String name) {
        return state.read(() -> Optional.ofNullable(state.things.get(name)));
    }

    /** In the order of their names. */
    public List<Thing> all() {
        return state.read(() -> List.copyOf(state.things.values()));
    }

    /** @throws AwsException ResourceNotFoundException, VersionConflictException, InvalidRequestException */
    public Thing update(String name, Thing.Change change) {
        return state.change(() -> {
            Thing found = get(name);
            checkVersion(found, change.expectedVersion());
            if (change.removeType() && change.type().isPresent()) {
                throw IdentityErrors.invalid("Give thingTypeName or removeThingType, and not both");
            }
            Map<String, String> attributes = new TreeMap<>(found.attributes());
            change.attributes().ifPresent(given -> {
                if (!change.merge()) {
                    attributes.clear();
                }
                attributes.putAll(given);
            });
            Thing changed = new Thing(
                    name,
                    found.id(),
                    change.removeType() ? null : change.type().orElse(found.type()),
                    found.billingGroup(),
                    withoutEmpty(attributes),
                    found.version() + 1);
            check(changed, found.typeName());
            return put(changed);
        });
    }

    /** @throws AwsException InvalidRequestException when principals are attached; VersionConflictException */
    public void delete(String name, Optional<Long> expectedVersion) {
        state.change(() -> {
            Thing found = state.things.get(name);
            if (found == null) {
                return;
            }
            checkVersion(found, expectedVersion);
            if (!state.thingPrincipals.rightsOf(name).isEmpty()) {
                throw IdentityErrors.invalid(
                        "Cannot delete. Thing %s is still attached to one or more principals".formatted(name));
            }
            state.things.remove(name);
            state.groupThings.dropRight(name);
        });
    }

    /**
     * @param principal ARN of a certificate that is registered, or a Cognito identity
     * @throws AwsException ResourceNotFoundException
     */
    public void attach(String name, String principal) {
        state.change(() -> {
            get(name);
            Principals.check(state, principal);
            state.thingPrincipals.add(name, principal);
        });
    }

    /** @throws AwsException ResourceNotFoundException */
    public void detach(String name, String principal) {
        state.change(() -> {
            get(name);
            state.thingPrincipals.remove(name, principal);
        });
    }

    /** @throws AwsException ResourceNotFoundException */
    public List<String> principals(String name) {
        return state.read(() -> {
            get(name);
            return state.thingPrincipals.rightsOf(name);
        });
    }

    /** Names of things. */
    public List<String> ofPrincipal(String principal) {
        return state.read(() -> state.thingPrincipals.leftsOf(principal));
    }

    public String arn(String name) {
        return state.arn("thing/" + name);
    }

    private Thing put(Thing thing) {
        state.things.put(thing.name(), thing);
        return thing;
    }

    private void check(Thing thing, Optional<String> typeBefore) {
        String type = thing.type();
        if (type != null && !typeBefore.equals(Optional.of(type))) {
            ThingType found = state.types.get(type);
            if (found == null) {
                throw IdentityErrors.notFound("Thing type", type);
            }
            if (found.deprecated() != null) {
                throw IdentityErrors.invalid("Can not create new thing with deprecated thing type: " + type);
            }
        }
        NameRules.attributes(thing.attributes(), type == null ? ATTRIBUTES : ATTRIBUTES_WITH_TYPE);
    }

    /** An attribute with an empty value is one that is not there. */
    private static Map<String, String> withoutEmpty(Map<String, String> attributes) {
        Map<String, String> kept = new TreeMap<>(attributes);
        kept.values().removeIf(String::isEmpty);
        return kept;
    }

    private static void checkVersion(Thing thing, Optional<Long> expected) {
        if (expected.isPresent() && expected.get() != thing.version()) {
            throw IdentityErrors.versionConflict(thing.name(), expected.get(), thing.version());
        }
    }
}
