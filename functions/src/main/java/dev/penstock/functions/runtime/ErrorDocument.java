package dev.penstock.functions.runtime;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.data.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The error payloads of AWS, with its texts and key order. Source: recorded answers of the real service. */
public final class ErrorDocument {
    /** Largest result of a handler: 6 MiB and 100 bytes. */
    public static final int MAX_RESULT_BYTES = 6 * 1024 * 1024 + 100;

    private static final double MILLIS_PER_SECOND = 1000.0;
    private static final int SIGNAL_BASE = 128;
    /** As the kernel's signals are named where AWS words an exit, by number. */
    private static final Map<Integer, String> SIGNALS = Map.ofEntries(
            Map.entry(1, "hangup"),
            Map.entry(2, "interrupt"),
            Map.entry(3, "quit (core dumped)"),
            Map.entry(4, "illegal instruction (core dumped)"),
            Map.entry(5, "trace/breakpoint trap (core dumped)"),
            Map.entry(6, "aborted (core dumped)"),
            Map.entry(7, "bus error (core dumped)"),
            Map.entry(8, "floating point exception (core dumped)"),
            Map.entry(9, "killed"),
            Map.entry(10, "user defined signal 1"),
            Map.entry(11, "segmentation fault (core dumped)"),
            Map.entry(12, "user defined signal 2"),
            Map.entry(13, "broken pipe"),
            Map.entry(14, "alarm clock"),
            Map.entry(15, "terminated"));

    private ErrorDocument() {}

    /** A handler threw: {@code errorMessage}, {@code errorType}, {@code stackTrace}. */
    public static Bytes thrown(String message, String type, List<String> stackTrace) {
        return write(json -> {
            json.writeStringField("errorMessage", message);
            json.writeStringField("errorType", type);
            json.writeArrayFieldStart("stackTrace");
            for (String frame : stackTrace) {
                json.writeString(frame);
            }
            json.writeEndArray();
        });
    }

    /** The runtime could not call the handler: {@code errorMessage} and {@code errorType}. */
    public static Bytes fault(String message, String type) {
        return write(json -> {
            json.writeStringField("errorMessage", message);
            json.writeStringField("errorType", type);
        });
    }

    /** The process of the runtime ended. */
    public static Bytes exited(String requestId, int status) {
        return fromPlatform("Runtime.ExitError", "RequestId: %s Error: %s".formatted(requestId, exitReason(status)));
    }

    /** {@code Runtime exited ...}, as AWS words an exit status; 128 + n means signal n. */
    public static String exitReason(int status) {
        String signal = SIGNALS.get(status - SIGNAL_BASE);
        if (status == 0) {
            return "Runtime exited without providing a reason";
        }
        return "Runtime exited with error: " + (signal == null ? "exit status " + status : "signal: " + signal);
    }

    /** The function's timeout passed. */
    public static Bytes timedOut(String requestId, Duration timeout) {
        return fromPlatform("Sandbox.Timedout", "RequestId: %s Error: %s".formatted(requestId, timeoutText(timeout)));
    }

    /** {@code Task timed out after 3.00 seconds}. */
    public static String timeoutText(Duration timeout) {
        return String.format(Locale.ROOT, "Task timed out after %.2f seconds", timeout.toMillis() / MILLIS_PER_SECOND);
    }

    /** The handler returned more than {@link #MAX_RESULT_BYTES}. */
    public static Bytes resultTooLarge() {
        return fromPlatform(
                "Function.ResponseSizeTooLarge",
                "Response payload size exceeded maximum allowed payload size (%d bytes).".formatted(MAX_RESULT_BYTES));
    }

    /** A text member of an error document, for example {@code errorType}; empty when it has none. */
    public static String member(Bytes document, String name) {
        try {
            return Json.MAPPER.readTree(document.shared()).path(name).asText();
        } catch (IOException notJson) {
            return "";
        }
    }

    /** What the platform itself reports, which has {@code errorType} first. */
    public static Bytes fromPlatform(String type, String message) {
        return write(json -> {
            json.writeStringField("errorType", type);
            json.writeStringField("errorMessage", message);
        });
    }

    private static Bytes write(Body body) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = Json.MAPPER.getFactory().createGenerator(out)) {
            json.writeStartObject();
            body.writeTo(json);
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return Bytes.wrap(out.toByteArray());
    }

    @FunctionalInterface
    private interface Body {
        void writeTo(JsonGenerator json) throws IOException;
    }
}
