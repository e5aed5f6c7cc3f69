package dev.penstock.broker.gateway;

import dev.penstock.broker.Qos2;
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
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.handler.ssl.SniHandler;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Listens for MQTT, and for MQTT over WebSocket, on plain TCP and TLS. Keep-alive and the limit for CONNECT run in real
 * time, as the devices do.
 */
final class MqttListener {
    private static final int LOOPS = 2;
    private static final int BACKLOG = 1024;
    private static final int QUIET_MILLIS = 0;
    private static final int CLOSE_LIMIT_MILLIS = 400;
    private static final int MAX_CLIENT_HELLO_BYTES = 64 * 1024;
    /** The first client waits for the broker's certificate to be made, which takes seconds on a busy machine. */
    private static final long HANDSHAKE_LIMIT_MILLIS = 30_000;

    private static final int MAX_LINE_BYTES = 16 * 1024;
    private static final int MAX_HEADER_BYTES = 64 * 1024;
    private static final int MAX_CHUNK_BYTES = 8 * 1024;
    /** A payload that is too long is to be refused with the error of AWS. */
    private static final int MAX_BODY_BYTES = 2 * BrokerLimits.MAX_PAYLOAD_BYTES;
    /** Above the high mark a subscriber counts as slow: QoS 1 waits in its session, QoS 0 is left out. */
    private static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(512 * 1024, 1024 * 1024);

    private final Ingress ingress;
    private final TlsContext tls;
    private final DeviceApi api;
    private final Signatures signatures;
    private final boolean serverName;
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final List<Channel> listeners = new ArrayList<>();
    private @Nullable EventLoopGroup loops;

    MqttListener(Ingress ingress, TlsContext tls, DeviceApi api, Signatures signatures, boolean serverName) {
        this.serverName = serverName;
        this.signatures = signatures;
        this.ingress = ingress;
        this.tls = tls;
        this.api = api;
    }

    /** Listens in clear text. */
    int listen(String host, int port) {
        return bind(host, port, this::assembleSniffing);
    }

    /** Listens with TLS. */
    int listenTls(String host, int port) {
        return bind(host, port, this::assembleTls);
    }

    private int bind(String host, int port, Consumer<Channel> assembly) {
        EventLoopGroup group = loops == null ? new NioEventLoopGroup(LOOPS, Threads.factory("broker-mqtt")) : loops;
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
                        take(channel);
                        assembly.accept(channel);
                    }
                });
        try {
            Channel listener = bootstrap.bind(host, port).syncUninterruptibly().channel();
            listeners.add(listener);
            return ((InetSocketAddress) listener.localAddress()).getPort();
        } catch (Exception failure) { // Netty throws the checked BindException without declaring it
            throw new StartException(
                    failure instanceof BindException
                            ? "broker: port %d on %s is taken; stop what uses it or choose another port (0 takes a free one)"
                                    .formatted(port, host)
                            : "broker: cannot listen on %s:%d: %s".formatted(host, port, failure.getMessage()),
                    failure);
        }
    }

    /** Takes care of a connection that begins. */
    void take(Channel channel) {
        connections.add(channel);
        channel.pipeline()
                // Moquette replaces this handler, by its name, when it learns the client's keep-alive.
                .addFirst("idleStateHandler", new IdleStateHandler(BrokerLimits.CONNECT_LIMIT_SECONDS, 0, 0));
    }

    private void assembleTls(Channel channel) {
        channel.pipeline()
                .addLast(new SniHandler(tls, MAX_CLIENT_HELLO_BYTES, HANDSHAKE_LIMIT_MILLIS))
                .addLast(new ProtocolRouter(this));
    }

    void assembleSniffing(Channel channel) {
        channel.pipeline().addLast(new FirstByte(this));
    }

    void assembleMqtt(Channel channel) {
        channel.pipeline()
                .addLast(new PacketFrames(ingress.settings().qos2() == Qos2.DOWNGRADE))
                .addLast(new MqttDecoder(BrokerLimits.MAX_PACKET_BYTES))
                .addLast(MqttEncoder.INSTANCE)
                .addLast(new ConnectGate(ingress));
    }

    void assembleHttp(Channel channel) {
        channel.pipeline()
                .addLast(new HttpServerCodec(MAX_LINE_BYTES, MAX_HEADER_BYTES, MAX_CHUNK_BYTES))
                .addLast(new HttpObjectAggregator(MAX_BODY_BYTES))
                .addLast(new WebSocketDoor(this, new DeviceRequests(api)));
    }

    /** Whether a request opens a WebSocket at {@code /mqtt}. */
    static boolean isWebSocket(HttpRequest request) {
        return new QueryStringDecoder(request.uri()).path().equals("/mqtt")
                && request.headers().containsValue(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true);
    }

    /** Whether TLS clients must name the host that they want. */
    boolean needsServerName() {
        return serverName;
    }

    /** Tells who signed a request for a WebSocket. */
    Signatures signatures() {
        return signatures;
    }

    /** Tells all connections something. */
    void tellAll(Object event) {
        connections.forEach(connection -> connection.pipeline().fireUserEventTriggered(event));
    }

    void close() {
        listeners.forEach(listener -> listener.close().awaitUninterruptibly(CLOSE_LIMIT_MILLIS));
        listeners.clear();
        tellAll(GatewayEvent.SHUTDOWN);
        connections.close().awaitUninterruptibly(CLOSE_LIMIT_MILLIS);
        if (loops != null) {
            loops.shutdownGracefully(QUIET_MILLIS, CLOSE_LIMIT_MILLIS, TimeUnit.MILLISECONDS)
                    .awaitUninterruptibly(CLOSE_LIMIT_MILLIS);
        }
    }
}
