package dev.penstock.broker.service;

import dev.penstock.broker.PublishedMessage;
import java.util.concurrent.CompletionStage;

/** A service behind reserved topics, for example device shadows. */
public interface TopicService {

    /** Whether a publish to this topic is for it. Called for every publish to a topic that begins with {@code $aws/}. */
    boolean takes(String topic);

    /**
     * Deals with a publish, after the rules have accepted it and subscribers of its topic have got it, before its PUBACK.
     * Must not block; on any thread. Messages of one client come one after the other, those of several at a time.
     *
     * @return completes when what the service publishes in answer is accepted: the PUBACK waits for that, so that a
     *     client cannot ask faster than its answers are taken
     */
    CompletionStage<?> accept(PublishedMessage message);
}
