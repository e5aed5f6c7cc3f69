package io.moquette.broker;

import dev.penstock.platform.lifecycle.Threads;
import io.moquette.interception.BrokerInterceptor;
import io.netty.util.concurrent.DefaultEventExecutorGroup;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.EventExecutorGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullMarked;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads that own sessions; all commands of one client run on one of them, in order. Replaces Moquette's loops,
 * which die for good of a command that throws and drop commands when their queue is full. Here a throwing command fails
 * its own future only, and nothing is dropped: the gateway bounds the queue, since each connection has at most one
 * packet and a window of acknowledgements in the engine at a time.
 */
@NullMarked
final class PenstockLoops extends SessionEventLoopGroup {
    private static final Logger log = LoggerFactory.getLogger(PenstockLoops.class);
    private static final long CLOSE_LIMIT_MILLIS = 500;

    private final EventExecutorGroup group;
    private final List<EventExecutor> loops = new ArrayList<>();

    PenstockLoops(BrokerInterceptor interceptor, int threads) {
        super(interceptor, 1);
        super.terminate(); // the inherited constructor has started threads of its own; they end here, unused
        group = new DefaultEventExecutorGroup(threads, Threads.factory("broker-session"));
        group.forEach(loops::add);
    }

    @Override
    int targetQueueOrdinal(String clientId) {
        return Math.floorMod(clientId.hashCode(), loops.size());
    }

    @Override
    public int getEventLoopCount() {
        return loops.size();
    }

    @Override
    public PostOffice.RouteResult routeCommand(String clientId, String what, Callable<Void> action) {
        return PostOffice.RouteResult.success(clientId, run(clientId, what, action));
    }

    /** Runs a command on the client's loop, at once when this is it; completes exceptionally when the command throws. */
    CompletableFuture<String> run(String clientId, String what, Callable<Void> action) {
        CompletableFuture<String> done = new CompletableFuture<>();
        EventExecutor loop = loops.get(targetQueueOrdinal(clientId));
        if (loop.inEventLoop()) {
            execute(clientId, what, action, done);
            return done;
        }
        try {
            loop.execute(() -> execute(clientId, what, action, done));
        } catch (RejectedExecutionException closed) {
            done.completeExceptionally(closed);
        }
        return done;
    }

    private static void execute(String clientId, String what, Callable<Void> action, CompletableFuture<String> done) {
        try {
            action.call();
            done.complete(clientId);
        } catch (Throwable failure) { // whatever a command throws must not end the loop of all other clients
            log.warn("{} of client {} failed in the session engine", what, clientId, failure);
            done.completeExceptionally(failure);
        }
    }

    /** Called by Moquette's PostOffice when its own timers are switched off; the loops end with {@link #close}. */
    @Override
    public void terminate() {}

    void close() {
        group.shutdownGracefully(0, CLOSE_LIMIT_MILLIS, TimeUnit.MILLISECONDS).awaitUninterruptibly(CLOSE_LIMIT_MILLIS);
    }
}
