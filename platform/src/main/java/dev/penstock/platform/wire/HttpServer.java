package dev.penstock.platform.wire;

import dev.penstock.platform.lifecycle.Component;
import dev.penstock.platform.lifecycle.StartException;
import dev.penstock.platform.lifecycle.Threads;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An HTTP/1.1 and HTTP/2 (prior knowledge) server on one port, in clear text and TLS. One request at a time per connection or
 * HTTP/2 stream: a client that sends faster than it is answered is held back by its own socket. A request must become
 * whole within 60 s; its answer may take as long as it likes. Guarded by {@code lock}.
 */
public final class HttpServer implements Component {
    private static final Logger log = LoggerFactory.getLogger(HttpServer.class);

    /** Largest request body. */
    static final int MAX_BODY_BYTES = EndpointSettings.LARGEST_BODY;

    private static final int QUIET_MILLIS = 0;
    private static final int SHUTDOWN_LIMIT_MILLIS = 2_000;

    private final Object lock = new Object();
    private final String what;
    private final String host;
    private final int requestedPort;
    private final int threads;
    private final ServerParts parts;
    private final ByteBufAllocator buffers;
    private final AtomicBoolean toldFull = new AtomicBoolean();
    private @Nullable EventLoopGroup loops;
    private @Nullable Channel listener;
    private @Nullable ChannelGroup connections;

    /**
     * @param what name for threads and errors, for example {@code endpoint}
     * @param port 0 takes a free port
     * @param threads event loops; requests of one connection stay on one
     */
    public HttpServer(String what, String host, int port, int threads, WireHandler handler) {
        this(what, host, port, threads, parts(what, host, handler, ServerLimits.defaults()), ByteBufAllocator.DEFAULT);
    }

    /** For tests: other limits, and buffers that can be counted. */
    HttpServer(
            String what,
            String host,
            int port,
            int threads,
            WireHandler handler,
            Duration requestLimit,
            ByteBufAllocator buffers) {
        this(
                what,
                host,
                port,
                threads,
                parts(what, host, handler, ServerLimits.defaults().withRequest(requestLimit)),
                buffers);
    }

    HttpServer(String what, String host, int port, int threads, ServerParts parts, ByteBufAllocator buffers) {
        this.what = what;
        this.host = host;
        this.requestedPort = port;
        this.threads = threads;
        this.parts = parts;
        this.buffers = buffers;
    }

    private static ServerParts parts(String what, String host, WireHandler handler, ServerLimits limits) {
        return new ServerParts(handler, limits, Tls.selfSigned(what, host), null);
    }

    @Override
    public String name() {
        return what;
    }

    @Override
    public void start() {
        synchronized (lock) {
            if (loops != null) {
                throw new IllegalStateException(what + " is started already");
            }
            EventLoopGroup group = new NioEventLoopGroup(threads, Threads.factory(what + "-http"));
            loops = group;
            ChannelGroup open = new DefaultChannelGroup(group.next(), true);
            connections = open;
            try {
                listener = bootstrap(group, open)
                        .bind(host, requestedPort)
                        .syncUninterruptibly()
                        .channel();
            } catch (Exception failure) { // Netty throws the checked BindException without declaring it
                close();
                throw cannotListen(failure);
            }
        }
    }

    private ServerBootstrap bootstrap(EventLoopGroup group, ChannelGroup open) {
        return new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, 1024)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.ALLOCATOR, buffers)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        accept(channel, open);
                    }
                });
    }

    /** Reading nothing of a connection that is one too many would leave its client to wait without a reason. */
    private void accept(Channel channel, ChannelGroup open) {
        if (open.size() >= parts.limits().connections()) {
            if (toldFull.compareAndSet(false, true)) {
                log.warn(
                        "{}: {} connections are open, further ones are closed at once; close some or raise the limit",
                        what,
                        parts.limits().connections());
            }
            channel.close();
            return;
        }
        open.add(channel);
        channel.pipeline().addLast(parts.timeout()).addLast(new ProtocolSniffer(parts));
    }

    private StartException cannotListen(Exception failure) {
        if (failure instanceof BindException) {
            return new StartException(
                    "%s: port %d on %s is taken, or the address is not this machine's (%s); stop what uses it or choose another port (0 takes a free one)"
                            .formatted(what, requestedPort, host, failure.getMessage()),
                    failure);
        }
        return new StartException(
                "%s: cannot listen on %s:%d: %s".formatted(what, host, requestedPort, failure.getMessage()), failure);
    }

    /** The port it listens on; only after {@link #start}. */
    public int port() {
        synchronized (lock) {
            if (listener == null) {
                throw new IllegalStateException(what + " is not started");
            }
            return ((InetSocketAddress) listener.localAddress()).getPort();
        }
    }

    /** Ends all connections at once, also those whose requests are not answered yet. */
    @Override
    public void close() {
        synchronized (lock) {
            if (listener != null) {
                listener.close().syncUninterruptibly();
                listener = null;
            }
            if (connections != null) {
                connections.close().awaitUninterruptibly(SHUTDOWN_LIMIT_MILLIS);
                connections = null;
            }
            if (loops != null) {
                loops.shutdownGracefully(QUIET_MILLIS, SHUTDOWN_LIMIT_MILLIS, TimeUnit.MILLISECONDS)
                        .awaitUninterruptibly(SHUTDOWN_LIMIT_MILLIS);
                loops = null;
            }
        }
    }
}
