package dev.penstock.broker.policy;

/**
 * What a client may be allowed to do, and what it does it to.
 *
 * <p>Source: AWS IoT Core developer guide, "AWS IoT Core policy actions" and "action resources" (fact sheet spec-broker,
 * section 3.1).
 */
public enum Action {
    CONNECT("iot:Connect", "client/"),
    PUBLISH("iot:Publish", "topic/"),
    /** Asked for beside {@link #PUBLISH} when the RETAIN flag is set. */
    RETAIN_PUBLISH("iot:RetainPublish", "topic/"),
    SUBSCRIBE("iot:Subscribe", "topicfilter/"),
    /** Asked for at each delivery. */
    RECEIVE("iot:Receive", "topic/"),
    GET_RETAINED_MESSAGE("iot:GetRetainedMessage", "topic/"),
    /** Its resource is {@code *}: the name is not looked at. */
    LIST_RETAINED_MESSAGES("iot:ListRetainedMessages", ""),
    GET_THING_SHADOW("iot:GetThingShadow", "thing/"),
    UPDATE_THING_SHADOW("iot:UpdateThingShadow", "thing/"),
    DELETE_THING_SHADOW("iot:DeleteThingShadow", "thing/"),
    LIST_NAMED_SHADOWS("iot:ListNamedShadowsForThing", "thing/"),
    DESCRIBE_JOB_EXECUTION("iot:DescribeJobExecution", "thing/"),
    GET_PENDING_JOB_EXECUTIONS("iot:GetPendingJobExecutions", "thing/"),
    START_NEXT_PENDING_JOB_EXECUTION("iot:StartNextPendingJobExecution", "thing/"),
    UPDATE_JOB_EXECUTION("iot:UpdateJobExecution", "thing/"),
    DELETE_CONNECTION("iot:DeleteConnection", "client/");

    private final String policyName;
    private final String resourcePrefix;

    Action(String policyName, String resourcePrefix) {
        this.policyName = policyName;
        this.resourcePrefix = resourcePrefix;
    }

    /** As documents spell it, for example {@code iot:Connect}. */
    public String policyName() {
        return policyName;
    }

    /** What stands between account and name in the ARN of its resource, for example {@code topic/}. */
    public String resourcePrefix() {
        return resourcePrefix;
    }
}
