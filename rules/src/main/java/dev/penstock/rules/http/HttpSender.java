package dev.penstock.rules.http;

import dev.penstock.platform.lifecycle.Threads;
import dev.penstock.platform.time.InFlight;
import dev.penstock.platform.time.Time;
import dev.penstock.rules.aws.SigV4;
import dev.penstock.rules.flow.Gate;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP client of all {@code http} actions of an engine: made when the first one sends, no proxy, no redirects,
 * HTTP/1.1. A call counts as in flight until it is answered or given up, but not while it waits to be tried again.
 */
final class HttpSender implements AutoCloseable {
    /** Calls at the same time, each on a connection of its own; the others wait, and with them their actions' queues. */
    private static final int WIDTH = 64;

    private static final int THREADS = 2;
    /** The client has a few short tasks for each call. */
    private static final int MAX_TASKS = 16 * WIDTH;

    private final Object lock = new Object();
    private final Time time;
    private final Duration budget;
    private final SigV4 signer;
    private final InFlight.Gauge gauge;
    private final Gate gate = new Gate(WIDTH);
    private final ThreadPoolExecutor executor = new ThreadPoolExecutor(
            THREADS,
            THREADS,
            1,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(MAX_TASKS),
            Threads.factory("rules-http"),
            new ThreadPoolExecutor.CallerRunsPolicy());
    private @Nullable HttpClient client;
    private boolean closed;

    /** @param budget for all tries of a call */
    HttpSender(Time time, Duration budget) {
        this.time = time;
        this.budget = budget;
        signer = new SigV4(time);
        gauge = time.inFlight().gauge("http");
        executor.allowCoreThreadTimeOut(true);
    }

    /** Sends until it succeeds or is given up; then the result fails with {@link HttpFailure}. */
    CompletableFuture<HttpAnswer> post(HttpCall call) {
        CompletableFuture<HttpAnswer> result = new CompletableFuture<>();
        gauge.begin();
        gate.pass(() -> new HttpTries(call, this).start()).whenComplete((answer, failure) -> {
            if (failure == null) {
                result.complete(answer);
            } else {
                result.completeExceptionally(failure);
            }
            gauge.end();
        });
        return result;
    }

    Time time() {
        return time;
    }

    Duration budget() {
        return budget;
    }

    SigV4 signer() {
        return signer;
    }

    InFlight.Gauge gauge() {
        return gauge;
    }

    HttpClient client() {
        synchronized (lock) {
            if (closed) {
                throw HttpFailure.unanswered("the rules engine is closed");
            }
            if (client == null) {
                client = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .proxy(HttpClient.Builder.NO_PROXY)
                        .executor(executor)
                        .build();
            }
            return client;
        }
    }

    /** What is on its way is given up. The client's own thread ends when nothing refers to the client any more. */
    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
            client = null;
        }
        executor.shutdownNow();
    }
}
