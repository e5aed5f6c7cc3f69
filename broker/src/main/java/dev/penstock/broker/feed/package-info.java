/**
 * The feed of the MQTT test page: messages of the broker as server-sent events, and publishing, over HTTP. Start with
 * {@link dev.penstock.broker.feed.TestPage}. Watchers never hold devices: one that reads too slowly misses messages and is
 * told how many.
 */
@NullMarked
package dev.penstock.broker.feed;

import org.jspecify.annotations.NullMarked;
