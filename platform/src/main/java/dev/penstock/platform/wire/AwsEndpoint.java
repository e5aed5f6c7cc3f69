package dev.penstock.platform.wire;

import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.lifecycle.Component;
import dev.penstock.platform.time.Time;
import io.netty.buffer.ByteBufAllocator;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one HTTP endpoint of a pipeline (port 4566): sends each request to the service it means. What nobody serves is
 * refused with what is there. The first of these that is registered decides:
 *
 * <ol>
 *   <li>the {@code X-Amz-Target} header (AWS JSON and CBOR),
 *   <li>a path prefix of our own, the longest first ({@code /_penstock/}),
 *   <li>for a form (AWS Query): the service it is signed for, else its {@code Version},
 *   <li>the service in the SigV4 credential scope (REST-JSON): several services have the same paths, for example
 *       {@code /tags}, and only the signature tells them apart,
 *   <li>the path alone, for requests that are not signed or are signed for a name nobody has here (old SDKs sign IoT as
 *       {@code execute-api}): the REST-JSON service that has an operation of this method and path, in the order of their
 *       names,
 *   <li>the root path, where a service that is exact answers as AWS does what means no operation.
 * </ol>
 */
public final class AwsEndpoint implements Component {
    private static final Logger log = LoggerFactory.getLogger(AwsEndpoint.class);
    private static final String NAME = "endpoint";
    private static final int THREADS = 2;
    /** Of the service that answers at the root when nobody else is meant. */
    private static final String ROOT_SIGNING_NAME = "kinesis";

    private final Map<String, WireHandler> byTarget = new ConcurrentHashMap<>();
    private final Map<String, WireHandler> byPathPrefix = new ConcurrentHashMap<>();
    private final FormRoutes forms = new FormRoutes();
    private final Map<String, RestJsonService> bySigningName = new ConcurrentSkipListMap<>();
    private final EndpointSettings settings;
    private final SignatureForm signature;
    private final Uploads uploads;
    private final Upgrades upgrades;
    private final HttpServer server;
    private volatile @Nullable WireHandler root;
    private volatile boolean starting;

    /**
     * As by default, and without a date on its answers.
     *
     * @param port 0 takes a free port
     */
    public AwsEndpoint(String host, int port) {
        this(EndpointSettings.of(host, port), (DateHeader) null);
    }

    /**
     * @param time gives answers their date
     * @throws dev.penstock.platform.lifecycle.StartException when a certificate is given that cannot be used
     */
    public AwsEndpoint(EndpointSettings settings, Time time) {
        this(settings, new DateHeader(time));
    }

    private AwsEndpoint(EndpointSettings settings, @Nullable DateHeader date) {
        this.settings = settings;
        this.signature = new SignatureForm(settings.strictAuth());
        ServerParts parts = new ServerParts(this::route, ServerLimits.of(settings), tls(settings), date);
        this.uploads = parts.uploads();
        this.upgrades = parts.upgrades();
        this.server = new HttpServer(NAME, settings.host(), settings.port(), THREADS, parts, ByteBufAllocator.DEFAULT);
    }

    private static Tls tls(EndpointSettings settings) {
        Path certificate = settings.certificate();
        Path key = settings.key();
        return certificate == null || key == null ? Tls.selfSigned(NAME, settings.host()) : Tls.of(certificate, key);
    }

    /** From now on every request is answered with 503 and {@code Retry-After}, until {@link #open}. */
    public void holdBack() {
        starting = true;
    }

    /** What there is to be served is registered and there. */
    public void open() {
        starting = false;
    }

    /** Registers a JSON or CBOR service under its target prefix. */
    public void register(AwsJsonService service) {
        WireHandler checked = request -> service.handle(request, signature);
        target(service.targetPrefix(), checked);
        if (service.isExact()) {
            root = checked;
        }
    }

    /**
     * Registers a REST-JSON service under its signing name. A further one of the same name adds its operations, so that
     * several modules can serve one AWS service.
     */
    public void register(RestJsonService service) {
        bySigningName.merge(service.signingName(), service, RestJsonService::and);
    }

    /** Registers a handler for requests whose {@code X-Amz-Target} is {@code prefix.Operation}. */
    public void target(String prefix, WireHandler handler) {
        byTarget.put(prefix, handler);
    }

    /** Registers a handler for all paths that begin with {@code prefix}, for example {@code /_penstock/explain/}. */
    public void path(String prefix, WireHandler handler) {
        byPathPrefix.put(prefix, handler);
    }

    /** Lets somebody take connections over, for example those that become WebSockets. */
    public void upgrade(Upgrade upgrade) {
        upgrades.add(upgrade);
    }

    /**
     * Lets requests to paths that begin with {@code prefix} have bodies of up to {@link EndpointSettings#LARGEST_UPLOAD}
     * bytes, when they say their length.
     */
    public void uploads(String prefix) {
        uploads.allow(prefix);
    }

    /**
     * Registers a handler for forms, as the AWS Query protocol has them.
     *
     * @param version the {@code Version} of the service's API, for example {@code 2010-08-01}: forms that are not signed
     *     are known by it
     */
    public void form(String signingName, String version, WireHandler handler) {
        forms.add(signingName, version, handler);
    }

    /**
     * Where clients reach it, for example {@code http://127.0.0.1:4566}; {@code https} is served there too. Only after
     * {@link #start}.
     */
    public URI uri() {
        String host = settings.host();
        return URI.create("http://%s:%d".formatted(host.contains(":") ? "[" + host + "]" : host, server.port()));
    }

    /** The port it listens on; only after {@link #start}. */
    public int port() {
        return server.port();
    }

    @Override
    public String name() {
        return NAME;
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
        forms.close();
        bySigningName.values().forEach(WireHandler::close);
    }

    private CompletionStage<WireResponse> route(WireRequest request) {
        if (starting) {
            return CompletableFuture.completedFuture(StartingAnswer.to(request));
        }
        String target = request.header("X-Amz-Target");
        WireHandler service = target == null ? null : byTarget.get(prefix(target));
        WireHandler own = service == null ? byLongestPrefix(request.path()) : null;
        if (own != null) {
            return own.handle(request); // not for pages of other origins
        }
        if (Cors.isPreflight(request)) {
            return CompletableFuture.completedFuture(Cors.preflight(request));
        }
        CompletionStage<WireResponse> answer =
                service == null ? withoutTarget(request, target) : service.handle(request);
        return Cors.isAsked(request) ? answer.thenApply(Cors::exposed) : answer;
    }

    private CompletionStage<WireResponse> withoutTarget(WireRequest request, @Nullable String target) {
        String signedFor = CredentialScope.serviceOf(request);
        WireHandler form = FormRoutes.isForm(request) ? forms.find(request, signedFor) : null;
        WireHandler service = form == null ? restService(request, signedFor) : form;
        if (service != null) {
            signature.check(request);
            return service.handle(request);
        }
        WireHandler atRoot = root;
        boolean meansNobody = signedFor == null || signedFor.equals(ROOT_SIGNING_NAME);
        if (atRoot != null && meansNobody && request.path().equals("/")) {
            return atRoot.handle(request);
        }
        throw unknown(request, target, signedFor);
    }

    private static String prefix(String target) {
        int dot = target.indexOf('.');
        return dot < 0 ? target : target.substring(0, dot);
    }

    private @Nullable WireHandler byLongestPrefix(String path) {
        WireHandler best = null;
        int length = -1;
        for (Map.Entry<String, WireHandler> entry : byPathPrefix.entrySet()) {
            if (path.startsWith(entry.getKey()) && entry.getKey().length() > length) {
                best = entry.getValue();
                length = entry.getKey().length();
            }
        }
        return best;
    }

    private @Nullable WireHandler restService(WireRequest request, @Nullable String signedFor) {
        RestJsonService named = signedFor == null ? null : bySigningName.get(signedFor);
        if (named != null) {
            return named;
        }
        for (RestJsonService service : bySigningName.values()) {
            if (service.serves(request)) {
                return service;
            }
        }
        return null;
    }

    private AwsException unknown(WireRequest request, @Nullable String target, @Nullable String signedFor) {
        String asked = target != null ? target : request.method() + " " + request.path();
        String signature = signedFor == null ? "" : " (signed for %s)".formatted(signedFor);
        String there = "it has %s, the services %s and the paths %s"
                .formatted(
                        new TreeSet<>(byTarget.keySet()), bySigningName.keySet(), new TreeSet<>(byPathPrefix.keySet()));
        log.warn("refused {}{}: Penstock has no such service; {}", asked, signature, there);
        return new AwsException(
                "UnknownOperationException",
                target != null ? 400 : 404,
                "Penstock has no service for %s%s; %s".formatted(asked, signature, there));
    }
}
