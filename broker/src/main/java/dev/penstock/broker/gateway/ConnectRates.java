package dev.penstock.broker.gateway;

import dev.penstock.broker.RateLimits;
import dev.penstock.platform.time.Time;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** How often clients connect, all of them and each: of every client id that came in the last second it knows the rate. */
final class ConnectRates {
    private static final int MAX_CLIENTS = 100_000;

    private final Time time;
    private final @Nullable TokenBucket all;
    private final OptionalInt each;
    private final Map<String, TokenBucket> clients = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, TokenBucket> eldest) {
            return size() > MAX_CLIENTS;
        }
    };

    ConnectRates(RateLimits limits, Time time) {
        this.time = time;
        this.all = TokenBucket.of(limits.connects());
        this.each = limits.connectsOfClient();
    }

    /** Why a client may not connect now; empty when it may, which counts. On any thread. */
    synchronized Optional<String> problem(String clientId) {
        long now = time.millis();
        if (each.isPresent() && !clientId.isEmpty()) {
            forgetUntil(now);
            TokenBucket its = clients.computeIfAbsent(clientId, id -> new TokenBucket(each.getAsInt()));
            if (!its.take(now)) {
                return Optional.of("it connects more than %d times a second (broker.connectsPerSecondOfClient)"
                        .formatted(its.perSecond()));
            }
        }
        return all == null || all.take(now)
                ? Optional.empty()
                : Optional.of("clients connect more than %d times a second (broker.connectsPerSecond)"
                        .formatted(all.perSecond()));
    }

    private void forgetUntil(long now) {
        Iterator<TokenBucket> oldestFirst = clients.values().iterator();
        while (oldestFirst.hasNext() && oldestFirst.next().isFull(now)) {
            oldestFirst.remove();
        }
    }
}
