package dev.penstock.rules.eval;

import dev.penstock.platform.data.Bytes;
import java.util.Collection;

/** The keys of the items of SELECT. Immutable. */
final class ProjectedKeys {
    private final Key[] keys;
    private final long bits;

    /** @param json the key as it stands in JSON: {@code "key":} */
    record Key(MemberKey key, Bytes json) {

        static Key of(String name) {
            String quoted = JsonText.of(new Value.Text(name));
            return new Key(new MemberKey(name), Bytes.utf8(quoted + ":"));
        }

        String name() {
            return key.name();
        }
    }

    ProjectedKeys(Collection<String> names) {
        keys = names.stream().map(Key::of).toArray(Key[]::new);
        long sum = 0;
        for (Key key : keys) {
            sum |= 1L << key.key().hash();
        }
        bits = sum;
    }

    int count() {
        return keys.length;
    }

    Key at(int index) {
        return keys[index];
    }

    /** Whether a name with this hash may be among them; mostly right. */
    boolean mayHave(int hash) {
        return (bits >>> hash & 1) != 0;
    }
}
