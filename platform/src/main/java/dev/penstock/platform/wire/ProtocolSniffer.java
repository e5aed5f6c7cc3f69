package dev.penstock.platform.wire;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2StreamFrameToHttpObjectCodec;
import io.netty.handler.flow.FlowControlHandler;
import java.time.Duration;
import java.util.List;

/**
 * Tells HTTP/2 with prior knowledge from HTTP/1.1 by the first three bytes and installs the codec. The Java async SDK
 * opens clear-text endpoints with HTTP/2 at once, without an upgrade.
 */
final class ProtocolSniffer extends ByteToMessageDecoder {
    private static final int PREFACE_BYTES = 3;
    private static final int MAX_STREAMS = 2_000;
    private static final int STREAM_WINDOW_BYTES = 1024 * 1024;
    private static final int MAX_LINE_BYTES = 16 * 1024;
    /** Session tokens of real credentials alone can exceed Netty's 8 KiB. */
    private static final int MAX_HEADER_BYTES = 64 * 1024;
    /** As large as one read, so that a body is gathered from few pieces. */
    private static final int MAX_CHUNK_BYTES = 64 * 1024;

    private final WireHandler handler;
    private final Duration requestLimit;

    /** @param requestLimit how long a request may take to become whole */
    ProtocolSniffer(WireHandler handler, Duration requestLimit) {
        this.handler = handler;
        this.requestLimit = requestLimit;
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        if (in.readableBytes() < PREFACE_BYTES) {
            return;
        }
        int start = in.readerIndex();
        boolean http2 = in.getByte(start) == 'P' && in.getByte(start + 1) == 'R' && in.getByte(start + 2) == 'I';
        ChannelPipeline pipeline = context.pipeline();
        if (http2) {
            installHttp2(pipeline);
        } else {
            installHttp1(pipeline);
        }
        pipeline.remove(this);
    }

    /** Requests that were sent ahead wait in the flow control handler while one is being answered: order is kept. */
    private void installHttp1(ChannelPipeline pipeline) {
        RequestTimeout timeout = pipeline.get(RequestTimeout.class);
        pipeline.addLast(new HttpServerCodec(MAX_LINE_BYTES, MAX_HEADER_BYTES, MAX_CHUNK_BYTES))
                .addLast(new FlowControlHandler())
                .addLast(new BodyLimit(HttpServer.MAX_BODY_BYTES))
                .addLast(new RequestBridge(handler, timeout));
    }

    /** Each stream has a time limit of its own; the connection, which only carries them, has none. */
    private void installHttp2(ChannelPipeline pipeline) {
        pipeline.remove(RequestTimeout.class);
        pipeline.addLast(Http2FrameCodecBuilder.forServer()
                .initialSettings(Http2Settings.defaultSettings()
                        .maxConcurrentStreams(MAX_STREAMS)
                        .maxHeaderListSize(MAX_HEADER_BYTES)
                        .initialWindowSize(STREAM_WINDOW_BYTES))
                .build());
        pipeline.addLast(new Http2MultiplexHandler(new ChannelInitializer<Channel>() {
            @Override
            protected void initChannel(Channel stream) {
                RequestTimeout timeout = new RequestTimeout(requestLimit);
                stream.pipeline()
                        .addLast(timeout)
                        .addLast(new Http2StreamFrameToHttpObjectCodec(true))
                        .addLast(new BodyLimit(HttpServer.MAX_BODY_BYTES))
                        .addLast(new RequestBridge(handler, timeout));
            }
        }));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }
}
