package dev.penstock.functions.source;

import dev.penstock.functions.InvocationResult;
import dev.penstock.functions.MappingTimeline;
import dev.penstock.functions.MappingTimeline.Kind;
import dev.penstock.functions.MappingTimeline.LaneState;
import dev.penstock.functions.event.SourceRecord;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Takes the records of one lane of a shard to the function, strictly in order: gathers a batch, wants it to be invoked, and
 * goes on when it succeeded or was given up. Knows neither threads nor clocks: it is told what happened and at what time,
 * and says what it wants next. Guarded as its shard is.
 *
 * <p>A batch that failed may fall into parts, which are dealt with in order before anything else is gathered. Rules: split
 * in the middle, the larger half first, each half with attempts of its own; an attempt that made progress is none.
 */
final class Lane {
    private static final String EXHAUSTED = "RetryAttemptsExhausted";
    private static final String TOO_OLD = "RecordAgeExceeded";
    private static final String TOO_LARGE = "InvokePayloadTooLarge";

    private final int number;
    private final LaneRules rules;
    private final LaneLog log;
    private final Deque<LaneRecord> queue = new ArrayDeque<>();
    private final Deque<Batch> parts = new ArrayDeque<>();
    private LaneState phase = LaneState.GATHERING;
    private @Nullable Batch gathering;
    private long gatherUntil;
    private @Nullable TumblingWindow window;
    private long notBefore = Long.MIN_VALUE;
    private int refusals;
    private @Nullable String lastError;

    /** @param window one that was open before the settings changed */
    Lane(int number, LaneRules rules, LaneLog log, @Nullable TumblingWindow window) {
        this.number = number;
        this.rules = rules;
        this.log = log;
        this.window = window;
    }

    /** One more record, behind all others. */
    void offer(LaneRecord record) {
        queue.addLast(record);
    }

    /** Whether the function or a destination is at work for it. */
    boolean isBusy() {
        return phase == LaneState.INVOKING || phase == LaneState.DISCARDING;
    }

    /** Whether nothing is left to do. */
    boolean isEmpty() {
        return queue.isEmpty() && parts.isEmpty() && gathering == null && window == null && !isBusy();
    }

    /** How many more records it can use at once; 0 while it has a batch to deal with. */
    int wanted() {
        if (isBusy() || !parts.isEmpty()) {
            return 0;
        }
        Batch open = gathering;
        int has = queue.size() + (open == null ? 0 : open.size());
        return Math.max(0, rules.spec().batchSize() - has);
    }

    /** Room in the event of the batch that is gathered. */
    int roomBytes() {
        Batch open = gathering;
        return open == null ? EventJson.MAX_BYTES : open.bytesLeft();
    }

    @Nullable
    TumblingWindow window() {
        return window;
    }

    /**
     * What it wants now. To be called again after every change, until it wants nothing.
     *
     * @param drained whether there is nothing unread in the shard
     * @param ending whether there never will be
     */
    Action next(long now, boolean drained, boolean ending) {
        if (isBusy()) {
            return Action.NONE;
        }
        Batch part = current(now, drained, ending);
        if (part == null) {
            return sleep(now);
        }
        if (part.isTooLarge()) {
            return discard(part, TOO_LARGE, 0, null);
        }
        if (rules.isExhausted(part.failures())) {
            return discard(part, EXHAUSTED, part.failures(), part.lastFailure());
        }
        if (now < notBefore) {
            return new Action.Wait(notBefore);
        }
        int expired = expired(part, now);
        if (expired > 0 || isTooOldToClose(part, now)) {
            return discard(headOf(part, expired), TOO_OLD, part.failures() + 1, null);
        }
        return invoke(part);
    }

    private Action invoke(Batch whole) {
        WindowTail tail = tail(whole);
        int tailBytes = tail == null ? 0 : WindowTail.bytes(tail.state(), rules);
        int fitting = whole.write(tailBytes);
        if (fitting == 0 && !whole.isClosing()) {
            return discard(headOf(whole, 1), TOO_LARGE, whole.failures(), null);
        }
        Batch part = headOf(whole, fitting);
        part.write(tailBytes);
        phase = LaneState.INVOKING;
        return new Action.Invoke(part.event(tail));
    }

    /** The part to be dealt with, null when there is none yet. */
    private @Nullable Batch current(long now, boolean drained, boolean ending) {
        Batch part = parts.peekFirst();
        boolean overflows = window != null && window.isOverflowing();
        if (overflows && (part == null || !part.isClosing())) {
            part = Batch.closing();
            parts.addFirst(part);
        } else if (part == null) {
            part = gather(now, drained, ending);
            if (part != null) {
                parts.addFirst(part);
            }
        }
        return part;
    }

    private @Nullable Batch gather(long now, boolean drained, boolean ending) {
        boolean full = fill(now);
        Batch open = gathering;
        if (open != null) {
            boolean over = full || ending || now >= gatherUntil || (isWindowOver(now) && drained);
            gathering = over ? null : open;
            return over ? open : null;
        }
        boolean atBoundary = window != null && !queue.isEmpty();
        return atBoundary || (window != null && (ending || (isWindowOver(now) && drained))) ? Batch.closing() : null;
    }

    /** Moves records from the queue to the batch; true when the batch takes no more. */
    private boolean fill(long now) {
        Batch open = gathering;
        for (LaneRecord next = queue.peekFirst(); next != null; next = queue.peekFirst()) {
            long arrival = next.record().arrivalMillis();
            if (window != null && !window.holds(arrival)) {
                return open != null;
            }
            if (open == null) {
                open = begin(next, now);
                gathering = open;
            } else if (!open.add(next)) {
                return true;
            }
            queue.removeFirst();
            if (window != null) {
                window.saw(arrival);
            }
            if (open.isTooLarge() || open.size() >= rules.spec().batchSize()) {
                return true;
            }
        }
        return false;
    }

    private Batch begin(LaneRecord first, long now) {
        gatherUntil = now + rules.spec().batchWindow().toMillis();
        TumblingWindow open = openWindow(first.record());
        return Batch.begin(first, open == null ? 0 : WindowTail.bytes(open.state(), rules));
    }

    private @Nullable TumblingWindow openWindow(SourceRecord first) {
        if (window == null && rules.hasWindows()) {
            window = TumblingWindow.of(first.arrivalMillis(), rules.windowMillis());
        }
        return window;
    }

    private boolean isWindowOver(long now) {
        return window != null && now >= window.endMillis() + rules.graceMillis();
    }

    private @Nullable WindowTail tail(Batch part) {
        TumblingWindow open = part.isClosing() ? window : openWindow(part.record(0));
        return open == null ? null : open.tail(rules, part.isClosing());
    }

    /** Until when there is nothing to do, if no record comes. */
    private Action sleep(long now) {
        long until = gathering == null ? Long.MAX_VALUE : gatherUntil;
        if (window != null) {
            until = Math.min(until, window.endMillis() + rules.graceMillis());
        }
        return until == Long.MAX_VALUE || until <= now ? Action.NONE : new Action.Wait(until);
    }

    /** How many records at the head are older than the maximum. */
    private int expired(Batch part, long now) {
        if (part.isClosing()) {
            return 0;
        }
        boolean tried = part.failures() + refusals > 0;
        long most = rules.maxAgeMillis(tried, now - part.record(0).arrivalMillis());
        int count = 0;
        while (count < part.size() && now - part.record(count).arrivalMillis() > most) {
            count++;
        }
        return count;
    }

    private boolean isTooOldToClose(Batch part, long now) {
        if (!part.isClosing() || window == null || part.failures() == 0) {
            return false;
        }
        long age = now - window.lastArrivalMillis();
        return age > rules.maxAgeMillis(true, age);
    }

    private Batch headOf(Batch part, int count) {
        if (part.isClosing() || count == part.size()) {
            return part;
        }
        parts.removeFirst();
        parts.addFirst(part.cut(count, part.size()));
        Batch head = part.cut(0, count);
        parts.addFirst(head);
        return head;
    }

    private Action discard(Batch part, String condition, int invokeCount, Batch.@Nullable Failure response) {
        phase = LaneState.DISCARDING;
        String error = lastError;
        return new Action.Discard(part.sourceRecords(), condition, invokeCount, response, error == null ? "" : error);
    }

    /** What was to be discarded is at its destination, or lost on the way, which changes nothing. */
    void discarded(long now, String condition) {
        Batch part = parts.removeFirst();
        phase = LaneState.GATHERING;
        part.finish(part.size());
        if (part.isClosing()) {
            window = null;
        }
        note(now, Kind.DISCARDED, part, part.size(), 0, condition);
        nextPart(lastError);
    }

    /** The invocation ended. */
    void invoked(Outcome outcome, long now) {
        Batch part = parts.getFirst();
        phase = LaneState.GATHERING;
        InvocationResult result = outcome.result();
        if (result == null) {
            refusals++;
            lastError = outcome.refusal();
            notBefore = now + rules.backoff().millis(refusals);
            note(now, Kind.REFUSED, part, part.size(), part.failures() + 1, outcome.refusal());
            return;
        }
        refusals = 0;
        Verdict verdict = Verdict.of(result, part, rules.spec());
        String error = verdict.error();
        if (part.isClosing() && error == null) {
            close(part, now);
        } else if (error == null || verdict.taken() > 0) {
            take(part, verdict, now);
        } else {
            fail(part, result, error, now);
        }
    }

    private void close(Batch part, long now) {
        parts.removeFirst();
        note(now, Kind.WINDOW_CLOSED, part, 0, part.failures() + 1, window == null ? "" : window.toString());
        window = null;
        nextPart(null);
    }

    /** All records, or the first ones: the rest is a new batch with all attempts before it. */
    private void take(Batch part, Verdict verdict, long now) {
        int taken = verdict.taken();
        String state = verdict.state();
        if (state != null && window != null) {
            window.keep(state);
        }
        parts.removeFirst();
        part.finish(taken);
        boolean all = taken == part.size();
        note(
                now,
                all ? Kind.DELIVERED : Kind.PARTLY_DELIVERED,
                part,
                taken,
                part.failures() + 1,
                all ? "" : String.valueOf(verdict.error()));
        if (!all) {
            parts.addFirst(part.part(taken, part.size()));
        }
        nextPart(verdict.error());
    }

    private void fail(Batch part, InvocationResult result, String error, long now) {
        part.failed(new Batch.Failure(result.requestId(), result.executedVersion(), result.functionError(), error));
        lastError = error;
        note(now, Kind.FAILED, part, part.size(), part.failures(), error);
        if (rules.spec().bisect() && part.size() > 1) {
            int middle = (part.size() + 1) / 2;
            parts.removeFirst();
            parts.addFirst(part.part(middle, part.size()));
            parts.addFirst(part.part(0, middle));
            note(now, Kind.SPLIT, part, part.size(), 0, "%d and %d records".formatted(middle, part.size() - middle));
            notBefore = Long.MIN_VALUE;
        } else {
            notBefore = now + rules.backoff().millis(part.failures());
        }
    }

    private void nextPart(@Nullable String error) {
        notBefore = Long.MIN_VALUE;
        refusals = 0;
        lastError = error;
    }

    private void note(long now, Kind kind, Batch part, int records, int attempt, String detail) {
        boolean some = part.size() > 0;
        String first = some ? part.sequenceNumber(0) : null;
        String last = some ? part.sequenceNumber(Math.max(0, records - 1)) : null;
        log.add(now, kind, number, records, first, last, attempt, detail);
    }

    /** Attempts in a row, also refused ones, at which the batch that it is at was not taken. */
    int troubles() {
        Batch part = parts.peekFirst();
        return part == null ? 0 : part.failures() + refusals;
    }

    /** What it does now. */
    MappingTimeline.Lane timeline(boolean paused, long now) {
        Batch part = parts.isEmpty() ? gathering : parts.peekFirst();
        boolean waits = !isBusy() && now < notBefore && !parts.isEmpty();
        LaneState shown = paused && !isBusy() ? LaneState.PAUSED : waits ? LaneState.WAITING : phase;
        Long until =
                waits ? Long.valueOf(notBefore) : !isBusy() && gathering != null ? Long.valueOf(gatherUntil) : null;
        return new MappingTimeline.Lane(
                number,
                shown,
                part == null ? 0 : part.size(),
                part == null || part.size() == 0 ? null : part.sequenceNumber(0),
                part == null ? 0 : part.failures() + 1,
                until,
                lastError);
    }
}
