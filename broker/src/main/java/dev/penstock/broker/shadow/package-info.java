/**
 * The Device Shadow service: classic and named shadows, in memory. Start with {@link dev.penstock.broker.shadow.Shadows},
 * which keeps them; {@code ShadowRequest} reads an update, {@code ShadowState} merges it, {@code ShadowDocuments} writes
 * what is published; {@link dev.penstock.broker.shadow.ShadowTopics} is the MQTT side. HTTP is in
 * {@code broker.dataplane}.
 */
@NullMarked
package dev.penstock.broker.shadow;

import org.jspecify.annotations.NullMarked;
