package dev.penstock.broker.identity;

import dev.penstock.broker.policy.Action;
import dev.penstock.platform.time.Time;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * The last refusals, those that are alike together, and how often something was allowed or refused. What is allowed is only
 * counted: it is asked for every message. Safe for many threads.
 */
public final class Denials {
    /** Refusals that are not alike; the one that came longest ago goes. */
    static final int MOST_KEPT = 500;

    private final Time time;
    private final Map<Denial.Kind, Denial> kept = new LinkedHashMap<>();
    private final Map<Action, LongAdder> allowed = counters();
    private final Map<Action, LongAdder> denied = counters();
    private final LongAdder turnedAway = new LongAdder();

    public Denials(Time time) {
        this.time = time;
    }

    private static Map<Action, LongAdder> counters() {
        Map<Action, LongAdder> counters = new EnumMap<>(Action.class);
        for (Action action : Action.values()) {
            counters.put(action, new LongAdder());
        }
        return Collections.unmodifiableMap(counters);
    }

    void countAllowed(Action action) {
        count(allowed, action);
    }

    /** Again, and remembered by who asked. */
    void countAgain(Action action, Denial denial) {
        count(denied, action);
        denial.count(time.now());
    }

    private static void count(Map<Action, LongAdder> counters, Action action) {
        LongAdder counter = counters.get(action);
        if (counter != null) {
            counter.increment();
        }
    }

    /** @return the one that is kept, which may have come before */
    Denial add(Action action, Denial denial) {
        count(denied, action);
        return add(denial);
    }

    void addTurnedAway(Denial denial) {
        turnedAway.increment();
        add(denial);
    }

    private Denial add(Denial denial) {
        synchronized (kept) {
            Denial known = kept.remove(denial.kind());
            Denial now = known == null ? denial : known;
            kept.put(denial.kind(), now);
            if (kept.size() > MOST_KEPT) {
                kept.remove(kept.keySet().iterator().next());
            }
            now.count(time.now());
            return now;
        }
    }

    Time time() {
        return time;
    }

    /** The newest first. */
    public List<Denial> recent() {
        synchronized (kept) {
            List<Denial> all = new ArrayList<>(kept.values());
            Collections.reverse(all);
            return all;
        }
    }

    public long allowed(Action action) {
        return sum(allowed, action);
    }

    public long denied(Action action) {
        return sum(denied, action);
    }

    private static long sum(Map<Action, LongAdder> counters, Action action) {
        LongAdder counter = counters.get(action);
        return counter == null ? 0 : counter.sum();
    }

    /** Clients whose certificate was not good for anything. */
    public long turnedAway() {
        return turnedAway.sum();
    }
}
