package dev.penstock.rules.action;

import dev.penstock.platform.data.Bytes;
import dev.penstock.rules.eval.Evaluation;

/**
 * What an action gets.
 *
 * @param evaluation the rule's evaluation of the incoming message, for templates
 * @param payload the outgoing payload
 * @param ruleName the rule it belongs to
 * @param republishDepth how many republish actions the incoming message came through
 */
public record ActionInput(Evaluation evaluation, Bytes payload, String ruleName, int republishDepth) {}
