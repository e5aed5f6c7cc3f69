/**
 * Lifecycle events: who connected, disconnected, subscribed and unsubscribed, published under {@code $aws/events/}. The
 * gateway tells through {@link ConnectionEvents}.
 */
@NullMarked
package dev.penstock.broker.presence;

import org.jspecify.annotations.NullMarked;
