package dev.penstock.broker.gateway;

import java.util.concurrent.CompletionStage;

/** One packet on its way through the {@link PacketQueue} of its connection. All methods run on the channel's loop. */
interface Passage {

    /** How much it weighs against the bound of the queue. */
    int bytes();

    /** First half, in order of arrival but overlapping with that of other packets: acceptance by the rules. */
    CompletionStage<?> begin();

    /** Second half, one packet at a time in order of arrival, after the first half has completed. */
    CompletionStage<?> proceed();

    /** Both halves are complete: acknowledge. */
    void done();

    /** One of the halves has failed; the connection gets closed. */
    void failed(Throwable cause);

    /** It gives way to the end of the connection before it began. */
    void dropped();
}
