package dev.penstock.functions.process;

import dev.penstock.functions.process.RuntimeApiServer.Endpoint;
import dev.penstock.functions.runtime.Answer;
import dev.penstock.functions.runtime.Environment;
import dev.penstock.functions.runtime.EnvironmentSpec;
import dev.penstock.functions.runtime.ErrorDocument;
import dev.penstock.functions.runtime.InitFailure;
import dev.penstock.functions.runtime.Invocation;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.data.Json;
import dev.penstock.platform.lifecycle.Threads;
import dev.penstock.platform.time.Time;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One child process with its own Runtime API port. A thread of its own starts it and reads what it prints; another one
 * lives for a moment when it ends. Guarded by {@code lock}.
 */
final class ProcessEnvironment implements Environment {
    private static final Logger log = LoggerFactory.getLogger(ProcessEnvironment.class);
    private static final long LAST_OUTPUT_MILLIS = 1_000;
    private static final Duration MEMORY_INTERVAL = Duration.ofMillis(500);

    private final EnvironmentSpec spec;
    private final Language language;
    private final RuntimeApiServer server;
    private final Time time;
    private final Launcher launcher;
    private final RuntimeApi api = new RuntimeApi(this::idle);
    private final ChildOutput output;
    private final CompletableFuture<Void> launched = new CompletableFuture<>();
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private final CompletableFuture<Void> gone = new CompletableFuture<>();
    private final Object lock = new Object();
    private @Nullable Command command;
    private @Nullable LaunchedProcess process;
    private @Nullable RunningInvocation running;
    private int peakMb;
    private boolean killed;
    private volatile boolean alive = true;

    private ProcessEnvironment(
            EnvironmentSpec spec, Language language, RuntimeApiServer server, Time time, Launcher launcher) {
        this.spec = spec;
        this.language = language;
        this.server = server;
        this.time = time;
        this.launcher = launcher;
        output = new ChildOutput(spec.log(), this::marked);
        // a fast program asks for its first event before we hold its process
        api.initialised().runAfterBoth(launched, () -> {
            memoryUsedMb(); // it may be gone when somebody asks
            ready.complete(null);
        });
        api.initError().thenAccept(this::initFailed);
    }

    static ProcessEnvironment start(EnvironmentSpec spec, Language language, RuntimeApiServer server, Time time) {
        return start(spec, language, server, time, LaunchedProcess::start);
    }

    static ProcessEnvironment start(
            EnvironmentSpec spec, Language language, RuntimeApiServer server, Time time, Launcher launcher) {
        ProcessEnvironment environment = new ProcessEnvironment(spec, language, server, time, launcher);
        Threads.start(environment.threadName(), environment::run);
        return environment;
    }

    private String threadName() {
        return "function-%s-%d".formatted(spec.function().name(), spec.number());
    }

    @Override
    public CompletableFuture<Void> ready() {
        return ready;
    }

    @Override
    public CompletableFuture<Answer> invoke(Invocation invocation) {
        RunningInvocation next = new RunningInvocation(invocation);
        LaunchedProcess child;
        Command started;
        synchronized (lock) {
            running = next;
            child = process;
            started = command;
        }
        if (alive && started != null) {
            api.submit(invocation).thenAccept(answer -> posted(next, answer, started.marks()));
            if (child != null && started.limitedMb() > 0) {
                watchMemory(next, child, started.limitedMb());
            }
        }
        if (!alive) { // it may have ended just before or just after
            next.completeWith(Answer.failed(ErrorDocument.exited(invocation.requestId(), exitStatus())));
        }
        return next.result();
    }

    private void posted(RunningInvocation answered, Answer answer, boolean marks) {
        answered.posted(answer);
        if (answered.result().isDone()) {
            return;
        }
        if (marks) {
            LastOutput.await(answered, server.timers());
        } else {
            LastOutput.awaitSilence(answered, output, server.timers());
        }
    }

    private boolean marked(String requestId) {
        RunningInvocation current = current();
        if (current == null || !current.invocation().requestId().equals(requestId)) {
            return false;
        }
        current.printed();
        return true;
    }

    private void idle() {
        RunningInvocation current = current();
        if (current != null) {
            current.settled();
        }
    }

    private @Nullable RunningInvocation current() {
        synchronized (lock) {
            return running;
        }
    }

    /** AWS ends an environment that takes more memory than it has; looked at while it works. */
    private void watchMemory(RunningInvocation watched, LaunchedProcess child, int limitMb) {
        Time.Timer timer = time.schedule(MEMORY_INTERVAL, () -> {
            if (watched.result().isDone() || !child.isAlive()) {
                return;
            }
            ProcessMemory memory = ProcessMemory.of(child.pid());
            sawPeak(memory.peakMb());
            int own = memory.ownMb();
            if (own <= limitMb) {
                watchMemory(watched, child, limitMb);
                return;
            }
            spec.log()
                    .accept("Penstock: killed, for it uses %d MB of %d MB; raise MemorySize or use less"
                            .formatted(own, limitMb));
            child.destroyForcibly();
        });
        watched.result().thenRun(timer::cancel);
    }

    /** As of the last look when it is gone; 0 where the system does not tell. */
    @Override
    public int memoryUsedMb() {
        LaunchedProcess child;
        synchronized (lock) {
            child = process;
        }
        return sawPeak(child == null ? 0 : ProcessMemory.of(child.pid()).peakMb());
    }

    private int sawPeak(int megabytes) {
        synchronized (lock) {
            peakMb = Math.max(peakMb, megabytes);
            return peakMb;
        }
    }

    @Override
    public boolean isHeld() {
        return spec.function().options().debugPort().isPresent();
    }

    /** Asks the system too, for we hear of the end of a child only when our own thread gets its turn. */
    @Override
    public boolean isAlive() {
        LaunchedProcess child;
        synchronized (lock) {
            child = process;
        }
        return alive && (child == null || child.isRunning());
    }

    @Override
    public void kill() {
        LaunchedProcess child;
        synchronized (lock) {
            if (killed) {
                return;
            }
            killed = true;
            alive = false;
            running = null;
            child = process;
        }
        api.cancel();
        if (child != null) {
            child.kill();
        }
    }

    @Override
    public CompletableFuture<Void> gone() {
        return gone;
    }

    private void run() {
        Endpoint endpoint = null;
        try {
            Command next = language.command(spec);
            endpoint = server.open(api);
            launch(next, endpoint);
        } catch (InitFailure failure) {
            failStart(failure, endpoint);
        } catch (IOException | RuntimeException failure) {
            String text = "cannot start: %s".formatted(failure.getMessage());
            failStart(new InitFailure(text, ErrorDocument.fault(text, "Runtime.InvalidEntrypoint")), endpoint);
        }
    }

    private void launch(Command next, Endpoint endpoint) throws IOException {
        LaunchedProcess child = launcher.start(next, spec.taskRoot(), endpoint.address(), threadName());
        boolean tooLate;
        synchronized (lock) {
            command = next;
            process = child;
            tooLate = killed;
        }
        launched.complete(null);
        Thread reader = Thread.currentThread();
        child.process()
                .onExit()
                .thenRun(() -> Threads.start(threadName() + "-end", () -> ended(child, reader, endpoint)));
        if (tooLate) {
            child.kill();
        }
        try {
            output.readAll(child.process().getInputStream());
        } catch (IOException closed) {
            log.debug(
                    "output of environment {} of {} ended",
                    spec.number(),
                    spec.function().name(),
                    closed);
        }
    }

    private void failStart(InitFailure failure, @Nullable Endpoint endpoint) {
        alive = false;
        if (endpoint != null) {
            endpoint.close();
        }
        ready.completeExceptionally(failure);
        gone.complete(null);
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

    /** The child is gone: by itself, or because it was killed. */
    private void ended(LaunchedProcess child, Thread reader, Endpoint endpoint) {
        alive = false;
        awaitLastOutput(reader);
        int status = child.process().exitValue();
        RunningInvocation open = current();
        if (open != null) {
            open.completeWith(
                    Answer.failed(ErrorDocument.exited(open.invocation().requestId(), status)));
        }
        ready.completeExceptionally(new InitFailure(
                "handler '%s': %s while it was loaded"
                        .formatted(spec.function().handler(), ErrorDocument.exitReason(status)),
                requestId -> ErrorDocument.exited(requestId, status)));
        endpoint.close();
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
            return process == null || process.isAlive() ? 0 : process.process().exitValue();
        }
    }

    /** Starts the process of an environment. */
    interface Launcher {
        LaunchedProcess start(Command command, Path folder, String apiAddress, String name) throws IOException;
    }
}
