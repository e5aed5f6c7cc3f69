package dev.penstock.broker.policy;

/** Whether who sent a request over HTTP may do what it asks for. */
@FunctionalInterface
public interface RequestGuard {
    /** Lets everybody do everything: whose requests have IAM policies, which Penstock does not have. */
    RequestGuard OPEN = (action, name) -> {};

    /**
     * @param name as for {@link Permissions#decide}
     * @throws dev.penstock.platform.aws.AwsException ForbiddenException
     */
    void check(Action action, String name);
}
