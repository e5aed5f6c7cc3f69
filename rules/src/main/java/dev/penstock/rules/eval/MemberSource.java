package dev.penstock.rules.eval;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where an Object has its members from, until somebody wants them as a map. */
interface MemberSource {

    /** The members in their order. */
    Map<String, Value> toMap();

    /** The member of a name, Undefined when there is none; null when the map must be asked. */
    @Nullable
    Value find(MemberKey key);

    /** Writes the Object. */
    void write(JsonWriter out);

    /** How deep Objects and Arrays are nested, this one included; at least that. */
    int depth();

    /**
     * How much there is to walk over.
     *
     * @throws LimitExceeded when it is too much
     */
    int weight();
}
