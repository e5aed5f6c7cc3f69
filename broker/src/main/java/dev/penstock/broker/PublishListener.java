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

    /**
     * Whether it wants what services of the broker publish to a topic: lifecycle events, answers of shadows. Those that it
     * does not want never come to {@link #accept}, so that thousands of them cost nothing.
     */
    default boolean hears(String serviceTopic) {
        return false;
    }
}
