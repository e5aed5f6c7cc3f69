/**
 * Our own rule engine. Start with {@link dev.penstock.rules.local.LocalRuleEngine}: it puts each message into the lane of its client, where a {@code MessageRun} takes it through the rules that match.
 */
@NullMarked
package dev.penstock.rules.local;

import org.jspecify.annotations.NullMarked;
