package dev.penstock.broker;

import java.util.concurrent.CompletionStage;

/** Takes every published message before the broker acknowledges it: the feed of the rules engine. */
@FunctionalInterface
public interface PublishListener {

    /**
     * Called on a network thread: must not block. The broker sends the PUBACK, routes to subscribers and reads on from
     * this client when the stage completes; messages of one client arrive in order. When it fails, the message is not
     * acknowledged and the connection is closed, so that the client sends it again.
     */
    CompletionStage<Void> accept(PublishedMessage message);
}
