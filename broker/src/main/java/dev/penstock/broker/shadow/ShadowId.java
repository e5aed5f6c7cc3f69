package dev.penstock.broker.shadow;

import java.util.regex.Pattern;

/**
 * Which shadow of which thing.
 *
 * @param name empty for the classic shadow
 */
public record ShadowId(String thing, String name) implements Comparable<ShadowId> {
    private static final Pattern THING = Pattern.compile("[a-zA-Z0-9:_-]{1,128}");
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9:_-]{1,64}");

    /** @throws ShadowError 400 when one of the names is none */
    public ShadowId {
        if (!THING.matcher(thing).matches()) {
            throw ShadowError.badRequest("Invalid thing name: it has 1 to 128 letters, digits and : _ -");
        }
        if (!name.isEmpty() && !NAME.matcher(name).matches()) {
            throw ShadowError.badRequest("Invalid shadow name: it has 1 to 64 letters, digits and : _ -");
        }
    }

    /** What the topics of this shadow begin with, up to the operation. */
    String topic() {
        return "$aws/things/%s/shadow/%s".formatted(thing, name.isEmpty() ? "" : "name/" + name + "/");
    }

    /** How errors call it. */
    String label() {
        return name.isEmpty() ? thing : thing + "~" + name;
    }

    /** By thing, then by name. */
    @Override
    public int compareTo(ShadowId other) {
        int byThing = thing.compareTo(other.thing);
        return byThing != 0 ? byThing : name.compareTo(other.name);
    }
}
