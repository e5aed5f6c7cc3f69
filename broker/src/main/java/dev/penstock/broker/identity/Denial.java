package dev.penstock.broker.identity;

import dev.penstock.broker.identity.Registry.Ruling;
import dev.penstock.broker.policy.ClientFacts;
import dev.penstock.broker.policy.Principal;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** A refusal, and how often it came. What every statement made of it is worked out when somebody asks. */
public final class Denial {
    private final Instant first;
    private final ClientFacts client;
    private final Principal principal;
    private final boolean enforced;
    private final String reason;
    private final @Nullable Ruling ruling;
    private final LongAdder times = new LongAdder();
    private volatile Instant last;

    private Denial(
            Instant now,
            ClientFacts client,
            Principal principal,
            boolean enforced,
            String reason,
            @Nullable Ruling ruling) {
        this.first = now;
        this.last = now;
        this.client = client;
        this.principal = principal;
        this.enforced = enforced;
        this.reason = reason;
        this.ruling = ruling;
    }

    static Denial byPolicies(Instant now, ClientFacts client, Principal principal, boolean enforced, Ruling ruling) {
        return new Denial(now, client, principal, enforced, ruling.decision().explanation(), ruling);
    }

    /** @param reason what is wrong with its certificate */
    static Denial turnedAway(Instant now, ClientFacts client, String reason) {
        return new Denial(now, client, Principal.ANONYMOUS, true, reason, null);
    }

    /** What makes another refusal the same. */
    record Kind(ClientFacts client, Principal principal, String reason, List<String> versions) {}

    Kind kind() {
        List<String> versions = ruling == null
                ? List.of()
                : ruling.policies().stream()
                        .map(policy -> policy.name() + ":" + policy.version())
                        .toList();
        return new Kind(client, principal, reason, versions);
    }

    void count(Instant now) {
        times.increment();
        last = now;
    }

    public Instant first() {
        return first;
    }

    public Instant last() {
        return last;
    }

    public long times() {
        return times.sum();
    }

    public ClientFacts client() {
        return client;
    }

    /** {@link Principal#ANONYMOUS} when its certificate is not good for anything. */
    public Principal principal() {
        return principal;
    }

    /** Whether it counted; when not, policies only warn. */
    public boolean enforced() {
        return enforced;
    }

    /** One sentence. */
    public String reason() {
        return reason;
    }

    /** What the policies were asked; null when it did not come to that. */
    public @Nullable Ruling ruling() {
        return ruling;
    }
}
