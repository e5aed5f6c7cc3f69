package dev.penstock.rules.eval;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The name of a member, ready to be looked up in, or put into, JSON bytes. Immutable. */
final class MemberKey {
    private final String name;
    private final byte[] utf8;
    private final int hash;

    MemberKey(String name) {
        this.name = name;
        utf8 = name.getBytes(StandardCharsets.UTF_8);
        hash = Words.hash(utf8, 0, utf8.length);
    }

    String name() {
        return name;
    }

    int hash() {
        return hash;
    }

    boolean same(MemberKey other) {
        return other == this || (other.hash == hash && other.name.equals(name));
    }

    boolean equalsBytes(byte[] bytes, int from, int to) {
        return Arrays.equals(utf8, 0, utf8.length, bytes, from, to);
    }
}
