package dev.penstock.broker.gateway;

import io.netty.channel.Channel;
import io.netty.channel.nio.AbstractNioChannel;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;

/** The connections that are open, by client id. */
final class Connections {
    private static final CompletionStage<?> NOTHING = CompletableFuture.completedStage(null);

    private final Map<String, IngressGate> byClient = new ConcurrentHashMap<>();

    /**
     * A client connects; an older connection of it, which the engine ends, is not found any more. What that one has sent
     * counts first: a client that says goodbye and comes back at once must not be taken for one that was lost.
     *
     * @return completes on the loop of the new connection when the older one is read out
     */
    CompletionStage<?> add(String clientId, IngressGate gate) {
        IngressGate older = byClient.put(clientId, gate);
        return older == null
                ? NOTHING
                : readOut(older.channel()).thenRunAsync(() -> {}, gate.channel().eventLoop());
    }

    /** Reads what has arrived at a socket, unless it is not read at the moment; on any thread. */
    private static CompletionStage<?> readOut(Channel channel) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        try {
            channel.eventLoop().execute(() -> {
                if (channel.isActive()
                        && channel.config().isAutoRead()
                        && channel.unsafe() instanceof AbstractNioChannel.NioUnsafe socket) {
                    socket.read();
                }
                done.complete(null);
            });
        } catch (RejectedExecutionException closed) {
            done.complete(null);
        }
        return done;
    }

    void remove(String clientId, IngressGate gate) {
        byClient.remove(clientId, gate);
    }

    Optional<IngressGate> find(String clientId) {
        return Optional.ofNullable(byClient.get(clientId));
    }
}
