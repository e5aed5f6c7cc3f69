package dev.penstock.platform.wire;

import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.lifecycle.Component;
import java.net.URI;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one HTTP endpoint of a pipeline (port 4566): sends each request to the service that its {@code X-Amz-Target}
 * header or its path names. What nobody serves is refused with what is there.
 */
public final class AwsEndpoint implements Component {
    private static final Logger log = LoggerFactory.getLogger(AwsEndpoint.class);
    private static final int THREADS = 2;

    private final Map<String, WireHandler> byTarget = new ConcurrentHashMap<>();
    private final Map<String, WireHandler> byPathPrefix = new ConcurrentHashMap<>();
    private final String host;
    private final HttpServer server;

    /** @param port 0 takes a free port */
    public AwsEndpoint(String host, int port) {
        this.host = host;
        this.server = new HttpServer("endpoint", host, port, THREADS, this::route);
    }

    /** Registers a JSON or CBOR service under its target prefix. */
    public void register(AwsJsonService service) {
        target(service.targetPrefix(), service);
    }

    /** Registers a handler for requests whose {@code X-Amz-Target} is {@code prefix.Operation}. */
    public void target(String prefix, WireHandler handler) {
        byTarget.put(prefix, handler);
    }

    /** Registers a handler for all paths that begin with {@code prefix}, for example {@code /_penstock/explain/}. */
    public void path(String prefix, WireHandler handler) {
        byPathPrefix.put(prefix, handler);
    }

    /** Where clients reach it, for example {@code http://127.0.0.1:4566}; only after {@link #start}. */
    public URI uri() {
        return URI.create("http://%s:%d".formatted(host.contains(":") ? "[" + host + "]" : host, server.port()));
    }

    /** The port it listens on; only after {@link #start}. */
    public int port() {
        return server.port();
    }

    @Override
    public String name() {
        return "endpoint";
    }

    @Override
    public void start() {
        server.start();
    }

    @Override
    public void close() {
        server.close();
        byTarget.values().forEach(WireHandler::close);
        byPathPrefix.values().forEach(WireHandler::close);
    }

    private CompletionStage<WireResponse> route(WireRequest request) {
        String target = request.header("X-Amz-Target");
        if (target != null) {
            int dot = target.indexOf('.');
            WireHandler service = byTarget.get(dot < 0 ? target : target.substring(0, dot));
            if (service != null) {
                return service.handle(request);
            }
        }
        WireHandler best = null;
        int length = -1;
        for (Map.Entry<String, WireHandler> entry : byPathPrefix.entrySet()) {
            if (request.path().startsWith(entry.getKey()) && entry.getKey().length() > length) {
                best = entry.getValue();
                length = entry.getKey().length();
            }
        }
        if (best == null) {
            throw unknown(request, target);
        }
        return best.handle(request);
    }

    private AwsException unknown(WireRequest request, @Nullable String target) {
        String asked = target != null ? target : request.method() + " " + request.path();
        String there = "it has %s and the paths %s"
                .formatted(new TreeSet<>(byTarget.keySet()), new TreeSet<>(byPathPrefix.keySet()));
        log.warn("refused {}: Penstock has no such service; {}", asked, there);
        return new AwsException(
                "UnknownOperationException",
                target != null ? 400 : 404,
                "Penstock has no service for %s; %s".formatted(asked, there));
    }
}
