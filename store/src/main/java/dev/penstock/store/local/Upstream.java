package dev.penstock.store.local;

import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.lifecycle.Threads;
import dev.penstock.platform.wire.WireResponse;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.pool.AbstractChannelPoolHandler;
import io.netty.channel.pool.FixedChannelPool;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.util.concurrent.Future;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Sends requests to one HTTP/1.1 server over a bounded number of connections that stay open. A request that finds all
 * of them busy waits; when too many wait it is refused, which clients of AWS take as "try again later".
 */
final class Upstream implements AutoCloseable {
    private static final int MAX_CONNECTIONS = 32;
    private static final int MAX_WAITING = 2_048;
    private static final int MAX_ANSWER_BYTES = 32 * 1024 * 1024;
    private static final int CONNECT_LIMIT_MILLIS = 5_000;
    private static final int SHUTDOWN_LIMIT_MILLIS = 2_000;
    private static final int DEFAULT_PORT = 80;

    private final URI server;
    private final String host;
    private final EventLoopGroup loop;
    private final FixedChannelPool connections;

    Upstream(URI server) {
        int port = server.getPort() < 0 ? DEFAULT_PORT : server.getPort();
        this.server = server;
        this.host = server.getHost() + ":" + port;
        loop = new NioEventLoopGroup(1, Threads.factory("store-proxy"));
        Bootstrap bootstrap = new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_LIMIT_MILLIS)
                .remoteAddress(server.getHost(), port);
        connections = new FixedChannelPool(bootstrap, new Pipelines(), MAX_CONNECTIONS, MAX_WAITING);
    }

    URI server() {
        return server;
    }

    /** Fails with what went wrong on the wire, or with an {@code AwsException} when too many requests wait. */
    CompletableFuture<WireResponse> send(FullHttpRequest request) {
        request.headers().set(HttpHeaderNames.HOST, host);
        CompletableFuture<WireResponse> answer = new CompletableFuture<>();
        connections.acquire().addListener((Future<Channel> acquired) -> {
            if (acquired.isSuccess()) {
                exchange(acquired.getNow(), request, answer);
            } else {
                request.release();
                answer.completeExceptionally(refusal(acquired.cause()));
            }
        });
        return answer;
    }

    private void exchange(Channel connection, FullHttpRequest request, CompletableFuture<WireResponse> answer) {
        answer.whenComplete((response, failure) -> {
            if (failure != null) {
                connection.close();
            }
            connections.release(connection);
        });
        connection.pipeline().get(UpstreamExchange.class).begin(connection, request, answer);
    }

    private static Throwable refusal(Throwable cause) {
        // How FixedChannelPool says that its queue is full.
        return cause instanceof IllegalStateException
                ? new AwsException(
                        "ServiceUnavailable",
                        503,
                        "Penstock has %d DynamoDB requests waiting; try again later".formatted(MAX_WAITING))
                : cause;
    }

    /** Runs something on the loop thread after a stretch of real time. */
    void later(Duration delay, Runnable task) {
        loop.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Ends the connections and the thread; requests on their way fail. */
    @Override
    public void close() {
        connections.closeAsync().awaitUninterruptibly(SHUTDOWN_LIMIT_MILLIS);
        loop.shutdownGracefully(0, SHUTDOWN_LIMIT_MILLIS, TimeUnit.MILLISECONDS)
                .awaitUninterruptibly(SHUTDOWN_LIMIT_MILLIS);
    }

    private static final class Pipelines extends AbstractChannelPoolHandler {
        @Override
        public void channelCreated(Channel connection) {
            connection
                    .pipeline()
                    .addLast(new HttpClientCodec())
                    .addLast(new HttpObjectAggregator(MAX_ANSWER_BYTES))
                    .addLast(new UpstreamExchange());
        }
    }
}
