package dev.penstock.rules.eval;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Members of an Object that was parsed. */
record ParsedMembers(JsonDocument document, int entry) implements MemberSource {

    /** Whether members can be written one by one: no name is there twice or has escapes. */
    boolean isPlain() {
        return document.tape().hasPlainNames();
    }

    @Override
    public Map<String, Value> toMap() {
        return document.members(entry);
    }

    @Override
    public @Nullable Value find(MemberKey key) {
        return document.hasManyMembers(entry) ? null : document.member(entry, key);
    }

    @Override
    public void write(JsonWriter out) {
        document.write(entry, out);
    }

    @Override
    public int depth() {
        return document.tape().depth();
    }

    @Override
    public int weight() {
        return document.length(entry);
    }
}
