package dev.penstock.stream;

import dev.penstock.platform.data.DurationText;
import dev.penstock.stream.StreamFaults.Effect;
import dev.penstock.stream.StreamFaults.Fault;
import dev.penstock.stream.StreamFaults.Kind;
import dev.penstock.stream.StreamFaults.Schedule;
import dev.penstock.stream.StreamFaults.Target;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads and checks the fields of a fault. Strict: what it does not know or cannot do is refused. */
final class FaultFields {
    private static final List<String> KNOWN = List.of(
            "fault",
            "operation",
            "stream",
            "shard",
            "nth",
            "every",
            "probability",
            "seed",
            "times",
            "duration",
            "error",
            "message",
            "delay",
            "inJvm");
    private static final Duration LONGEST_DELAY = Duration.ofMinutes(10);

    private final Map<String, ?> fields;

    FaultFields(Map<String, ?> fields) {
        this.fields = fields;
    }

    Fault read() {
        for (String name : fields.keySet()) {
            if (!KNOWN.contains(name)) {
                throw new IllegalArgumentException("a fault has no field '%s'; known are %s".formatted(name, KNOWN));
            }
        }
        Kind kind = kind();
        Schedule schedule = new Schedule(
                number("nth"),
                number("every"),
                probability(),
                wholeNumber("seed", Long.MIN_VALUE),
                number("times"),
                duration("duration"));
        if (kind == Kind.EXPIRE_ITERATOR && schedule.isUnlimited()) {
            schedule = new Schedule(0, 0, 0, 0, 1, Duration.ZERO);
        }
        return new Fault(
                kind,
                new Target(text("operation"), text("stream"), text("shard")),
                schedule,
                new Effect(text("error"), text("message"), duration("delay")),
                flag("inJvm"));
    }

    static void check(Kind kind, Target target, Schedule schedule, Effect effect, boolean inJvm) {
        int ways = (schedule.nth() > 0 ? 1 : 0) + (schedule.every() > 0 ? 1 : 0) + (schedule.probability() > 0 ? 1 : 0);
        refuseIf(ways > 1, kind, "takes one of nth, every and probability, not several");
        refuseIf(
                schedule.isUnlimited() && kind != Kind.DELAY,
                kind,
                "needs to know when: nth, every, probability (with seed), times or duration; every: 1 hits all");
        refuseIf(
                (kind == Kind.DELAY) == effect.delay().isZero(),
                kind,
                kind == Kind.DELAY ? "needs a delay" : "has no delay; add a fault 'delay' beside it");
        refuseIf(
                effect.delay().compareTo(LONGEST_DELAY) > 0,
                kind,
                "can delay by at most " + DurationText.of(LONGEST_DELAY));
        refuseIf(
                kind == Kind.DELAY && "SubscribeToShard".equals(target.operation()),
                kind,
                "cannot hold back SubscribeToShard: its answer is a stream of events; use failCall to refuse it");
        boolean ownError = kind == Kind.FAIL_ENTRY || kind == Kind.FAIL_CALL;
        refuseIf(
                !ownError && (effect.error() != null || effect.message() != null),
                kind,
                "has no error and message of its own");
        boolean calls = kind == Kind.FAIL_CALL || kind == Kind.DELAY;
        refuseIf(!calls && target.operation() != null, kind, "is not about one operation; leave 'operation' out");
        refuseIf(inJvm && kind != Kind.FAIL_ENTRY && kind != Kind.THROTTLE_SHARD, kind, "cannot hit calls in the JVM");
    }

    private static void refuseIf(boolean wrong, Kind kind, String why) {
        if (wrong) {
            throw new IllegalArgumentException("fault '%s' %s".formatted(kind.text(), why));
        }
    }

    private Kind kind() {
        String text = text("fault");
        for (Kind kind : Kind.values()) {
            if (kind.text().equals(text)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("'fault' must be one of %s, was %s"
                .formatted(Arrays.stream(Kind.values()).map(Kind::text).toList(), text == null ? "missing" : text));
    }

    private @Nullable String text(String name) {
        Object value = fields.get(name);
        if (value == null || value instanceof String || value instanceof Number || value instanceof Boolean) {
            return value == null ? null : value.toString();
        }
        throw new IllegalArgumentException("'%s' of a fault must be a text, was %s".formatted(name, value));
    }

    private long number(String name) {
        if (text(name) == null) {
            return 0;
        }
        return wholeNumber(name, 1);
    }

    private long wholeNumber(String name, long least) {
        String text = text(name);
        try {
            long number = text == null ? 0 : Long.parseLong(text);
            if (text == null || number >= least) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            // reported below, like a number that is too small
        }
        throw new IllegalArgumentException(
                "'%s' of a fault must be a whole number%s, was %s".formatted(name, least == 1 ? " from 1" : "", text));
    }

    private double probability() {
        String text = text("probability");
        if (text == null) {
            return 0;
        }
        try {
            double probability = Double.parseDouble(text);
            if (probability > 0 && probability <= 1) {
                return probability;
            }
        } catch (NumberFormatException notANumber) {
            // reported below, like a number out of range
        }
        throw new IllegalArgumentException(
                "'probability' of a fault must be above 0 and at most 1, was %s".formatted(text));
    }

    private Duration duration(String name) {
        String text = text(name);
        try {
            return text == null ? Duration.ZERO : DurationText.parse(text);
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException("'%s' of a fault: %s".formatted(name, wrong.getMessage()), wrong);
        }
    }

    private boolean flag(String name) {
        String text = text(name);
        if (text == null || text.equals("false")) {
            return false;
        }
        if (text.equals("true")) {
            return true;
        }
        throw new IllegalArgumentException("'%s' of a fault is true or false, was %s".formatted(name, text));
    }
}
