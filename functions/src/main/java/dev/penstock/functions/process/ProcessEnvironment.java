package dev.penstock.functions.process;

import dev.penstock.functions.process.Interpreters.Interpreter;
import dev.penstock.functions.runtime.Answer;
import dev.penstock.functions.runtime.Environment;
import dev.penstock.functions.runtime.EnvironmentSpec;
import dev.penstock.functions.runtime.ErrorDocument;
import dev.penstock.functions.runtime.InitFailure;
import dev.penstock.functions.runtime.Invocation;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.data.Json;
import dev.penstock.platform.lifecycle.Threads;
import dev.penstock.platform.wire.HttpServer;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One child process with its own Runtime API server. A thread of its own starts both, reads what the child prints and,
 * when the child is gone, closes the server. The child holds our end of its standard input: it ends when we do, however
 * we end.
 */
final class ProcessEnvironment implements Environment {
    private static final Logger log = LoggerFactory.getLogger(ProcessEnvironment.class);
    private static final long LAST_OUTPUT_MILLIS = 200;

    private final EnvironmentSpec spec;
    private final Interpreter interpreter;
    private final Path bootstrap;
    private final RuntimeApi api;
    private final HttpServer server;
    private final ChildOutput output;
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private final CompletableFuture<Void> gone = new CompletableFuture<>();
    private final Object lock = new Object();
    private @Nullable Process process;
    private @Nullable Invocation running;
    private @Nullable CompletableFuture<Answer> answer;
    private boolean killed;
    private volatile boolean alive = true;

    private ProcessEnvironment(EnvironmentSpec spec, Interpreter interpreter, Path bootstrap) {
        this.spec = spec;
        this.interpreter = interpreter;
        this.bootstrap = bootstrap;
        api = new RuntimeApi(spec.functionArn());
        server = new HttpServer("function-" + spec.function().name(), "127.0.0.1", 0, 1, api);
        output = new ChildOutput(spec.log());
        api.initialised().thenRun(() -> ready.complete(null));
        api.initError().thenAccept(this::initFailed);
    }

    static ProcessEnvironment start(EnvironmentSpec spec, Interpreter interpreter, Path bootstrap) {
        ProcessEnvironment environment = new ProcessEnvironment(spec, interpreter, bootstrap);
        Threads.start("function-%s-%d".formatted(spec.function().name(), spec.number()), environment::run);
        return environment;
    }

    @Override
    public CompletableFuture<Void> ready() {
        return ready;
    }

    @Override
    public CompletableFuture<Answer> invoke(Invocation invocation) {
        CompletableFuture<Answer> result = new CompletableFuture<>();
        synchronized (lock) {
            running = invocation;
            answer = result;
        }
        CompletableFuture<Void> printed = output.drained(invocation.requestId());
        if (alive) {
            api.submit(invocation).thenAcceptBoth(printed, (posted, nothing) -> result.complete(posted));
        }
        if (!alive) { // it may have ended just before or just after
            result.complete(Answer.failed(ErrorDocument.exited(invocation.requestId(), exitStatus())));
        }
        return result;
    }

    @Override
    public boolean isAlive() {
        return alive;
    }

    @Override
    public void kill() {
        Process child;
        synchronized (lock) {
            killed = true;
            alive = false;
            running = null;
            answer = null;
            child = process;
        }
        if (child != null) {
            child.descendants().forEach(ProcessHandle::destroyForcibly);
            child.destroyForcibly();
        }
    }

    @Override
    public CompletableFuture<Void> gone() {
        return gone;
    }

    private void run() {
        Thread reader = Thread.currentThread();
        try {
            server.start();
            Process child = launch();
            child.onExit().thenRun(() -> ended(child, reader));
            synchronized (lock) {
                process = child;
            }
            if (isKilled()) {
                kill();
            }
            output.readAll(child.getInputStream());
        } catch (IOException | RuntimeException failure) {
            log.debug(
                    "environment {} of {} ended", spec.number(), spec.function().name(), failure);
            failStart(failure);
        }
    }

    private boolean isKilled() {
        synchronized (lock) {
            return killed;
        }
    }

    private Process launch() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        interpreter.executable(),
                        "-u",
                        bootstrap.resolve(Bootstrap.SCRIPT).toString())
                .directory(spec.taskRoot().toFile())
                .redirectErrorStream(true);
        Map<String, String> variables = builder.environment();
        variables.clear();
        variables.putAll(spec.variables());
        variables.put("AWS_LAMBDA_RUNTIME_API", "127.0.0.1:" + server.port());
        variables.put("LAMBDA_RUNTIME_DIR", bootstrap.toString());
        variables.merge("PYTHONPATH", spec.taskRoot().toString(), (user, root) -> root + File.pathSeparator + user);
        variables.put("PYTHONIOENCODING", "utf-8");
        variables.put("PYTHONDONTWRITEBYTECODE", "1"); // the task root is read-only on AWS; leave no traces in it
        return builder.start();
    }

    private void failStart(Exception failure) {
        alive = false;
        boolean started;
        synchronized (lock) {
            started = process != null;
        }
        if (!started) {
            String text = "cannot start %s: %s".formatted(interpreter.executable(), failure.getMessage());
            ready.completeExceptionally(new InitFailure(text, ErrorDocument.fault(text, "Runtime.InvalidEntrypoint")));
            server.close();
            gone.complete(null);
        }
    }

    private void initFailed(Bytes document) {
        ready.completeExceptionally(new InitFailure(
                "handler '%s': %s".formatted(spec.function().handler(), messageOf(document)), document));
    }

    private static String messageOf(Bytes document) {
        try {
            return Json.MAPPER.readTree(document.shared()).path("errorMessage").asText();
        } catch (IOException notJson) {
            return document.utf8();
        }
    }

    /** The child is gone: by itself, or because it was killed. Runs on the JVM's pool for process exits. */
    private void ended(Process child, Thread reader) {
        alive = false;
        awaitLastOutput(reader);
        int status = child.exitValue();
        CompletableFuture<Answer> open;
        Invocation invocation;
        synchronized (lock) {
            open = answer;
            invocation = running;
        }
        if (open != null && invocation != null) {
            open.complete(Answer.failed(ErrorDocument.exited(invocation.requestId(), status)));
        }
        ready.completeExceptionally(new InitFailure(
                "handler '%s': %s while it was loaded"
                        .formatted(spec.function().handler(), ErrorDocument.exitReason(status)),
                ErrorDocument.exited("", status)));
        server.close();
        gone.complete(null);
    }

    /** Bounded, for a grandchild may hold the pipe open. */
    private static void awaitLastOutput(Thread reader) {
        try {
            reader.join(LAST_OUTPUT_MILLIS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private int exitStatus() {
        synchronized (lock) {
            return process == null || process.isAlive() ? 0 : process.exitValue();
        }
    }
}
