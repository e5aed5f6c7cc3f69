package dev.penstock.stream.limit;

import dev.penstock.platform.time.Time;
import dev.penstock.stream.StreamFaults;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The faults of a pipeline. While there is none, all it costs is one volatile read. Of several that match, the first that
 * hits wins, and those after it do not count the occasion. Changes are guarded by {@code lock}.
 */
final class FaultPlan implements StreamFaults {
    private static final int MOST_FAULTS = 1_000;

    private final Object lock = new Object();
    private final AtomicLong ids = new AtomicLong();
    private final List<LiveFault> all = new CopyOnWriteArrayList<>();
    private final Time time;
    private volatile LiveFault[] live = {};

    /** @param faults those that are in force from the start */
    FaultPlan(Time time, List<Fault> faults) {
        this.time = time;
        faults.forEach(this::add);
    }

    @Override
    public String add(Fault fault) {
        synchronized (lock) {
            if (all.size() >= MOST_FAULTS) {
                throw new IllegalArgumentException(
                        "there are %d faults already; remove some of them".formatted(MOST_FAULTS));
            }
            LiveFault added = new LiveFault("fault-" + ids.incrementAndGet(), fault, time);
            all.add(added);
            refresh();
            return added.id();
        }
    }

    @Override
    public List<Status> all() {
        return all.stream().map(LiveFault::status).toList();
    }

    @Override
    public boolean remove(String id) {
        synchronized (lock) {
            boolean removed = all.removeIf(fault -> fault.id().equals(id));
            refresh();
            return removed;
        }
    }

    @Override
    public void clear() {
        synchronized (lock) {
            all.clear();
            refresh();
        }
    }

    /** Whether there is no fault in force. */
    boolean isEmpty() {
        return live.length == 0;
    }

    /** The fault of a kind that hits this, if any. */
    Optional<Fault> hit(Kind kind, Occasion occasion) {
        for (LiveFault fault : live) {
            if (fault.fault().kind() == kind) {
                boolean hit = fault.hits(occasion);
                if (fault.isOver()) {
                    retire();
                }
                if (hit) {
                    return Optional.of(fault.fault());
                }
            }
        }
        return Optional.empty();
    }

    /** Faults that are used up stay in the list, and cost nothing any more. */
    private void retire() {
        synchronized (lock) {
            refresh();
        }
    }

    private void refresh() {
        List<LiveFault> left = new ArrayList<>(all);
        left.removeIf(LiveFault::isOver);
        live = left.toArray(LiveFault[]::new);
    }
}
