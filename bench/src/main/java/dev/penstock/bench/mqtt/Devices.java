package dev.penstock.bench.mqtt;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The one loop that all devices of a process live on. */
final class Devices implements AutoCloseable {
    /** Devices that share a source address: a loopback address has some 28,000 ports. */
    private static final int DEVICES_PER_SOURCE = 5_000;

    private static final int CONNECT_LIMIT_MILLIS = 60_000;

    private final NioEventLoopGroup group = new NioEventLoopGroup(1);
    private final EventLoop loop = group.next();
    private final Bootstrap bootstrap = new Bootstrap()
            .group(group)
            .channel(NioSocketChannel.class)
            .option(ChannelOption.TCP_NODELAY, true)
            // A device that is dropped goes with a reset: thousands of ports would wait for minutes otherwise.
            .option(ChannelOption.SO_LINGER, 0)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_LIMIT_MILLIS);
    private int opened;

    EventLoop loop() {
        return loop;
    }

    /** Begins to connect; on the loop. */
    void connect(Device device, int port, @Nullable SslContext tls) {
        int source = 2 + opened++ / DEVICES_PER_SOURCE % 200;
        bootstrap
                .clone()
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        if (tls != null) {
                            SslHandler handler = tls.newHandler(channel.alloc(), "localhost", port);
                            handler.setHandshakeTimeoutMillis(CONNECT_LIMIT_MILLIS);
                            channel.pipeline().addLast(handler);
                        }
                        channel.pipeline().addLast(device);
                    }
                })
                .connect(new InetSocketAddress("127.0.0.1", port), new InetSocketAddress("127.0.0." + source, 0))
                .addListener(done -> {
                    if (!done.isSuccess()) {
                        device.refused(done.cause());
                    }
                });
    }

    /** Does something on the loop and waits for it. */
    <T> T call(Callable<T> work) throws Exception {
        return loop.submit(work).get(1, TimeUnit.MINUTES);
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
