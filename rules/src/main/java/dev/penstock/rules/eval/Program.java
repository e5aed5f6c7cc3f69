package dev.penstock.rules.eval;

import dev.penstock.rules.eval.Value.Bool;
import dev.penstock.rules.sql.Expression;
import dev.penstock.rules.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A compiled statement. Immutable and shared by all threads. */
public final class Program {
    private final Statement statement;
    private final List<Node> assignments;
    private final @Nullable Node where;
    private final ProjectionNode projection;
    private final boolean readsMembers;
    private final boolean mayHoldBytes;

    Program(
            Statement statement,
            List<Node> assignments,
            @Nullable Node where,
            ProjectionNode projection,
            boolean readsMembers) {
        this.statement = statement;
        this.assignments = assignments;
        this.where = where;
        this.projection = projection;
        this.readsMembers = readsMembers;
        mayHoldBytes = statement.projection().items().stream()
                .anyMatch(item -> item.expression() instanceof Expression.Star && !item.spreads());
    }

    public Statement statement() {
        return statement;
    }

    /** Begins the work of this rule on a message: gives the variables their values. */
    public Evaluation begin(MessageInput message, String ruleName) {
        Evaluation evaluation = new Evaluation(message, ruleName, statement.version(), assignments.size());
        for (int i = 0; i < assignments.size(); i++) {
            evaluation.assign(i, assignments.get(i).evaluate(evaluation.top()));
        }
        return evaluation;
    }

    /** WHERE, then SELECT. */
    public Outcome run(Evaluation evaluation) {
        Payload payload = evaluation.message().payload();
        if (readsMembers && !payload.isJson()) {
            return Outcome.not(Verdict.PAYLOAD_NOT_JSON);
        }
        Verdict verdict = where == null ? Verdict.FIRED : judge(where.evaluate(evaluation.top()));
        return verdict == Verdict.FIRED ? select(evaluation) : Outcome.not(verdict);
    }

    /** What {@link #run} does, with the value of everything on the way. */
    public ProgramTrace explain(Evaluation evaluation) {
        Outcome outcome = run(evaluation);
        Scope top = evaluation.top();
        List<Explained> variables = new ArrayList<>();
        for (int i = 0; i < assignments.size(); i++) {
            variables.add(explainVariable(i, top));
        }
        boolean evaluated = outcome.verdict() != Verdict.PAYLOAD_NOT_JSON;
        Explained condition = where == null || !evaluated ? null : where.explain(top);
        List<ProgramTrace.Item> items = new ArrayList<>();
        for (ProjectionNode.Item item : projection.items()) {
            items.add(new ProgramTrace.Item(
                    item.source(), item.path(), item.expression().explain(top)));
        }
        return new ProgramTrace(outcome, variables, condition, items);
    }

    private Explained explainVariable(int slot, Scope top) {
        Explained value = assignments.get(slot).explain(top);
        String name = "@" + statement.variables().get(slot);
        String note = value.value().isUndefined() ? value.source() + " is Undefined" : "";
        return new Explained(name, value.value(), note, List.of(value));
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
            return new Outcome(Verdict.FIRED, evaluation.message().payload().bytes());
        }
        Value output = projection.evaluate(evaluation.top());
        if ((output.isUndefined() && !projection.isSingle()) || (mayHoldBytes && holdsBytes(output))) {
            return Outcome.not(Verdict.OUTPUT_IMPOSSIBLE);
        }
        return new Outcome(Verdict.FIRED, JsonText.bytes(output));
    }

    /** Whether a payload that is not JSON ended up under a key, by {@code * AS key}. */
    private static boolean holdsBytes(Value output) {
        return output instanceof Value.Obj object
                && object.members().values().stream()
                        .anyMatch(member -> member instanceof Value.Binary || holdsBytes(member));
    }
}
