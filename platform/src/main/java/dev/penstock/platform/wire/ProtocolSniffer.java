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
import io.netty.handler.ssl.SniHandler;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells TLS, HTTP/2 with prior knowledge and HTTP/1.1 apart by the first three bytes and installs what reads them. The
 * Java async SDK opens clear-text endpoints with HTTP/2 at once, without an upgrade, and encrypted ones with HTTP/2 at once
 * too, without negotiating it: so what comes out of TLS is looked at in the same way, whatever was negotiated.
 */
final class ProtocolSniffer extends ByteToMessageDecoder {
    private static final Logger log = LoggerFactory.getLogger(ProtocolSniffer.class);
    private static final int PREFACE_BYTES = 3;
    /** The type of a TLS record that carries a handshake. */
    private static final byte TLS_HANDSHAKE = 0x16;

    private static final int MAX_CLIENT_HELLO_BYTES = 64 * 1024;
    private static final long HANDSHAKE_LIMIT_MILLIS = 10_000;
    private static final int MAX_STREAMS = 2_000;
    private static final int STREAM_WINDOW_BYTES = 1024 * 1024;
    private static final int MAX_LINE_BYTES = 16 * 1024;
    /** Session tokens of real credentials alone can exceed Netty's 8 KiB. */
    private static final int MAX_HEADER_BYTES = 64 * 1024;
    /** As large as one read, so that a body is gathered from few pieces. */
    private static final int MAX_CHUNK_BYTES = 64 * 1024;
    /** A client that breaks off is no attack, one that does nothing else is. */
    private static final int MAX_RESETS = 200;

    private static final int RESET_WINDOW_SECONDS = 30;

    private final ServerParts parts;
    private final boolean encrypted;

    ProtocolSniffer(ServerParts parts) {
        this(parts, false);
    }

    private ProtocolSniffer(ServerParts parts, boolean encrypted) {
        this.parts = parts;
        this.encrypted = encrypted;
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        if (in.readableBytes() < PREFACE_BYTES) {
            return;
        }
        int start = in.readerIndex();
        ChannelPipeline pipeline = context.pipeline();
        if (in.getByte(start) == TLS_HANDSHAKE && !encrypted) {
            installTls(pipeline);
        } else if (in.getByte(start) == 'P' && in.getByte(start + 1) == 'R' && in.getByte(start + 2) == 'I') {
            installHttp2(pipeline);
        } else {
            installHttp1(pipeline);
        }
        pipeline.remove(this);
    }

    /** The handshake has a limit of its own; that of the request begins with the first byte after it. */
    private void installTls(ChannelPipeline pipeline) {
        pipeline.remove(RequestTimeout.class);
        pipeline.addLast(new SniHandler(parts.tls(), MAX_CLIENT_HELLO_BYTES, HANDSHAKE_LIMIT_MILLIS))
                .addLast(parts.timeout())
                .addLast(new ProtocolSniffer(parts, true));
    }

    /** Requests that were sent ahead wait in the flow control handler while one is being answered: order is kept. */
    private void installHttp1(ChannelPipeline pipeline) {
        RequestTimeout timeout = pipeline.get(RequestTimeout.class);
        pipeline.addLast(new HttpServerCodec(MAX_LINE_BYTES, MAX_HEADER_BYTES, MAX_CHUNK_BYTES))
                .addLast(new FlowControlHandler())
                .addLast(parts.room(true))
                .addLast(parts.limit())
                .addLast(new RequestBridge(parts.handler(), timeout, parts.upgrades(), parts.date()));
    }

    /** Each stream has a time limit of its own; the connection, which only carries them, has none once it is open. */
    private void installHttp2(ChannelPipeline pipeline) {
        pipeline.addLast(Http2FrameCodecBuilder.forServer()
                .initialSettings(Http2Settings.defaultSettings()
                        .maxConcurrentStreams(MAX_STREAMS)
                        .maxHeaderListSize(MAX_HEADER_BYTES)
                        .initialWindowSize(STREAM_WINDOW_BYTES))
                .decoderEnforceMaxRstFramesPerWindow(MAX_RESETS, RESET_WINDOW_SECONDS)
                .gracefulShutdownTimeoutMillis(0)
                .build());
        pipeline.addLast(new Http2MultiplexHandler(new ChannelInitializer<Channel>() {
            @Override
            protected void initChannel(Channel stream) {
                RequestTimeout timeout = parts.timeout();
                stream.pipeline()
                        .addLast(timeout)
                        .addLast(new Http2StreamFrameToHttpObjectCodec(true))
                        .addLast(parts.room(false))
                        .addLast(parts.limit())
                        .addLast(new RequestBridge(parts.handler(), timeout, new Upgrades(), parts.date()));
            }
        }));
        pipeline.addLast(new ConnectionErrors(pipeline.get(RequestTimeout.class)));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        log.debug("closed {}: {}", context.channel(), cause.toString());
        context.close();
    }
}
