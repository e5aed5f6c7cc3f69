package dev.penstock.broker.engine;

import dev.penstock.broker.PublishedMessage;
import io.netty.channel.Channel;
import java.util.concurrent.CompletionStage;

/**
 * Keeps sessions and subscriptions and delivers messages to subscribers. The gateway in front of it owns everything that
 * is peculiar to AWS: limits, publishes and their acknowledgement, rules, retained messages and wills.
 */
public interface SessionEngine extends AutoCloseable {

    /** Begins a connection whose CONNECT the gateway has accepted; on the channel's loop. */
    EngineConnection attach(Channel channel);

    /**
     * Delivers a message to all subscribers. Never blocks; on any thread. Messages that one thread routes one after the
     * other reach a subscriber in that order.
     *
     * @return completes when the message is in the sessions of its subscribers or on their wires; never exceptionally
     *     for what goes wrong with a single subscriber
     */
    CompletionStage<?> route(PublishedMessage message);

    /**
     * Sends a message to one client, subscribed or not; nothing happens when there is no such client. As {@link #route}
     * otherwise.
     */
    CompletionStage<?> send(String clientId, PublishedMessage message);

    /** Whether a client has a session, connected or not. */
    boolean hasSession(String clientId);

    /** Ends a client's session: at once when it is away, else with its connection. Never exceptionally. */
    CompletionStage<?> forget(String clientId);

    @Override
    void close();
}
