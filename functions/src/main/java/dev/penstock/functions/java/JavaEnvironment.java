package dev.penstock.functions.java;

import dev.penstock.functions.runtime.Answer;
import dev.penstock.functions.runtime.Environment;
import dev.penstock.functions.runtime.EnvironmentSpec;
import dev.penstock.functions.runtime.ErrorDocument;
import dev.penstock.functions.runtime.InitFailure;
import dev.penstock.functions.runtime.Invocation;
import dev.penstock.platform.lifecycle.Threads;
import dev.penstock.platform.time.Time;
import dev.penstock.platform.time.WorkSignal;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread, one class loader, one handler object. The thread ends when the environment is killed; code that ignores the
 * interrupt keeps it, and the loader, until it returns: {@link #gone} tells.
 */
final class JavaEnvironment implements Environment {
    private static final Logger log = LoggerFactory.getLogger(JavaEnvironment.class);
    private static final Duration ZOMBIE_NOTICE = Duration.ofSeconds(1);
    private static final int ZOMBIE_FRAMES = 5;

    private final EnvironmentSpec spec;
    private final Time time;
    private final Debugger debugger;
    private final ParentLoaders parents;
    private final WorkSignal signal;
    private final EnvironmentLog output;
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private final CompletableFuture<Void> gone = new CompletableFuture<>();
    private final AtomicReference<@Nullable Work> work = new AtomicReference<>();
    private volatile @Nullable Work running;
    private volatile @Nullable InitFailure fault;
    private volatile boolean alive = true;
    private volatile boolean hung;
    private volatile @Nullable Integer exited;
    private volatile @Nullable Thread thread;

    private JavaEnvironment(EnvironmentSpec spec, Time time, Debugger debugger, ParentLoaders parents) {
        this.spec = spec;
        this.time = time;
        this.debugger = debugger;
        this.parents = parents;
        signal = new WorkSignal(time.inFlight().gauge("functions-java"));
        output = new EnvironmentLog(spec.log(), spec.number());
    }

    static JavaEnvironment start(EnvironmentSpec spec, Time time, Debugger debugger, ParentLoaders parents) {
        JavaEnvironment environment = new JavaEnvironment(spec, time, debugger, parents);
        environment.thread =
                Threads.start("function-%s-%d".formatted(spec.function().name(), spec.number()), environment::run);
        return environment;
    }

    @Override
    public CompletableFuture<Void> ready() {
        return ready;
    }

    @Override
    public @Nullable InitFailure fault() {
        return fault;
    }

    @Override
    public CompletableFuture<Answer> invoke(Invocation invocation) {
        Work next = new Work(invocation, new CompletableFuture<>());
        work.set(next);
        signal.wake();
        return next.answer();
    }

    @Override
    public boolean isHeld() {
        Thread worker = thread;
        return worker != null && debugger.holds(worker);
    }

    @Override
    public boolean isAlive() {
        return alive;
    }

    @Override
    public void kill() {
        hung |= alive && running != null;
        alive = false;
        signal.close();
        Thread worker = thread;
        if (worker != null) {
            worker.interrupt();
            if (running != null) {
                Time.Timer notice = time.schedule(ZOMBIE_NOTICE, () -> reportZombie(worker));
                gone.thenRun(notice::cancel);
            }
        }
    }

    private void reportZombie(Thread worker) {
        log.error(
                "function '{}': thread {} was interrupted and runs on; it cannot be stopped. It is at {}",
                spec.function().name(),
                worker.getName(),
                Arrays.stream(worker.getStackTrace()).limit(ZOMBIE_FRAMES).toList());
    }

    @Override
    public CompletableFuture<Void> gone() {
        return gone;
    }

    private void run() {
        try (UserCode code = UserCode.open(spec, parents)) {
            Thread.currentThread().setContextClassLoader(code.loader());
            Guest guest = init(code);
            leaveUserCode();
            if (guest != null) {
                fault = guest.fault();
                ready.complete(null);
                serveAll(guest, code.loader());
            }
            end(code);
        } catch (IOException failure) {
            fail(new InitFailure(
                    "its code cannot be read: " + failure, ErrorDocument.fault(failure.toString(), "Runtime.Unknown")));
        } finally {
            alive = false;
            signal.close();
            Thread.currentThread().setContextClassLoader(null); // a dead thread keeps it
            gone.complete(null);
        }
    }

    private @Nullable Guest init(UserCode code) {
        String handler = spec.function().handler();
        try {
            code.install(spec.variables(), new PrintStream(output.output(), true, StandardCharsets.UTF_8), this::exit);
            Guest guest = Guest.load(code.api(), code.loader(), handler, spec.variables(), time::millis, output);
            for (String note : guest.notes()) {
                output.accept("WARNING: " + note);
                log.warn("function '{}': {}", spec.function().name(), note);
            }
            if (exited == null) {
                return guest;
            }
            fail(failureOf(new IllegalStateException("its exit was swallowed")));
        } catch (InitFailure failure) {
            fail(failure);
        } catch (Throwable failure) { // user code may throw anything while its classes are loaded
            fail(failureOf(failure));
        } finally {
            output.endInvocation();
        }
        return null;
    }

    /**
     * Who hears of an answer goes on in this thread, and threads that are started there inherit its context loader: they
     * must not take the function's.
     */
    private void leaveUserCode() {
        Thread.currentThread().setContextClassLoader(parents.program());
    }

    private void fail(InitFailure failure) {
        leaveUserCode();
        alive = false;
        ready.completeExceptionally(failure);
    }

    private InitFailure failureOf(Throwable failure) {
        Integer status = exited;
        return status != null
                ? new InitFailure(
                        ErrorDocument.exitReason(status), requestId -> ErrorDocument.exited(requestId, status))
                : new InitFailure(
                        failure.toString(),
                        ErrorDocument.fault(
                                String.valueOf(failure.getMessage()),
                                failure.getClass().getName()));
    }

    private void serveAll(Guest guest, ClassLoader loader) {
        while (alive) {
            try {
                if (!signal.await()) {
                    return;
                }
                Work next = work.getAndSet(null);
                if (next != null) {
                    Thread.currentThread().setContextClassLoader(loader);
                    serve(guest, next);
                }
            } catch (InterruptedException fromUserCodeOrKill) {
                log.debug(
                        "environment {} of {} was interrupted",
                        spec.number(),
                        spec.function().name());
            }
        }
    }

    private void serve(Guest guest, Work next) {
        running = next;
        output.beginInvocation();
        Answer answer;
        try {
            Guest.Outcome outcome = guest.invoke(next.invocation());
            answer = outcome.answer();
            if (outcome.ends()) {
                alive = false;
            }
        } catch (Throwable failure) { // not even the error could be told: no memory, no stack
            alive = false;
            answer = Answer.failed(ErrorDocument.fault(
                    String.valueOf(failure.getMessage()), failure.getClass().getName()));
        } finally {
            running = null;
            output.endInvocation();
            Thread.interrupted(); // the user's interrupt flag must not leak into the next invocation
            leaveUserCode();
        }
        next.answer().complete(answer);
    }

    /** {@code System.exit}, from any thread of the function; the guest unwinds the thread then. */
    private void exit(int status) {
        exited = status;
        alive = false;
        Work current = running;
        if (current != null) {
            ClassLoader users = Thread.currentThread().getContextClassLoader();
            leaveUserCode();
            current.answer()
                    .complete(Answer.failed(
                            ErrorDocument.exited(current.invocation().requestId(), status)));
            Thread.currentThread().setContextClassLoader(users);
        }
    }

    private void end(UserCode code) {
        signal.close();
        Thread.interrupted(); // the kill has done its work
        code.end(spec.function().name(), !hung);
    }

    private record Work(Invocation invocation, CompletableFuture<Answer> answer) {}
}
