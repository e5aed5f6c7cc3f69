package dev.penstock.platform.wire;

import dev.penstock.platform.lifecycle.Component;
import dev.penstock.platform.lifecycle.StartException;
import dev.penstock.platform.lifecycle.Threads;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP/1.1 and HTTP/2 (prior knowledge) server on one port, in clear text. One request at a time per connection or
 * HTTP/2 stream: a client that sends faster than it is answered is held back by its own socket.
 */
public final class HttpServer implements Component {
    /** Largest request body; PutRecords with 10 MiB of data is about 14 MiB of Base64. */
    static final int MAX_BODY_BYTES = 16 * 1024 * 1024;

    private static final int QUIET_MILLIS = 0;
    private static final int SHUTDOWN_LIMIT_MILLIS = 2_000;

    private final String what;
    private final String host;
    private final int requestedPort;
    private final int threads;
    private final WireHandler handler;
    private @Nullable EventLoopGroup loops;
    private @Nullable Channel listener;
    private @Nullable ChannelGroup connections;

    /**
     * @param what name for threads and errors, for example {@code endpoint}
     * @param port 0 takes a free port
     * @param threads event loops; requests of one connection stay on one
     */
    public HttpServer(String what, String host, int port, int threads, WireHandler handler) {
        this.what = what;
        this.host = host;
        this.requestedPort = port;
        this.threads = threads;
        this.handler = handler;
    }

    @Override
    public String name() {
        return what;
    }

    @Override
    public void start() {
        loops = new NioEventLoopGroup(threads, Threads.factory(what + "-http"));
        ChannelGroup group = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
        connections = group;
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, 1024)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        group.add(channel);
                        channel.pipeline().addLast(new ProtocolSniffer(handler));
                    }
                });
        try {
            listener = bootstrap.bind(host, requestedPort).syncUninterruptibly().channel();
        } catch (Exception failure) { // Netty throws the checked BindException without declaring it
            close();
            if (failure instanceof BindException) {
                throw new StartException(
                        "%s: port %d on %s is taken; stop what uses it or choose another port (0 takes a free one)"
                                .formatted(what, requestedPort, host),
                        failure);
            }
            throw new StartException(
                    "%s: cannot listen on %s:%d: %s".formatted(what, host, requestedPort, failure.getMessage()),
                    failure);
        }
    }

    /** The port it listens on; only after {@link #start}. */
    public int port() {
        Channel bound = listener;
        if (bound == null) {
            throw new IllegalStateException(what + " is not started");
        }
        return ((InetSocketAddress) bound.localAddress()).getPort();
    }

    @Override
    public void close() {
        Channel bound = listener;
        if (bound != null) {
            bound.close().syncUninterruptibly();
        }
        ChannelGroup open = connections;
        if (open != null) {
            open.close().awaitUninterruptibly(SHUTDOWN_LIMIT_MILLIS);
        }
        EventLoopGroup group = loops;
        if (group != null) {
            group.shutdownGracefully(QUIET_MILLIS, SHUTDOWN_LIMIT_MILLIS, TimeUnit.MILLISECONDS)
                    .awaitUninterruptibly(SHUTDOWN_LIMIT_MILLIS);
        }
    }
}
