package dev.penstock.rules.eval;

import java.util.List;
import java.util.Map;

/** What external functions answered in one evaluation, so that it can be repeated without asking again. Immutable. */
public final class Answers {
    /** Nothing was asked. */
    public static final Answers NONE = new Answers(Map.of());

    private static final int OVERHEAD = 100;

    private final Map<CallSite, Answer> bySite;

    /** Where a call stands, and for which element of a nested query it was made. */
    record CallSite(long site, long iteration) {}

    /**
     * @param function its name
     * @param failure why there is no value; empty when there is one
     * @param isFinal whether the rule ends whatever stands around the call
     */
    record Answer(String function, Value value, String failure, boolean isFinal) {
        static Answer of(String function, Value value) {
            return new Answer(function, value, "", false);
        }

        static Answer failed(String function, String why) {
            return new Answer(function, Value.Undefined.INSTANCE, why, false);
        }

        static Answer beyondLimit(String function, String why) {
            return new Answer(function, Value.Undefined.INSTANCE, why, true);
        }
    }

    /**
     * One function that was asked.
     *
     * @param function its name, for example {@code aws_lambda}
     * @param failure empty when it answered
     */
    public record Asked(String function, String failure) {}

    private Answers(Map<CallSite, Answer> bySite) {
        this.bySite = bySite;
    }

    static Answers of(Map<CallSite, Answer> bySite) {
        return bySite.isEmpty() ? NONE : new Answers(Map.copyOf(bySite));
    }

    Map<CallSite, Answer> bySite() {
        return bySite;
    }

    /** Who was asked, in no order. */
    public List<Asked> asked() {
        return bySite.values().stream()
                .map(answer -> new Asked(answer.function(), answer.failure()))
                .toList();
    }

    public boolean isEmpty() {
        return bySite.isEmpty();
    }

    /** About how much memory they take. */
    public int bytes() {
        long sum = 0;
        for (Answer answer : bySite.values()) {
            sum += OVERHEAD + answer.failure().length() + JsonSize.of(answer.value());
        }
        return (int) Math.min(sum, Integer.MAX_VALUE);
    }
}
