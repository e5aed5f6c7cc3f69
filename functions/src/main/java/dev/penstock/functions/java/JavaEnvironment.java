package dev.penstock.functions.java;

import com.amazonaws.services.lambda.runtime.LambdaLogger;
import dev.penstock.functions.java.guest.GuestSystem;
import dev.penstock.functions.runtime.Answer;
import dev.penstock.functions.runtime.Environment;
import dev.penstock.functions.runtime.EnvironmentSpec;
import dev.penstock.functions.runtime.ErrorDocument;
import dev.penstock.functions.runtime.InitFailure;
import dev.penstock.functions.runtime.Invocation;
import dev.penstock.platform.lifecycle.Threads;
import dev.penstock.platform.time.Time;
import dev.penstock.platform.time.WorkSignal;
import java.io.IOError;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread, one class loader, one handler object. The thread ends when the environment is killed; code that ignores the
 * interrupt keeps it, and the loader, until it returns: {@link #gone} tells.
 */
final class JavaEnvironment implements Environment {
    private static final Logger log = LoggerFactory.getLogger(JavaEnvironment.class);

    private final EnvironmentSpec spec;
    private final Time time;
    private final WorkSignal signal;
    private final LineOutput output;
    private final LocalLogger logger;
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private final CompletableFuture<Void> gone = new CompletableFuture<>();
    private final AtomicReference<@Nullable Work> work = new AtomicReference<>();
    private volatile @Nullable Work running;
    private volatile boolean alive = true;
    private volatile @Nullable Thread thread;

    private JavaEnvironment(EnvironmentSpec spec, Time time) {
        this.spec = spec;
        this.time = time;
        signal = new WorkSignal(time.inFlight().gauge("functions-java"));
        output = new LineOutput(spec.log());
        logger = new LocalLogger(spec.log());
    }

    static JavaEnvironment start(EnvironmentSpec spec, Time time) {
        JavaEnvironment environment = new JavaEnvironment(spec, time);
        environment.thread =
                Threads.start("function-%s-%d".formatted(spec.function().name(), spec.number()), environment::run);
        return environment;
    }

    @Override
    public CompletableFuture<Void> ready() {
        return ready;
    }

    @Override
    public CompletableFuture<Answer> invoke(Invocation invocation) {
        Work next = new Work(invocation, new CompletableFuture<>());
        work.set(next);
        signal.wake();
        return next.answer();
    }

    @Override
    public boolean isAlive() {
        return alive;
    }

    @Override
    public void kill() {
        alive = false;
        signal.close();
        Thread worker = thread;
        if (worker != null) {
            worker.interrupt();
        }
    }

    @Override
    public CompletableFuture<Void> gone() {
        return gone;
    }

    private void run() {
        try (FunctionLoader loader = new FunctionLoader(spec.taskRoot())) {
            Thread.currentThread().setContextClassLoader(loader);
            EventHandler handler = init(loader);
            if (handler != null) {
                ready.complete(null);
                serveAll(handler);
            }
        } catch (IOException failure) {
            ready.completeExceptionally(new InitFailure(
                    "its code cannot be read: " + failure, ErrorDocument.fault(failure.toString(), "Runtime.Unknown")));
        } finally {
            alive = false;
            signal.close();
            gone.complete(null);
        }
    }

    private @Nullable EventHandler init(FunctionLoader loader) {
        try {
            Class.forName(GuestSystem.class.getName(), true, loader)
                    .getMethod("install", Map.class, PrintStream.class, IntConsumer.class, LambdaLogger.class)
                    .invoke(
                            null,
                            spec.variables(),
                            new PrintStream(output, true, StandardCharsets.UTF_8),
                            (IntConsumer) this::exit,
                            logger);
            return new HandlerLoader(loader).load(spec.function().handler());
        } catch (HandlerFault fault) {
            ready.completeExceptionally(fault.toInitFailure(spec.function().handler()));
        } catch (ExitSignal exit) {
            ready.completeExceptionally(
                    new InitFailure(ErrorDocument.exitReason(exit.status()), ErrorDocument.exited("", exit.status())));
        } catch (Throwable failure) { // user code may throw anything while its classes are loaded
            ready.completeExceptionally(
                    HandlerFault.threw(failure).toInitFailure(spec.function().handler()));
        } finally {
            output.endInvocation();
        }
        return null;
    }

    private void serveAll(EventHandler handler) {
        while (alive) {
            try {
                if (!signal.await()) {
                    return;
                }
                Work next = work.getAndSet(null);
                if (next != null) {
                    serve(handler, next);
                }
            } catch (InterruptedException fromUserCodeOrKill) {
                log.debug(
                        "environment {} of {} was interrupted",
                        spec.number(),
                        spec.function().name());
            }
        }
    }

    private void serve(EventHandler handler, Work next) {
        running = next;
        Answer answer;
        try {
            answer = Answer.returned(
                    handler.handle(next.invocation().event(), new LocalContext(spec, next.invocation(), logger, time)));
        } catch (ExitSignal exit) {
            answer = Answer.failed(ErrorDocument.exited(next.invocation().requestId(), exit.status()));
        } catch (Throwable failure) { // whatever the user's code throws is its answer
            if (failure instanceof VirtualMachineError || failure instanceof IOError) {
                alive = false;
            }
            logFailure(failure);
            answer = Answer.failed(HandlerFault.documentOf(failure));
        } finally {
            running = null;
            output.endInvocation();
            Thread.interrupted(); // the user's interrupt flag must not leak into the next invocation
        }
        next.answer().complete(answer);
    }

    private void logFailure(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        text.toString().lines().forEach(spec.log());
    }

    /** {@code System.exit}, from any thread of the function. */
    private void exit(int status) {
        alive = false;
        Work current = running;
        if (current != null) {
            current.answer()
                    .complete(Answer.failed(
                            ErrorDocument.exited(current.invocation().requestId(), status)));
        }
        throw new ExitSignal(status);
    }

    private record Work(Invocation invocation, CompletableFuture<Answer> answer) {}
}
