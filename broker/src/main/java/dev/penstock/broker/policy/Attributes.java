package dev.penstock.broker.policy;

import java.util.List;

/** What is known about a request: the values of policy variables and condition keys. */
public interface Attributes {
    /** Nothing is known. */
    Attributes NONE = key -> List.of();

    /**
     * The values of a condition key; empty when it has none.
     *
     * @param key as the document spells it, for example {@code iot:ClientId}; its case does not matter, but within brackets
     */
    List<String> values(String key);

    /** What a variable of this name is replaced with; with several values each is tried. Empty when it is not replaced. */
    default List<String> substitutes(String key) {
        return values(key);
    }
}
