package dev.penstock.stream.local;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** What streams and registered consumers have alike: tags and a resource policy. */
public final class ResourceAttributes {
    private final TagSet tags = new TagSet();
    private final AtomicReference<@Nullable String> policy = new AtomicReference<>();

    /** Nothing is tagged, and there is no policy. */
    public ResourceAttributes() {}

    public TagSet tags() {
        return tags;
    }

    /** The policy as it was put. Nobody is kept out by it: every caller is the owner. */
    public Optional<String> policy() {
        return Optional.ofNullable(policy.get());
    }

    /** Replaces the policy. */
    public void putPolicy(String document) {
        policy.set(document);
    }

    /** Removes the policy; false when there was none. */
    public boolean removePolicy() {
        return policy.getAndSet(null) != null;
    }
}
