/**
 * The part of the IoT control plane that is about rules, over {@link dev.penstock.rules.RuleEngine}. Start with {@link dev.penstock.rules.wire.IotRules}: it lists the operations.
 */
@NullMarked
package dev.penstock.rules.wire;

import org.jspecify.annotations.NullMarked;
