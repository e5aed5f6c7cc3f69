package dev.penstock.broker.policy;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether a client may do something, and why.
 *
 * @param verdict what the policies say
 * @param enforced whether it counts; when not, it is allowed whatever the verdict
 * @param resource the ARN that the policies were asked for
 * @param policies names of the policies that were tried, in the order in which they were
 * @param decisive the statement that decided; null when none did
 * @param remark what else a reader should know; may be empty
 */
public record Decision(
        Verdict verdict,
        boolean enforced,
        Action action,
        String resource,
        List<String> policies,
        @Nullable DecisiveStatement decisive,
        String remark) {

    public Decision {
        policies = List.copyOf(policies);
    }

    /** What policies say. */
    public enum Verdict {
        /** A statement allows it and none denies it. */
        ALLOWED,
        /** A statement denies it: that is stronger than any that allows it. */
        EXPLICIT_DENY,
        /** No statement is about it. */
        IMPLICIT_DENY
    }

    /**
     * The statement that decided.
     *
     * @param number its place in the document, from 1
     * @param sid its {@code Sid}; empty when it has none
     */
    public record DecisiveStatement(String policy, int number, String sid) {
        @Override
        public String toString() {
            return "statement %d%s of policy %s".formatted(number, sid.isEmpty() ? "" : " (" + sid + ")", policy);
        }
    }

    /** Allowed because nobody was asked.
     *
     * @param why for the explanation */
    public static Decision unasked(Action action, String name, String why) {
        return new Decision(Verdict.ALLOWED, false, action, name, List.of(), null, why);
    }

    /** The same verdict, which does not count. */
    public Decision unenforced() {
        return new Decision(verdict, false, action, resource, policies, decisive, remark);
    }

    /** Whether the client may go on. */
    public boolean isAllowed() {
        return !enforced || verdict == Verdict.ALLOWED;
    }

    /** The statement that decided; empty when none did. */
    public Optional<DecisiveStatement> statement() {
        return Optional.ofNullable(decisive);
    }

    /** One sentence for a person: what was decided, about what, and by which statement. */
    public String explanation() {
        StringBuilder text = new StringBuilder()
                .append(action.policyName())
                .append(" on ")
                .append(resource)
                .append(verdict == Verdict.ALLOWED ? " is allowed" : " is denied");
        if (decisive != null) {
            text.append(" by ").append(decisive);
        } else if (verdict == Verdict.IMPLICIT_DENY) {
            text.append(
                    policies.isEmpty()
                            ? ": no policy is attached"
                            : ": no statement of %s allows it".formatted(String.join(", ", policies)));
        }
        return text.append(remark.isEmpty() ? "" : "; " + remark).toString();
    }
}
