package dev.penstock.broker.identity;

import dev.penstock.platform.aws.AwsException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Static groups of things. The policies of a group, and of the groups that it is part of, hold for its things. */
public final class ThingGroups {
    private static final int MOST_ATTRIBUTES = 50;

    private final RegistryState state;

    ThingGroups(RegistryState state) {
        this.state = state;
    }

    /** @throws AwsException ResourceAlreadyExistsException when there is one that is different; ResourceNotFoundException */
    public ThingGroup create(String name, @Nullable String parent, String description, Map<String, String> attributes) {
        NameRules.name("thingGroupName", name);
        NameRules.attributes(attributes, MOST_ATTRIBUTES);
        return state.change(() -> {
            ThingGroup found = state.groups.get(name);
            if (parent != null) {
                get(parent);
            }
            if (found != null) {
                if (found.description().equals(description)
                        && found.attributes().equals(attributes)
                        && found.parentName().equals(Optional.ofNullable(parent))) {
                    return found;
                }
                throw IdentityErrors.exists("Thing group", name, arn(name));
            }
            return put(new ThingGroup(
                    name, UUID.randomUUID().toString(), parent, description, attributes, 1, state.time.now()));
        });
    }

    /** @throws AwsException ResourceNotFoundException */
    public ThingGroup get(String name) {
        return state.read(() -> {
            ThingGroup found = state.groups.get(name);
            if (found == null) {
                throw IdentityErrors.notFound("Thing group", name);
            }
            return found;
        });
    }

    /** In the order of their names. */
    public List<ThingGroup> all() {
        return state.read(() -> List.copyOf(state.groups.values()));
    }

    /** @throws AwsException ResourceNotFoundException, VersionConflictException */
    public ThingGroup update(
            String name,
            Optional<String> description,
            Optional<Map<String, String>> attributes,
            boolean merge,
            Optional<Long> expectedVersion) {
        return state.change(() -> {
            ThingGroup found = get(name);
            if (expectedVersion.isPresent() && expectedVersion.get() != found.version()) {
                throw IdentityErrors.versionConflict(name, expectedVersion.get(), found.version());
            }
            Map<String, String> all = new TreeMap<>(merge || attributes.isEmpty() ? found.attributes() : Map.of());
            attributes.ifPresent(all::putAll);
            all.values().removeIf(String::isEmpty);
            NameRules.attributes(all, MOST_ATTRIBUTES);
            return put(new ThingGroup(
                    name,
                    found.id(),
                    found.parent(),
                    description.orElse(found.description()),
                    all,
                    found.version() + 1,
                    found.createdAt()));
        });
    }

    /** @throws AwsException InvalidRequestException when it has groups in it; VersionConflictException */
    public void delete(String name, Optional<Long> expectedVersion) {
        state.change(() -> {
            ThingGroup found = state.groups.get(name);
            if (found == null) {
                return;
            }
            if (expectedVersion.isPresent() && expectedVersion.get() != found.version()) {
                throw IdentityErrors.versionConflict(name, expectedVersion.get(), found.version());
            }
            if (state.groups.values().stream().anyMatch(group -> name.equals(group.parent()))) {
                throw IdentityErrors.invalid("Cannot delete thing group %s: it has child groups".formatted(name));
            }
            state.groups.remove(name);
            state.groupThings.dropLeft(name);
            state.policyTargets.dropRight(arn(name));
        });
    }

    /** @throws AwsException ResourceNotFoundException */
    public void add(String group, String thing) {
        state.change(() -> {
            get(group);
            checkThing(thing);
            state.groupThings.add(group, thing);
        });
    }

    /** @throws AwsException ResourceNotFoundException */
    public void remove(String group, String thing) {
        state.change(() -> {
            get(group);
            checkThing(thing);
            state.groupThings.remove(group, thing);
        });
    }

    /**
     * @param recursive also those of the groups in it
     * @throws AwsException ResourceNotFoundException
     */
    public List<String> things(String group, boolean recursive) {
        return state.read(() -> {
            get(group);
            List<String> things = new ArrayList<>(state.groupThings.rightsOf(group));
            if (recursive) {
                state.groups.values().stream()
                        .filter(child -> group.equals(child.parent()))
                        .forEach(child -> things.addAll(things(child.name(), true)));
            }
            return things.stream().distinct().sorted().toList();
        });
    }

    /** @throws AwsException ResourceNotFoundException */
    public List<String> ofThing(String thing) {
        return state.read(() -> {
            checkThing(thing);
            return state.groupThings.leftsOf(thing);
        });
    }

    public String arn(String name) {
        return state.arn("thinggroup/" + name);
    }

    private void checkThing(String thing) {
        if (!state.things.containsKey(thing)) {
            throw IdentityErrors.notFound("Thing", thing);
        }
    }

    private ThingGroup put(ThingGroup group) {
        state.groups.put(group.name(), group);
        return group;
    }
}
