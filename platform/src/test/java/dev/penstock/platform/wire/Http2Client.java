package dev.penstock.platform.wire;

import dev.penstock.platform.data.Bytes;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.handler.codec.http2.Http2StreamFrameToHttpObjectCodec;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** One HTTP/2 connection with prior knowledge, as the asynchronous SDK opens it. */
final class Http2Client implements AutoCloseable {
    private final NioEventLoopGroup loop = new NioEventLoopGroup(1);
    private final Set<Http2StreamChannel> streams = ConcurrentHashMap.newKeySet();
    private final Channel connection;

    Http2Client(int port) {
        this(port, 65_535);
    }

    /** @param window so many bytes of one stream the server may send ahead */
    Http2Client(int port, int window) {
        connection = new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(Http2FrameCodecBuilder.forClient()
                                        .initialSettings(
                                                Http2Settings.defaultSettings().initialWindowSize(window))
                                        .build())
                                .addLast(new Http2MultiplexHandler(new ChannelInboundHandlerAdapter()));
                    }
                })
                .connect("127.0.0.1", port)
                .syncUninterruptibly()
                .channel();
    }

    /** Sends a whole request on a stream of its own; the status and body of the answer come as {@code 200 text}. */
    CompletableFuture<String> post(String path, Bytes body) {
        CompletableFuture<String> answer = new CompletableFuture<>();
        Http2StreamChannel stream = open(new ChannelInitializer<Channel>() {
            @Override
            protected void initChannel(Channel channel) {
                channel.pipeline()
                        .addLast(new Http2StreamFrameToHttpObjectCodec(false))
                        .addLast(new HttpObjectAggregator(32 * 1024 * 1024))
                        .addLast(new Answer(answer));
            }
        });
        DefaultFullHttpRequest request = new DefaultFullHttpRequest(
                HttpVersion.HTTP_1_1, HttpMethod.POST, path, Unpooled.wrappedBuffer(body.shared()));
        request.headers().set("x-http2-scheme", "http");
        stream.writeAndFlush(request);
        streams.add(stream);
        answer.whenComplete((text, failure) -> streams.remove(stream));
        return answer;
    }

    /** Asks for an answer and does not read it. */
    void stalled(String path) {
        Http2StreamChannel stream = open(new ChannelInboundHandlerAdapter());
        stream.config().setAutoRead(false);
        stream.writeAndFlush(new DefaultHttp2HeadersFrame(
                new DefaultHttp2Headers()
                        .method("POST")
                        .path(path)
                        .scheme("http")
                        .authority("x"),
                true));
    }

    /** Sends the head and a part of a body, without its end. */
    Http2StreamChannel begin(String path, int bytes) {
        Http2StreamChannel stream = open(new ChannelInboundHandlerAdapter());
        stream.write(new DefaultHttp2HeadersFrame(
                new DefaultHttp2Headers()
                        .method("POST")
                        .path(path)
                        .scheme("http")
                        .authority("x"),
                false));
        stream.writeAndFlush(new DefaultHttp2DataFrame(Unpooled.wrappedBuffer(new byte[bytes]), false))
                .awaitUninterruptibly(30, TimeUnit.SECONDS);
        return stream;
    }

    /** Resets every stream that waits for its answer. */
    void resetAll() {
        streams.forEach(stream -> stream.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.CANCEL))
                .awaitUninterruptibly(30, TimeUnit.SECONDS));
    }

    private Http2StreamChannel open(ChannelHandler handler) {
        return new Http2StreamChannelBootstrap(connection)
                .handler(handler)
                .open()
                .syncUninterruptibly()
                .getNow();
    }

    @Override
    public void close() {
        connection.close().syncUninterruptibly();
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private static final class Answer extends SimpleChannelInboundHandler<FullHttpResponse> {
        private final CompletableFuture<String> answer;

        Answer(CompletableFuture<String> answer) {
            this.answer = answer;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, FullHttpResponse response) {
            String body = Bytes.wrap(ByteBufUtil.getBytes(response.content())).utf8();
            answer.complete(response.status().code() + " " + body);
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            answer.completeExceptionally(new IOException("stream closed without an answer"));
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            answer.completeExceptionally(new IOException("stream closed without an answer", cause));
        }
    }
}
