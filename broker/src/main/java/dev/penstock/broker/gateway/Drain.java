package dev.penstock.broker.gateway;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;

/** Whether a client takes what is sent to it, however slowly. Confined to the channel's loop. */
final class Drain {
    private static final long NOTHING = -1;

    private final Channel channel;
    private long unsent = NOTHING;

    Drain(Channel channel) {
        this.channel = channel;
    }

    /**
     * Whether the socket was full at the last look, and is now with the same bytes: when it is full nothing is added, so not
     * one of them was taken.
     */
    boolean isStuck() {
        long before = unsent;
        unsent = unsent();
        return unsent != NOTHING && unsent == before;
    }

    private long unsent() {
        ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
        return buffer == null || channel.isWritable()
                ? NOTHING
                : buffer.totalPendingWriteBytes() - buffer.currentProgress();
    }
}
