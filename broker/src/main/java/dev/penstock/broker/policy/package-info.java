/**
 * Who may do what: AWS IoT Core policies. {@link dev.penstock.broker.policy.Authorizer} is the port that the gateway asks;
 * {@link dev.penstock.broker.policy.PolicyDocument} reads a document, {@link dev.penstock.broker.policy.PolicyEngine}
 * evaluates documents for a request. It keeps no things, certificates or policies: those are in
 * {@code dev.penstock.broker.identity}.
 */
@NullMarked
package dev.penstock.broker.policy;

import org.jspecify.annotations.NullMarked;
