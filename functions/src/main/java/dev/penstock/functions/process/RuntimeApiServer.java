package dev.penstock.functions.process;

import dev.penstock.platform.lifecycle.StartException;
import dev.penstock.platform.lifecycle.Threads;
import dev.penstock.platform.wire.WireHandler;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpServerCodec;
import java.net.InetSocketAddress;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runtime API servers, one port of the loopback interface for each environment and one thread for all: the API has no
 * name of the environment in its paths. Plain HTTP/1.1. Guarded by {@code lock}.
 */
final class RuntimeApiServer implements AutoCloseable {
    static final String HOST = "127.0.0.1";
    private static final int SHUTDOWN_LIMIT_MILLIS = 2_000;
    /** Connections of one environment; a runtime needs one, or two. */
    private static final int MAX_CONNECTIONS = 16;

    private final Object lock = new Object();
    private @Nullable EventLoopGroup loop;
    private boolean closed;

    /** Opens a port for one environment. */
    Endpoint open(WireHandler api) {
        EventLoopGroup group = loop();
        ChannelGroup connections = new DefaultChannelGroup(group.next(), true);
        Channel listener = new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        if (connections.size() >= MAX_CONNECTIONS) {
                            channel.close();
                            return;
                        }
                        connections.add(channel);
                        channel.pipeline().addLast(new HttpServerCodec()).addLast(new RuntimeApiConnection(api));
                    }
                })
                .bind(HOST, 0)
                .syncUninterruptibly()
                .channel();
        return new Endpoint(listener, connections);
    }

    private EventLoopGroup loop() {
        synchronized (lock) {
            if (closed) {
                throw new StartException("functions: no function can start, Penstock is shutting down");
            }
            EventLoopGroup group = loop;
            if (group == null) {
                group = new NioEventLoopGroup(1, Threads.factory("functions-runtime-api"));
                loop = group;
            }
            return group;
        }
    }

    /** Runs tasks in real time, on the thread of the API. */
    ScheduledExecutorService timers() {
        return loop();
    }

    @Override
    public void close() {
        EventLoopGroup group;
        synchronized (lock) {
            closed = true;
            group = loop;
        }
        if (group != null) {
            group.shutdownGracefully(0, SHUTDOWN_LIMIT_MILLIS, TimeUnit.MILLISECONDS)
                    .awaitUninterruptibly(SHUTDOWN_LIMIT_MILLIS);
        }
    }

    /** The port of one environment and its connections. */
    record Endpoint(Channel listener, ChannelGroup connections) implements AutoCloseable {

        /** {@code host:port}, for {@code AWS_LAMBDA_RUNTIME_API}. */
        String address() {
            return HOST + ":" + ((InetSocketAddress) listener.localAddress()).getPort();
        }

        /** Begins to free the port and to end its connections. */
        @Override
        public void close() {
            listener.close();
            connections.close();
        }
    }
}
