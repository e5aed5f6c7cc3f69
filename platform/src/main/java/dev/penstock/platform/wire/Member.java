package dev.penstock.platform.wire;

import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;

/** The name of a member that answers have a thousand times: encoded once. */
public final class Member {
    private final SerializableString name;

    /** @param name as in the API model */
    public Member(String name) {
        this.name = new SerializedString(name);
    }

    SerializableString name() {
        return name;
    }
}
