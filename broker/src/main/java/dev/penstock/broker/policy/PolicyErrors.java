package dev.penstock.broker.policy;

import dev.penstock.platform.aws.AwsException;

/** What AWS answers to a document that is no policy. */
final class PolicyErrors {
    private PolicyErrors() {}

    /** @param why what is wrong and what would be right */
    static AwsException malformed(String why) {
        return new AwsException("MalformedPolicyException", 400, "Policy document is Malformed: " + why);
    }
}
