package dev.penstock.functions.process.fork;

import dev.penstock.functions.java.guest.CodePath;
import dev.penstock.functions.java.guest.GuestAnswer;
import dev.penstock.functions.java.guest.GuestHandler;
import dev.penstock.functions.process.fork.RuntimeConnection.Reply;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The main class of the child JVM: loads the handler and answers one event after the other, until the JVM that started it
 * is gone. Its clock is the machine's: a process of its own has no other.
 */
public final class ForkedRuntime {
    private static final char MARK = 0x1E;

    private final RuntimeConnection api;
    private final PrintStream out;
    private final GuestHandler handler;

    private ForkedRuntime(RuntimeConnection api, PrintStream out, GuestHandler handler) {
        this.api = api;
        this.out = out;
        this.handler = handler;
    }

    /** @param layers folders with the content of layers, in order */
    public static void main(String[] layers) throws IOException {
        endWithParent();
        PrintStream out = new PrintStream(
                new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)), true, StandardCharsets.UTF_8);
        System.setOut(out);
        System.setErr(out);
        Map<String, String> variables = System.getenv();
        RuntimeConnection api = new RuntimeConnection(variables.getOrDefault("AWS_LAMBDA_RUNTIME_API", ""));
        List<Path> code = CodePath.of(
                Path.of(variables.getOrDefault("LAMBDA_TASK_ROOT", "")),
                Arrays.stream(layers).map(Path::of).toList());
        URL[] urls = new URL[code.size()];
        for (int i = 0; i < urls.length; i++) {
            urls[i] = code.get(i).toUri().toURL();
        }
        ClassLoader loader = new URLClassLoader(urls, new SharedClasses(ForkedRuntime.class.getClassLoader()));
        Thread.currentThread().setContextClassLoader(loader);
        GuestHandler handler = GuestHandler.load(
                variables.getOrDefault("_HANDLER", ""), loader, variables, Clock.systemUTC()::millis, out::println);
        new ForkedRuntime(api, out, handler).serve();
    }

    /** Standard input is the other JVM's to hold: when it ends, so do we. The user's code gets an empty one. */
    private static void endWithParent() {
        InputStream lifeline = new FileInputStream(FileDescriptor.in);
        System.setIn(InputStream.nullInputStream());
        Thread watch = new Thread(() -> awaitEnd(lifeline), "penstock-lifeline");
        watch.setDaemon(true);
        watch.start();
    }

    private static void awaitEnd(InputStream lifeline) {
        try {
            lifeline.transferTo(OutputStream.nullOutputStream());
        } catch (IOException broken) {
            System.err.println("The lifeline to Penstock broke: " + broken.getMessage());
        }
        Runtime.getRuntime().halt(1);
    }

    private void serve() throws IOException {
        handler.notes().forEach(note -> out.println("WARNING: " + note));
        byte[] initError = handler.initError();
        if (initError != null) {
            out.flush();
            api.postInitError(initError, GuestHandler.BAD_FUNCTION_CODE);
            System.exit(1);
        }
        boolean more = true;
        while (more) {
            more = serveNext();
        }
        System.exit(1);
    }

    private boolean serveNext() throws IOException {
        Reply event = api.next();
        String requestId = event.headers().getOrDefault(GuestHandler.REQUEST_ID, "");
        setTrace(event.headers().get(GuestHandler.TRACE_ID));
        GuestAnswer answer = handler.invoke(new ByteArrayInputStream(event.body()), event.headers());
        out.print(MARK + requestId + "\n");
        out.flush();
        String errorType = answer.errorType();
        if (errorType == null) {
            api.postResult(requestId, answer.payload());
        } else {
            api.postError(requestId, answer.payload(), errorType);
        }
        return !answer.ends();
    }

    /** As AWS's Java runtime does, for tracing libraries read it there. */
    private static void setTrace(@Nullable String traceId) {
        if (traceId == null) {
            System.clearProperty("com.amazonaws.xray.traceHeader");
        } else {
            System.setProperty("com.amazonaws.xray.traceHeader", traceId);
        }
    }
}
