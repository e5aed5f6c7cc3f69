package dev.penstock.broker.policy;

/**
 * What one client may do, as long as it is connected. Policies, things and attachments that change meanwhile count from
 * the next question on. Decisions are remembered (a bounded number of them), so that asking again for a topic costs a
 * look-up and allocates nothing. May be asked on any thread.
 */
@FunctionalInterface
public interface Permissions {
    /** Everything. */
    Permissions ALL = (action, name) -> Decision.unasked(action, name, "policies are off");

    /**
     * Decides. What a client is not told about is in the log, once as long as it is remembered: what it may not receive, and
     * what would be refused if policies were enforced. The caller says the rest, with what it does about it.
     *
     * @param name client id for {@link Action#CONNECT}, topic for {@link Action#PUBLISH} and the like, the filter for
     *     {@link Action#SUBSCRIBE} as it was sent ({@code $share/group/filter} included), thing or {@code thing/shadow}
     *     for shadows; not yet an ARN
     */
    Decision decide(Action action, String name);
}
