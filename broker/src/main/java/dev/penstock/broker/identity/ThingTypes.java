package dev.penstock.broker.identity;

import dev.penstock.platform.aws.AwsException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Types of things. */
public final class ThingTypes {
    private static final int MOST_SEARCHABLE = 3;

    private final RegistryState state;

    ThingTypes(RegistryState state) {
        this.state = state;
    }

    /** @throws AwsException ResourceAlreadyExistsException when there is one that is different; InvalidRequestException */
    public ThingType create(String name, String description, List<String> searchableAttributes) {
        NameRules.name("thingTypeName", name);
        if (searchableAttributes.size() > MOST_SEARCHABLE) {
            throw IdentityErrors.invalid("A thing type has at most 3 searchable attributes");
        }
        return state.change(() -> {
            ThingType found = state.types.get(name);
            if (found != null) {
                if (found.description().equals(description)
                        && found.searchableAttributes().equals(searchableAttributes)) {
                    return found;
                }
                throw IdentityErrors.exists("Thing type", name, arn(name));
            }
            ThingType type = new ThingType(
                    name, UUID.randomUUID().toString(), description, searchableAttributes, state.time.now(), null);
            state.types.put(name, type);
            return type;
        });
    }

    /** @throws AwsException ResourceNotFoundException */
    public ThingType get(String name) {
        return state.read(() -> {
            ThingType found = state.types.get(name);
            if (found == null) {
                throw IdentityErrors.notFound("Thing type", name);
            }
            return found;
        });
    }

    /** In the order of their names. */
    public List<ThingType> all() {
        return state.read(() -> List.copyOf(state.types.values()));
    }

    /**
     * @param undo makes it good for things again
     * @throws AwsException ResourceNotFoundException
     */
    public void deprecate(String name, boolean undo) {
        state.change(() -> {
            ThingType found = get(name);
            @Nullable Instant since = undo ? null : state.time.now();
            state.types.put(
                    name,
                    new ThingType(
                            name,
                            found.id(),
                            found.description(),
                            found.searchableAttributes(),
                            found.createdAt(),
                            since));
        });
    }

    /** @throws AwsException ResourceNotFoundException; InvalidRequestException when it is not deprecated or is in use */
    public void delete(String name) {
        state.change(() -> {
            if (get(name).deprecated() == null) {
                throw IdentityErrors.invalid(
                        "Cannot delete thing type %s: it must be deprecated first".formatted(name));
            }
            if (state.things.values().stream().anyMatch(thing -> name.equals(thing.type()))) {
                throw IdentityErrors.invalid("Cannot delete thing type %s: things have it".formatted(name));
            }
            state.types.remove(name);
        });
    }

    public String arn(String name) {
        return state.arn("thingtype/" + name);
    }
}
