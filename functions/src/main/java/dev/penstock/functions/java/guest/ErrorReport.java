package dev.penstock.functions.java.guest;

import com.amazonaws.services.lambda.runtime.serialization.factories.GsonFactory;
import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An error as the caller gets it and as the log shows it. Source: Lambda Developer Guide, "Lambda function errors in Java";
 * keys and texts observed.
 *
 * @param document JSON with {@code errorMessage}, {@code errorType} and {@code stackTrace}, each only when known
 * @param logText the message, the type and the stack trace with its causes
 */
@SuppressWarnings("ArrayRecordComponent") // handed over once
record ErrorReport(byte[] document, String logText) {
    private static final String RUNTIME = "dev.penstock.functions.java.guest.";

    /** The handler threw. Cuts our frames from the stack traces, of its causes too. */
    static ErrorReport of(Throwable thrown) {
        cut(thrown, Collections.newSetFromMap(new IdentityHashMap<>()));
        String[] frames = Arrays.stream(thrown.getStackTrace())
                .map(StackTraceElement::toString)
                .toArray(String[]::new);
        String message = messageOf(thrown);
        String type = thrown.getClass().getName();
        return new ErrorReport(
                new Document(message, type, frames).toJson(), message + ": " + type + "\n" + traceOf(thrown));
    }

    /** A fault has no {@code stackTrace}, even when the user's code threw. */
    static ErrorReport of(GuestFault fault) {
        byte[] document = new Document(fault.text(), fault.errorType(), null).toJson();
        if (fault.errorType() == null) {
            return new ErrorReport(document, fault.text());
        }
        Throwable cause = fault.getCause();
        if (cause == null) {
            return new ErrorReport(document, fault.text() + ": " + fault.errorType());
        }
        cut(cause, Collections.newSetFromMap(new IdentityHashMap<>()));
        return new ErrorReport(document, fault.text() + ": " + fault.errorType() + "\n" + traceOf(cause));
    }

    static String messageOf(Throwable thrown) {
        String message = thrown.getLocalizedMessage();
        return message == null ? thrown.getClass().getName() : message;
    }

    private static String traceOf(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString().stripTrailing();
    }

    private static void cut(Throwable thrown, Set<Throwable> seen) {
        if (!seen.add(thrown)) {
            return;
        }
        StackTraceElement[] frames = thrown.getStackTrace();
        for (int i = 0; i < frames.length; i++) {
            if (isRuntime(frames[i].getClassName())) {
                thrown.setStackTrace(Arrays.copyOf(frames, i));
                break;
            }
        }
        Throwable cause = thrown.getCause();
        if (cause != null) {
            cut(cause, seen);
        }
        for (Throwable suppressed : thrown.getSuppressed()) {
            cut(suppressed, seen);
        }
    }

    /** What calls the user's code, not what the user's code calls. */
    private static boolean isRuntime(String className) {
        return className.startsWith(RUNTIME)
                && !className.equals(GuestSystem.class.getName())
                && !className.equals(GuestContext.class.getName())
                && !className.equals(GuestLogger.class.getName());
    }

    /** Names and order are those of the JSON. */
    @SuppressWarnings({"unused", "UnusedVariable"}) // written by Gson
    private static final class Document {
        private final String errorMessage;
        private final @Nullable String errorType;
        private final String @Nullable [] stackTrace;

        Document(String errorMessage, @Nullable String errorType, String @Nullable [] stackTrace) {
            this.errorMessage = errorMessage;
            this.errorType = errorType;
            this.stackTrace = stackTrace;
        }

        byte[] toJson() {
            ByteArrayOutputStream json = new ByteArrayOutputStream();
            GsonFactory.getInstance().getSerializer(Document.class).toJson(this, json);
            return json.toByteArray();
        }
    }
}
