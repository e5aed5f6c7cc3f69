package dev.penstock.rules.eval;

import dev.penstock.rules.eval.Value.Bool;
import dev.penstock.rules.sql.Expression;
import dev.penstock.rules.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A compiled statement. Immutable and shared by all threads. */
public final class Program {
    /** How much longer than the payload an output usually is at most, in bytes. */
    private static final int EXPECTED_MORE = 96;

    private final Statement statement;
    private final Variables variables;
    private final @Nullable Node where;
    private final ProjectionNode projection;
    private final boolean readsMembers;
    private final int slots;
    private final boolean mayHoldBytes;

    Program(
            Statement statement,
            Variables variables,
            @Nullable Node where,
            ProjectionNode projection,
            boolean readsMembers,
            int slots) {
        this.statement = statement;
        this.variables = variables;
        this.where = where;
        this.projection = projection;
        this.readsMembers = readsMembers;
        this.slots = slots;
        mayHoldBytes = statement.projection().items().stream()
                .anyMatch(item -> item.expression() instanceof Expression.Star && !item.spreads());
    }

    public Statement statement() {
        return statement;
    }

    /** Begins the work of this rule on a message. */
    public Evaluation begin(MessageInput message, String ruleName) {
        return evaluation(message, ruleName, new ExternalCalls(Answers.NONE, true));
    }

    /** The same work taken up again, with the answers that external functions have given; others may still be asked. */
    public Evaluation begin(MessageInput message, String ruleName, Answers answers) {
        return evaluation(message, ruleName, new ExternalCalls(answers, true));
    }

    /** The same work once more, with the answers that external functions gave then; none is asked again. */
    public Evaluation replay(MessageInput message, String ruleName, Answers answers) {
        return evaluation(message, ruleName, new ExternalCalls(answers, false));
    }

    private Evaluation evaluation(MessageInput message, String ruleName, ExternalCalls calls) {
        return new Evaluation(message, ruleName, statement.version(), variables, slots, calls);
    }

    /**
     * SET, WHERE, then SELECT.
     *
     * @throws Suspended while an external function has not answered: run the same evaluation again later
     */
    public Outcome run(Evaluation evaluation) {
        evaluation.iteration(0);
        try {
            return decide(evaluation);
        } catch (FunctionFailed failed) {
            return Outcome.failed(failed);
        }
    }

    private Outcome decide(Evaluation evaluation) {
        evaluation.assign();
        Verdict verdict = where == null ? Verdict.FIRED : judge(where.evaluate(evaluation.top()));
        if (verdict == Verdict.FIRED) {
            return select(evaluation);
        }
        boolean lacksMembers = verdict == Verdict.WHERE_UNDEFINED && lacksMembers(evaluation.message());
        return Outcome.not(lacksMembers ? Verdict.PAYLOAD_NOT_JSON : verdict);
    }

    /** Whether the rule reads members of a payload that does not count as JSON: each of them is Undefined. */
    public boolean lacksMembers(MessageInput message) {
        return readsMembers && !message.payload().isJson();
    }

    /**
     * What {@link #run} does, with the value of everything on the way. Asks no external function: what one has not
     * answered in this evaluation is Undefined, with a note.
     */
    public ProgramTrace explain(Evaluation evaluation) {
        evaluation.calls().stopAsking();
        Outcome outcome = run(evaluation);
        evaluation.beginExplaining();
        Scope top = evaluation.top();
        List<Explained> set = new ArrayList<>();
        for (int i = 0; i < variables.count(); i++) {
            set.add(variables.explain(i, top));
        }
        boolean evaluated = outcome.verdict() != Verdict.PAYLOAD_NOT_JSON;
        Explained condition = where == null || !evaluated ? null : explainCondition(where.explain(top));
        List<ProgramTrace.Item> items = new ArrayList<>();
        for (ProjectionNode.Item item : projection.items()) {
            items.add(new ProgramTrace.Item(
                    item.source(), item.path(), item.expression().explain(top)));
        }
        return new ProgramTrace(outcome, set, condition, items);
    }

    private static Explained explainCondition(Explained condition) {
        boolean surprises = !(condition.value() instanceof Bool)
                && !condition.value().isUndefined()
                && condition.note().isEmpty();
        return surprises
                ? condition.noting("%s, and only the Boolean true fires".formatted(Members.a(condition.value())))
                : condition;
    }

    private static Verdict judge(Value condition) {
        if (condition instanceof Bool bool) {
            return bool.isTrue() ? Verdict.FIRED : Verdict.WHERE_FALSE;
        }
        return condition.isUndefined() ? Verdict.WHERE_UNDEFINED : Verdict.WHERE_NOT_BOOLEAN;
    }

    /** A bare {@code *} hands the published bytes on; they are not even parsed for it. */
    private Outcome select(Evaluation evaluation) {
        if (statement.projection().isStarOnly()) {
            return Outcome.of(evaluation.message().payload().bytes());
        }
        Value output = projection.evaluate(evaluation.top());
        if ((output.isUndefined() && !projection.isSingle()) || (mayHoldBytes && holdsBytes(output))) {
            return Outcome.not(Verdict.OUTPUT_IMPOSSIBLE);
        }
        int base = projection.spreadsFirst()
                ? evaluation.message().payload().bytes().length()
                : 0;
        return Outcome.of(JsonText.bytes(output, base + EXPECTED_MORE, JsonText.MAX_BYTES));
    }

    /** Whether a payload that is not JSON ended up under a key, by {@code * AS key}. */
    private static boolean holdsBytes(Value output) {
        return output instanceof Value.Obj object
                && object.members().values().stream()
                        .anyMatch(member -> member instanceof Value.Binary || holdsBytes(member));
    }
}
