/**
 * Sessions, subscriptions and delivery behind the gateway. Start with {@link dev.penstock.broker.engine.SessionEngine};
 * {@link dev.penstock.broker.engine.MoquetteEngine} is the one there is.
 */
@NullMarked
package dev.penstock.broker.engine;

import org.jspecify.annotations.NullMarked;
