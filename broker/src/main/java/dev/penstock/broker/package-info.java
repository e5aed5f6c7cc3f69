/**
 * MQTT with the semantics of AWS IoT Core. Start with {@link dev.penstock.broker.MessageBroker}; {@link dev.penstock.broker.Brokers} makes one. It knows nothing of rules: it hands each publish to one {@link dev.penstock.broker.PublishListener} before it acknowledges it.
 */
@NullMarked
package dev.penstock.broker;

import org.jspecify.annotations.NullMarked;
