package dev.penstock.stream.local;

import dev.penstock.platform.aws.AwsException;
import dev.penstock.stream.PutResult;
import dev.penstock.stream.limit.StreamGate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongPredicate;

/**
 * The way of a record into a stream: past rates and faults, into room in memory and in the journal, into the shard of its
 * hash key. Puts read a snapshot of the shards and try again when theirs closed meanwhile.
 */
final class Intake {
    private final LongAdder records = new LongAdder();
    private final StreamState stream;
    private final Surroundings surroundings;
    private final Keeping keeping;
    private final ByteBudget budget;
    private final PutQueue queue;
    private final StreamGate gate;

    Intake(StreamState stream, Surroundings surroundings, Keeping keeping) {
        this.stream = stream;
        this.surroundings = surroundings;
        this.keeping = keeping;
        this.budget = surroundings.room().newStreamBudget();
        this.queue = new PutQueue(stream, this, surroundings);
        this.gate = surroundings.limits().gate(stream.name(), surroundings.identity());
    }

    ByteBudget budget() {
        return budget;
    }

    PutQueue queue() {
        return queue;
    }

    StreamGate gate() {
        return gate;
    }

    /** How many records came in. */
    long records() {
        return records.sum();
    }

    /** Appends, or waits for room. */
    CompletionStage<PutResult> put(NewRecord record) {
        admit(record, true);
        if (!queue.hasWaiters() && take(record.cost(), budget::tryTake)) {
            Appended appended = append(record);
            appended.shard().signal();
            return CompletableFuture.completedFuture(appended.result());
        }
        return queue.put(record);
    }

    /** As {@link StreamState#putNow(NewRecord)}. */
    PutResult putNow(NewRecord record) {
        Appended appended = appendNow(record);
        appended.shard().signal();
        return appended.result();
    }

    /** As {@link StreamState#putNow(List)}. */
    List<PutOutcome> putNow(List<NewRecord> batch) {
        Set<Shard> changed = new LinkedHashSet<>();
        List<PutOutcome> outcomes = new ArrayList<>(batch.size());
        try {
            for (NewRecord record : batch) {
                outcomes.add(outcome(record, changed));
            }
        } finally {
            changed.forEach(Shard::signal);
        }
        return outcomes;
    }

    private PutOutcome outcome(NewRecord record, Set<Shard> changed) {
        try {
            Appended appended = appendNow(record);
            changed.add(appended.shard());
            return new PutOutcome(appended.result(), null);
        } catch (AwsException refusal) {
            return new PutOutcome(null, refusal);
        }
    }

    private Appended appendNow(NewRecord record) {
        admit(record, false);
        if (!queue.hasWaiters() && takeRoom(record.cost())) {
            return append(record);
        }
        queue.warnRefused(record);
        throw KinesisErrors.noRoom(route(record).id(), stream.name(), surroundings.account());
    }

    private void admit(NewRecord record, boolean inJvm) {
        if (gate.isActive()) {
            gate.admitRecord(route(record).id(), record.contentBytes(), inJvm);
        }
    }

    /**
     * Takes memory, also what is to be made free first, and room in the journal; or nothing.
     *
     * @throws AwsException InternalFailure when the journal's disk takes nothing
     */
    boolean takeRoom(long bytes) {
        return take(bytes, more -> budget.tryTake(more) || surroundings.room().makeRoom(stream, more));
    }

    private boolean take(long bytes, LongPredicate memory) {
        if (!keeping.tryReserve(bytes)) {
            return false;
        }
        boolean taken = memory.test(bytes);
        if (!taken) {
            keeping.release(bytes);
        }
        return taken;
    }

    /**
     * Appends a record whose room is taken; its shard is still to be signalled.
     *
     * @throws AwsException ResourceNotFoundException when the stream was deleted; the room is given back
     */
    Appended append(NewRecord record) {
        while (!stream.isDeleted()) {
            Shard shard = route(record);
            Optional<PutResult> stored = shard.append(record);
            if (stored.isPresent()) {
                records.increment();
                stream.watchRetention();
                return new Appended(shard, stored.get());
            }
        }
        budget.giveBack(record.cost());
        keeping.release(record.cost());
        throw stream.notFound();
    }

    private Shard route(NewRecord record) {
        ShardMap now = stream.shardMap();
        if (now.open().size() == 1) {
            return now.open().get(0);
        }
        HashKey explicit = record.explicitHash();
        return now.at(explicit != null ? explicit : surroundings.hash().of(record.keyBytes()));
    }

    /**
     * Takes a kept record back; one whose shard has left is passed over.
     *
     * @return bytes that its budget lacks; when not zero, the record was not taken
     */
    long restore(Journal.KeptRecord kept) {
        NewRecord record = new NewRecord(kept.key().utf8(), null, kept.data());
        for (Shard shard : stream.shardMap().all()) {
            if (shard.index() == kept.shard()) {
                if (!budget.tryTake(record.cost())) {
                    return record.cost();
                }
                shard.restore(record, kept.index(), kept.arrivalMillis());
                records.increment();
                return 0;
            }
        }
        return 0;
    }

    /** A stored record's shard, which is still to be signalled, and what its producer is told. */
    record Appended(Shard shard, PutResult result) {}
}
