package dev.penstock.rules.eval;

import org.jspecify.annotations.Nullable;

/** Members of one Object that were asked for lately: rules read the same few again and again. Used by one thread at a time. */
final class MemberCache {
    private static final int PLACES = 16;

    private final @Nullable MemberKey[] keys = new MemberKey[PLACES];
    private final @Nullable Value[] values = new Value[PLACES];

    /** Null when it was not asked for, or not lately. */
    @Nullable
    Value get(MemberKey key) {
        int place = key.hash() & (PLACES - 1);
        MemberKey present = keys[place];
        return present != null && present.same(key) ? values[place] : null;
    }

    void put(MemberKey key, Value value) {
        int place = key.hash() & (PLACES - 1);
        keys[place] = key;
        values[place] = value;
    }
}
