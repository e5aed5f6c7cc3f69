package dev.penstock.functions.source;

import dev.penstock.functions.EventSourceMappingSpec;
import dev.penstock.functions.InvocationResult;
import dev.penstock.functions.MappingTimeline;
import dev.penstock.functions.event.SourceReader;
import dev.penstock.functions.event.SourceRecord;
import dev.penstock.platform.time.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Feeds one shard to a function: reads records, passes them to the lanes by key, does what the lanes want, and moves the
 * position behind what is dealt with. Everything foreign is asynchronous and leaves a note that is taken up by the next
 * step. Guarded by {@code lock}.
 */
final class ShardFeed {
    private static final Logger log = LoggerFactory.getLogger(ShardFeed.class);

    private final Object lock = new Object();

    /** At most one answer of each lane, one record on its way to a destination of each, and a change of settings. */
    private final Queue<Runnable> notes = new ConcurrentLinkedQueue<>();

    private final MappingContext mapping;
    private final SourceReader reader;
    private final Consumer<ShardFeed> whenFinished;
    private final Workers.Task task;
    private final ShardLog events;
    private final RecordLedger ledger = new RecordLedger();
    private final FeedReader reading;
    private final Backoff backoff;
    private final Discards discards;
    private MappingPlan plan;
    private @Nullable MappingPlan nextPlan;
    private List<Lane> lanes = List.of();
    private @Nullable SourceRecord unsaved;
    private @Nullable String checkpoint;
    private boolean stopped;
    private int breakdowns;
    private long timerAt = Long.MAX_VALUE;
    private Time.@Nullable Timer timer;
    private volatile long oldestMillis = -1;

    /** @param whenFinished told when the shard is at its end and dealt with */
    ShardFeed(MappingContext mapping, SourceReader reader, MappingPlan plan, Consumer<ShardFeed> whenFinished) {
        this.mapping = mapping;
        this.reader = reader;
        this.plan = plan;
        this.whenFinished = whenFinished;
        events = new ShardLog(mapping.metrics());
        reading = new FeedReader(reader, ledger, events, mapping.metrics());
        backoff =
                new Backoff(mapping.settings().firstRetry(), mapping.settings().longestRetry());
        discards = new Discards(mapping, reader.shardId());
        lanes = newLanes(plan.spec(), List.of());
        task = mapping.workers().task(this::step);
    }

    void start() {
        reader.onAvailable(task::wake);
    }

    String shardId() {
        return reader.shardId();
    }

    /** Takes new settings up when what runs has ended. */
    void change(MappingPlan changed) {
        synchronized (lock) {
            nextPlan = changed;
        }
        task.wake();
    }

    /** Does nothing more when this returns. */
    void stop() {
        synchronized (lock) {
            stopped = true;
            setTimer(Long.MAX_VALUE, 0);
        }
    }

    /** Age of the oldest record that was read and is not dealt with; 0 when there is none. */
    long millisBehind(long nowMillis) {
        long oldest = oldestMillis;
        return oldest < 0 ? 0 : Math.max(0, nowMillis - oldest);
    }

    MappingTimeline.Shard timeline(long nowMillis) {
        synchronized (lock) {
            boolean held = plan.paused() || nextPlan != null;
            return new MappingTimeline.Shard(
                    reader.shardId(),
                    checkpoint,
                    Math.max(millisBehind(nowMillis), stopped ? 0 : reader.millisBehindLatest()),
                    ledger.size(),
                    events.filtered(),
                    lanes.stream().map(lane -> lane.timeline(held, nowMillis)).toList(),
                    events.newest());
        }
    }

    /** What the source or our own code throws must neither end the worker nor lose a record. */
    private void step() {
        boolean finished = false;
        if (reader.isGone()) {
            giveUp();
            return;
        }
        synchronized (lock) {
            if (stopped) {
                return;
            }
            try {
                finished = guardedStep();
                breakdowns = 0;
            } catch (RuntimeException failure) {
                breakdowns++;
                log.error(
                        "mapping {} failed at {} and tries again; the shard stands still meanwhile",
                        mapping.mappingId(),
                        reader.shardId(),
                        failure);
                mapping.metrics().problem("PROBLEM: " + failure.getMessage());
                long now = mapping.time().millis();
                setTimer(now + backoff.millis(breakdowns), now);
            }
        }
        if (finished) {
            reader.finish();
            whenFinished.accept(this);
        }
    }

    /** Another process goes on behind the last checkpoint: what is read ahead here would overtake it. */
    private void giveUp() {
        synchronized (lock) {
            if (stopped) {
                return;
            }
            log.info(
                    "mapping {} gives {} up with {} open records; who reads it now gets them",
                    mapping.mappingId(),
                    reader.shardId(),
                    ledger.size());
        }
        stop();
        whenFinished.accept(this);
    }

    /** @return whether the shard is at its end and dealt with */
    private boolean guardedStep() {
        for (Runnable note = notes.poll(); note != null; note = notes.poll()) {
            note.run();
        }
        long now = mapping.time().millis();
        MappingPlan changed = nextPlan;
        if (changed != null && lanes.stream().noneMatch(Lane::isBusy)) {
            nextPlan = null;
            adopt(changed, now);
        }
        long until = nextPlan == null && !plan.paused() ? work(now) : Long.MAX_VALUE;
        save();
        oldestMillis = ledger.oldestMillis();
        setTimer(until, now);
        boolean finished = unsaved == null && ledger.size() == 0 && reader.atEnd() && areLanesEmpty();
        stopped |= finished;
        return finished;
    }

    private boolean areLanesEmpty() {
        for (Lane lane : lanes) {
            if (!lane.isEmpty()) {
                return false;
            }
        }
        return true;
    }

    /** Reads what the lanes can use and does what they want; returns when there is something to do without new records. */
    private long work(long now) {
        boolean drained = reading.read(plan, lanes, now);
        if (reading.hasMore()) {
            task.wake(); // other shards have their turn first
        }
        boolean ending = drained && reader.atEnd();
        long until = Long.MAX_VALUE;
        for (Lane lane : lanes) {
            Action action = lane.next(now, drained, ending);
            if (action instanceof Action.Invoke invoke) {
                invoke(lane, invoke);
            } else if (action instanceof Action.Discard discard) {
                discard(lane, discard, now);
            } else if (action instanceof Action.Wait wait) {
                until = Math.min(until, wait.untilMillis());
            }
        }
        return until;
    }

    private void invoke(Lane lane, Action.Invoke invoke) {
        mapping.metrics().invoked();
        started(invoke).whenComplete((result, failure) -> {
            Outcome outcome = Outcome.of(result, failure);
            leave(() -> invoked(lane, outcome));
        });
    }

    private CompletionStage<InvocationResult> started(Action.Invoke invoke) {
        try {
            return mapping.functions().invoke(plan.spec().function(), invoke.event());
        } catch (RuntimeException failure) {
            return CompletableFuture.failedFuture(failure);
        }
    }

    private void invoked(Lane lane, Outcome outcome) {
        if (outcome.result() == null) {
            mapping.metrics().problem(outcome.problem());
        }
        long now = mapping.time().millis();
        lane.invoked(outcome, now);
        if (lane.troubles() == 1) {
            MappingTimeline.Lane stands = lane.timeline(false, now);
            log.warn(
                    "function '{}' did not take {} records of {} from {} on; they are tried again {} and hold back their lane"
                            + " meanwhile: {}",
                    plan.spec().function(),
                    stands.records(),
                    reader.shardId(),
                    stands.firstSequenceNumber(),
                    plan.spec().maxRetries() < 0
                            ? "until it does"
                            : "up to " + plan.spec().maxRetries() + " times",
                    stands.lastError());
        }
    }

    private void discard(Lane lane, Action.Discard given, long now) {
        discards.send(plan.spec(), given, now)
                .whenComplete((sent, failure) ->
                        leave(() -> lane.discarded(mapping.time().millis(), given.condition())));
    }

    private void leave(Runnable note) {
        notes.add(note);
        task.wake();
    }

    /** Everything that is not finished starts anew in new lanes. Called when no lane is busy. */
    private void adopt(MappingPlan changed, long now) {
        List<Lane> before = lanes;
        boolean sameLanes = changed.spec().parallelization() == plan.spec().parallelization()
                && changed.spec().tumblingWindow().equals(plan.spec().tumblingWindow());
        if (!sameLanes && before.stream().anyMatch(lane -> lane.window() != null)) {
            log.warn(
                    "mapping {}: its windows changed; the state of the open one of {} is dropped",
                    mapping.mappingId(),
                    reader.shardId());
        }
        boolean newFilter = changed.filter() != plan.filter();
        plan = changed;
        lanes = newLanes(changed.spec(), sameLanes ? before : List.of());
        for (LaneRecord record : ledger.unfinished()) {
            if (newFilter && !changed.filter().matches(record.record())) {
                record.finish();
            } else {
                reading.offer(record, lanes);
            }
        }
        events.updated(now, changed.paused() ? "disabled" : "enabled");
    }

    private List<Lane> newLanes(EventSourceMappingSpec spec, List<Lane> before) {
        LaneRules rules = new LaneRules(
                spec,
                backoff,
                reader.shardId(),
                mapping.source().arn(),
                mapping.settings().windowGrace().toMillis(),
                this::retentionMillis);
        List<Lane> made = new ArrayList<>();
        for (int i = 0; i < spec.parallelization(); i++) {
            made.add(new Lane(
                    i, rules, events, before.isEmpty() ? null : before.get(i).window()));
        }
        return List.copyOf(made);
    }

    private long retentionMillis() {
        try {
            return mapping.source().retention().toMillis();
        } catch (RuntimeException gone) {
            log.debug("retention of {} is not known", mapping.source().streamArn(), gone);
            return Long.MAX_VALUE;
        }
    }

    private void save() {
        SourceRecord last = ledger.sweep();
        if (last != null) {
            unsaved = last;
        }
        SourceRecord next = unsaved;
        if (next != null) {
            reader.checkpoint(next);
            checkpoint = next.sequenceNumber();
            unsaved = null;
        }
    }

    private void setTimer(long atMillis, long now) {
        Time.Timer set = timer;
        if (set != null && timerAt == atMillis && atMillis > now) {
            return;
        }
        if (set != null) {
            set.cancel();
            timer = null;
        }
        timerAt = atMillis;
        if (atMillis != Long.MAX_VALUE) {
            // A machine's timer may run a moment early: the next step then sets another one.
            timer = mapping.time()
                    .schedule(Duration.ofMillis(Math.max(1, atMillis - now)), () -> leave(() -> timer = null));
        }
    }
}
