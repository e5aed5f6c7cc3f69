package dev.penstock.broker.gateway;

import dev.penstock.platform.lifecycle.StartException;
import dev.penstock.platform.lifecycle.Threads;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Listens for MQTT on plain TCP. Keep-alive and the limit for CONNECT run in real time, as the devices do. */
final class MqttListener {
    private static final int LOOPS = 2;
    private static final int BACKLOG = 1024;
    private static final int QUIET_MILLIS = 0;
    private static final int CLOSE_LIMIT_MILLIS = 400;
    /** Above the high mark a subscriber counts as slow: QoS 1 waits in its session, QoS 0 is left out. */
    private static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(512 * 1024, 1024 * 1024);

    private final Ingress ingress;
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private @Nullable EventLoopGroup loops;
    private @Nullable Channel listener;

    MqttListener(Ingress ingress) {
        this.ingress = ingress;
    }

    void start(String host, int port) {
        EventLoopGroup group = new NioEventLoopGroup(LOOPS, Threads.factory("broker-mqtt"));
        loops = group;
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        connections.add(channel);
                        assemble(channel);
                    }
                });
        try {
            listener = bootstrap.bind(host, port).syncUninterruptibly().channel();
        } catch (Exception failure) { // Netty throws the checked BindException without declaring it
            throw new StartException(
                    failure instanceof BindException
                            ? "broker: port %d on %s is taken; stop what uses it or choose another port (0 takes a free one)"
                                    .formatted(port, host)
                            : "broker: cannot listen on %s:%d: %s".formatted(host, port, failure.getMessage()),
                    failure);
        }
    }

    private void assemble(Channel channel) {
        channel.pipeline()
                // Moquette replaces this handler, by its name, when it learns the client's keep-alive.
                .addLast("idleStateHandler", new IdleStateHandler(BrokerLimits.CONNECT_LIMIT_SECONDS, 0, 0))
                .addLast(new MqttDecoder(BrokerLimits.MAX_PACKET_BYTES))
                .addLast(MqttEncoder.INSTANCE)
                .addLast(new ConnectGate(ingress));
    }

    int port() {
        if (listener == null) {
            throw new IllegalStateException("broker is not started");
        }
        return ((InetSocketAddress) listener.localAddress()).getPort();
    }

    void close() {
        if (listener != null) {
            listener.close().awaitUninterruptibly(CLOSE_LIMIT_MILLIS);
        }
        connections.forEach(connection -> connection.pipeline().fireUserEventTriggered(GatewayEvent.SHUTDOWN));
        connections.close().awaitUninterruptibly(CLOSE_LIMIT_MILLIS);
        if (loops != null) {
            loops.shutdownGracefully(QUIET_MILLIS, CLOSE_LIMIT_MILLIS, TimeUnit.MILLISECONDS)
                    .awaitUninterruptibly(CLOSE_LIMIT_MILLIS);
        }
    }
}
