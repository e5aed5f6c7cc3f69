package dev.penstock.rules.eval;

import dev.penstock.platform.data.Bytes;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Members of an Object that SELECT made: those of the payload, if it has a {@code *}, then the items. */
final class ProjectedMembers implements MemberSource {
    private final @Nullable ParsedMembers base;
    private final ProjectedKeys keys;
    private final Value[] values;

    ProjectedMembers(@Nullable ParsedMembers base, ProjectedKeys keys, Value[] values) {
        this.base = base;
        this.keys = keys;
        this.values = values;
    }

    @Override
    public Map<String, Value> toMap() {
        Map<String, Value> members = base == null ? new LinkedHashMap<>() : base.toMap();
        for (int i = 0; i < keys.count(); i++) {
            if (!values[i].isUndefined()) {
                members.put(keys.at(i).name(), values[i]);
            }
        }
        return members;
    }

    @Override
    public @Nullable Value find(MemberKey key) {
        return null;
    }

    /** A member of the payload that an item replaces stays in its place. */
    @Override
    public void write(JsonWriter out) {
        if (base == null) {
            out.punctuation('{');
            writeItems(out, null);
            return;
        }
        JsonDocument document = base.document();
        JsonTape tape = document.tape();
        int object = base.entry();
        int end = tape.link(object);
        if (!replacesAny(tape, object, end)) {
            document.write(object, out);
            out.reopen();
            writeItems(out, null);
            return;
        }
        out.punctuation('{');
        boolean[] written = new boolean[keys.count()];
        for (int name = object + JsonTape.WIDTH; name < end; name = tape.after(name + JsonTape.WIDTH)) {
            int replacing = replacing(tape, name);
            if (replacing < 0) {
                document.writeMembers(name, tape.after(name + JsonTape.WIDTH), out);
            } else {
                written[replacing] = true;
                out.member(keys.at(replacing).name(), values[replacing]);
            }
        }
        writeItems(out, written);
    }

    private void writeItems(JsonWriter out, boolean @Nullable [] written) {
        for (int i = 0; i < keys.count(); i++) {
            if (!values[i].isUndefined() && (written == null || !written[i])) {
                Bytes key = keys.at(i).json();
                out.bytes(key.shared(), 0, key.length());
                out.value(values[i]);
                out.punctuation(',');
            }
        }
        out.close('}');
    }

    private boolean replacesAny(JsonTape tape, int object, int end) {
        for (int name = object + JsonTape.WIDTH; name < end; name = tape.after(name + JsonTape.WIDTH)) {
            if (replacing(tape, name) >= 0) {
                return true;
            }
        }
        return false;
    }

    /** The item that replaces a member of the payload; -1 when none does. */
    private int replacing(JsonTape tape, int name) {
        int hash = tape.link(name);
        if (!keys.mayHave(hash)) {
            return -1;
        }
        for (int i = 0; i < keys.count(); i++) {
            MemberKey key = keys.at(i).key();
            if (key.hash() == hash && !values[i].isUndefined() && tape.isNamed(name, key)) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public int depth() {
        int deepest = base == null ? 1 : base.depth();
        for (Value value : values) {
            deepest = Math.max(deepest, Depth.of(value) + 1);
        }
        return deepest;
    }

    @Override
    public int weight() {
        long sum = base == null ? 1 : base.weight();
        for (int i = 0; i < values.length; i++) {
            sum += keys.at(i).name().length() + (long) Weight.of(values[i]);
        }
        return Weight.checked(sum);
    }
}
