package dev.penstock.platform.wire;

import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Which requests may have a larger body than others: uploads to the paths of services that take them. */
final class Uploads {
    private final List<String> pathPrefixes = new CopyOnWriteArrayList<>();
    private final int largest;

    /**
     * @param largest bytes of an upload, when there is room for as many at all
     * @param room bytes of all bodies together
     */
    Uploads(int largest, long room) {
        this.largest = (int) Math.min(largest, room);
    }

    void allow(String pathPrefix) {
        pathPrefixes.add(pathPrefix);
    }

    /** The length is known from the start, so that there is room for it or it waits, and is more than {@code usual}. */
    boolean isUpload(HttpRequest request, int usual) {
        long length = length(request);
        return length > usual && length <= largest && pathPrefixes.stream().anyMatch(request.uri()::startsWith);
    }

    private static long length(HttpRequest request) {
        if (request.decoderResult().isFailure() || HttpUtil.isTransferEncodingChunked(request)) {
            return -1;
        }
        try {
            return HttpUtil.getContentLength(request, -1L);
        } catch (NumberFormatException malformed) {
            return -1;
        }
    }
}
