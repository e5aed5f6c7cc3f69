package dev.penstock.broker.policy;

import java.util.List;

/**
 * A policy document that was read.
 *
 * @param text as it was given
 */
public record PolicyDocument(String text, List<Statement> statements) {
    public PolicyDocument {
        statements = List.copyOf(statements);
    }

    /**
     * Reads a document.
     *
     * @throws dev.penstock.platform.aws.AwsException MalformedPolicyException, with what is wrong
     */
    public static PolicyDocument parse(String text) {
        return new PolicyDocument(text, new DocumentReader(text).statements());
    }
}
