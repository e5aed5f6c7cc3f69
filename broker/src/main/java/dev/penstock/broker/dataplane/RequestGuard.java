package dev.penstock.broker.dataplane;

import dev.penstock.broker.policy.Action;

/** Whether who sent a request may do what it asks for. */
@FunctionalInterface
public interface RequestGuard {

    /**
     * @param name as for {@link dev.penstock.broker.policy.Permissions#decide}
     * @throws dev.penstock.platform.aws.AwsException ForbiddenException
     */
    void check(Action action, String name);
}
